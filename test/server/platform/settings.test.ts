import { describe, expect, it } from 'vitest'
import { readPlatformSettings } from '../../../server/platform/settings.ts'

const needed = { PLATFORM_ENDPOINT: 'https://platform.invalid/Service.asmx', PLATFORM_TOKEN: 'secret-token' }

describe('settings of a real platform', () => {
  it('need an endpoint and a token only', () => {
    expect(readPlatformSettings(needed)).toMatchObject({ kind: 'endpoint', endpoint: needed.PLATFORM_ENDPOINT, token: 'secret-token', soapVersion: '1.1', deadlineMs: 8000 })
  })

  it('take every spelling from the operator', () => {
    const settings = readPlatformSettings({
      ...needed, PLATFORM_NAMESPACE: 'http://host:5445/', PLATFORM_SOAP_ACTION_BASE: 'urn:x/', PLATFORM_SOAP_VERSION: '1.2',
      PLATFORM_ELEMENT_NAMES: 'Zjhm, Token ,Pass', PLATFORM_MD5_CASE: 'upper', PLATFORM_DEADLINE_MS: '3000', PLATFORM_NO_RECORD: '^无$',
    })
    expect(settings).toMatchObject({
      namespace: 'http://host:5445/', soapActionBase: 'urn:x/', soapVersion: '1.2', elementNames: { zjhm: 'Zjhm', token: 'Token', pass: 'Pass' },
      md5Case: 'upper', deadlineMs: 3000,
    })
    expect(settings.messageRules.at(-1)?.means).toBe('no-record')
  })

  it.each([
    ['PLATFORM_TOKEN', ''],
    ['PLATFORM_ENDPOINT', 'ftp://platform.invalid/'],
    ['PLATFORM_ENDPOINT', 'https://user:word@platform.invalid/'],
    ['PLATFORM_SOAP_VERSION', '2'],
    ['PLATFORM_ELEMENT_NAMES', 'zjhm,token'],
    ['PLATFORM_ELEMENT_NAMES', 'zjhm,to<ken,pass'],
    ['PLATFORM_DEADLINE_MS', 'soon'],
    ['PLATFORM_NO_RECORD', '('],
  ])('are refused with the name of %s and without any value when it is "%s"', (name, value) => {
    const read = () => readPlatformSettings({ ...needed, [name]: value })
    expect(read).toThrow(name)
    expect(read).not.toThrow('secret-token')
  })
})
