import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPlatformSettings } from '../../../server/platform/settings.ts'

const needed = { PLATFORM_ENDPOINT: 'https://platform.invalid/Service.asmx', PLATFORM_TOKEN: 'secret-token' }

describe('settings of a real platform', () => {
  it('need an endpoint and a token only', () => {
    expect(readPlatformSettings(needed)).toMatchObject({ kind: 'endpoint', endpoint: needed.PLATFORM_ENDPOINT, token: 'secret-token', protocol: 'soap-1.1', deadlineMs: 8000 })
  })

  it('take every spelling from the operator', () => {
    const settings = readPlatformSettings({
      ...needed, PLATFORM_NAMESPACE: 'http://host:5445/', PLATFORM_SOAP_ACTION_BASE: 'urn:x/', PLATFORM_SOAP_VERSION: '1.2',
      PLATFORM_ELEMENT_NAMES: 'Zjhm, Token ,Pass', PLATFORM_MD5_CASE: 'upper', PLATFORM_DEADLINE_MS: '3000', PLATFORM_NO_RECORD: '^无$',
    })
    expect(settings).toMatchObject({
      namespace: 'http://host:5445/', soapActionBase: 'urn:x/', protocol: 'soap-1.2',
      calls: { GetSAMInfo: { name: 'GetSAMInfo', parameters: { zjhm: 'Zjhm', token: 'Token', pass: 'Pass' } } },
      md5Case: 'upper', deadlineMs: 3000,
    })
    expect(settings.messageRules.at(-1)?.means).toBe('no-record')
  })

  it.each([
    ['PLATFORM_TOKEN', ''],
    ['PLATFORM_ENDPOINT', 'ftp://platform.invalid/'],
    ['PLATFORM_ENDPOINT', 'platform'],
    ['PLATFORM_ENDPOINT', 'https://user:word@platform.invalid/'],
    ['PLATFORM_SOAP_VERSION', '2'],
    ['PLATFORM_ELEMENT_NAMES', 'zjhm,token'],
    ['PLATFORM_ELEMENT_NAMES', 'zjhm,to<ken,pass'],
    ['PLATFORM_DEADLINE_MS', 'soon'],
    ['PLATFORM_NO_RECORD', '('],
    ['PLATFORM_PROTOCOL', 'soap'],
    ['PLATFORM_PERSON_IMAGE', '<x>'],
    ['PLATFORM_SETTINGS', 'no-such-file.json'],
  ])('are refused with the name of %s and without any value when it is "%s"', (name, value) => {
    const read = () => readPlatformSettings({ ...needed, [name]: value })
    expect(read).toThrow(name)
    expect(read).not.toThrow('secret-token')
  })
})

describe('the settings file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suan-xun-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function read(file: object | string, env: Record<string, string> = {}) {
    await writeFile(join(folder, 'platform.json'), typeof file === 'string' ? file : JSON.stringify(file))
    return readPlatformSettings({ PLATFORM_TOKEN: 'secret-token', PLATFORM_SETTINGS: 'platform.json', ...env }, folder)
  }

  it('may hold everything but the token', async () => {
    const settings = await read({
      endpoint: 'http://platform.invalid:8080/Service.asmx', namespace: 'urn:other', soapActionBase: 'urn:other:', protocol: 'form', bagsBH: 'vendor',
      enabledCalls: ['GetSAMInfo'], replyCharset: 'gb18030', maxRows: 10, concurrency: 2, breaker: { faultsInARow: 2, halfOpenAfterMs: 1000 },
      calls: { GetProject: null, GetSAMInfo: { name: 'getSam', action: 'sam', parameters: { zjhm: 'ID' } } },
    })
    expect(settings).toMatchObject({
      kind: 'endpoint', endpoint: 'http://platform.invalid:8080/Service.asmx', namespace: 'urn:other', protocol: 'form', bagsBH: 'vendor', enabledCalls: ['GetSAMInfo'],
      replyCharset: 'gb18030', maxRows: 10, token: 'secret-token', queue: 200,
      calls: { GetProject: null, GetWorkers: { name: 'GetWorkers' }, GetSAMInfo: { name: 'getSam', action: 'sam', parameters: { zjhm: 'ID', token: 'token', pass: 'pass' } } },
    })
  })

  it('yields to the environment, which keeps the names that the file gave', async () => {
    const file = { endpoint: 'http://platform.invalid/', md5Case: 'upper', bagsBH: 'a', calls: { GetSAMInfo: { name: 'Sam' } } }
    const settings = await read(file, { PLATFORM_MD5_CASE: 'lower', PLATFORM_BAGSBH: 'b', PLATFORM_ELEMENT_NAMES: 'a,b,c', PLATFORM_PERSON_IMAGE: 'GetWorkerImage1' })
    expect(settings).toMatchObject({
      md5Case: 'lower', bagsBH: 'b',
      calls: { GetSAMInfo: { name: 'Sam', parameters: { zjhm: 'a', token: 'b', pass: 'c' } }, 'GetWorkerImage-person': { name: 'GetWorkerImage1', parameters: { zjhm: 'Zjhm', pass: 'Pass' } } },
    })
  })

  it('may name message rules beside it', async () => {
    await writeFile(join(folder, 'rules.json'), JSON.stringify({ rules: [{ pattern: '^空$', means: 'no-record' }] }))
    const { messageRules } = await read({ endpoint: 'http://platform.invalid/', messageRules: 'rules.json' })
    expect(messageRules).toEqual([{ pattern: /^空$/i, means: 'no-record' }])
    await writeFile(join(folder, 'rules.json'), 'not JSON')
    await expect(read({ endpoint: 'http://platform.invalid/', messageRules: 'rules.json' })).rejects.toThrow('message rules: cannot use the file')
  })

  it.each<[string, object | string]>([
    ['PLATFORM_SETTINGS', '{"endpoint":'],
    ['PLATFORM_SETTINGS', '1'],
    ['PLATFORM_ENDPOINT', {}],
    ['token', { endpoint: 'http://platform.invalid/', token: 'hidden-value' }],
    ['namespaces', { endpoint: 'http://platform.invalid/', namespaces: 'hidden-value' }],
    ['endpoint', { endpoint: 'hidden-value' }],
    ['calls.GetProject.name', { calls: { GetProject: { name: 'hidden value' } } }],
    ['calls.GetProject.parameters.zjhm', { calls: { GetProject: { name: 'GetProject', parameters: { zjhm: 'x' } } } }],
    ['enabledCalls.0', { enabledCalls: ['hidden-value'] }],
    ['breaker.halfOpenAfterMs', { breaker: { faultsInARow: 1, halfOpenAfterMs: 'hidden-value' } }],
  ])('is refused with the name "%s" and without any value', async (name, file) => {
    const failure = await read(file).then(() => '', (error: Error) => error.message)
    expect(failure).toContain(name)
    expect(failure).not.toMatch(/hidden.value|secret-token/)
  })

  it('has an example that says everything', async () => {
    const path = join(import.meta.dirname, '../../../docs/platform-settings.example.json')
    const example = JSON.parse(await readFile(path, 'utf8')) as object
    const settings = readPlatformSettings({ PLATFORM_TOKEN: 'secret-token', PLATFORM_SETTINGS: path })
    expect(Object.keys(example).filter((key) => key !== 'about').sort()).toEqual(Object.keys(settings).filter((key) => !['kind', 'token'].includes(key)).sort())
  })
})
