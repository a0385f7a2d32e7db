import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, it } from 'vitest'
import { HOUR } from '#domain/time.ts'
import { viewTls } from '../../../../server/cli/platform/tls.ts'
import { SIMULATOR_TOKEN } from '../../../../server/platform/settings.ts'
import { SIMULATOR_BAGSBH } from '../../../../server/platform/simulator/credentials.ts'
import type { DemoFault } from '../../../../server/platform/simulator/people.ts'
import { PERSON, PROJECT, command, standAlone } from './terminal.ts'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function started(...options: Parameters<typeof standAlone>) {
  const simulator = await standAlone(...options)
  open.push(simulator.close)
  return simulator
}

describe('the doctor', () => {
  it('finds nothing wrong with the built-in simulator', async () => {
    const { code, text } = await command(['doctor'])
    expect(code).toBe(0)
    expect(text).toContain('全部正常：8 个方法')
    expect(text).toContain('检查的是内置模拟平台')
  })

  it('shows what went out and came back, but no number, fingerprint, name or secret', async () => {
    const { env, control } = await started()
    for (const outage of [null, 'auth-refused', 'truncated'] as const) {
      control.setOutage(outage)
      const { text } = await command(['doctor', '--probe'], env)
      expect(text).toMatch(/发出.*POST .*PlatformService\.asmx.*SOAPAction "http:\/\/tempuri\.org\/GetSAMInfo"/)
      expect(text).toMatch(/收到.*200.*字节/)
      expect(text).toContain('按 20261122（上海）计算')
      for (const secret of [PERSON, PROJECT, SIMULATOR_TOKEN, SIMULATOR_BAGSBH, '张演示']) expect(text).not.toContain(secret)
      expect(text).not.toMatch(/\d{17}[\dX]|[0-9a-f]{32}/)
    }
    expect((await command(['doctor', '--show'], env)).text).toContain(PERSON)
  })

  it('never writes: UploadKqxx is named and not called', async () => {
    const { env, actions } = await started()
    const { text } = await command(['doctor', '--probe'], env)
    expect(text).toMatch(/UploadKqxx.*不试/)
    expect(actions.length).toBeGreaterThan(8)
    expect(actions.filter((action) => action.includes('Upload'))).toEqual([])
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['a wrong token', { PLATFORM_TOKEN: 'WRONG' }, /核对 PLATFORM_TOKEN.*PLATFORM_MD5_CASE，现为 lower/],
    ['a wrong vendor number', { PLATFORM_BAGSBH: 'WRONG' }, /核对 PLATFORM_BAGSBH/],
    ['a namespace without its slash', { PLATFORM_NAMESPACE: 'http://tempuri.org' }, /命名空间（末尾的 \/ 也算）/],
    ['a parameter in another letter case', { PLATFORM_ELEMENT_NAMES: 'Zjhm,token,pass' }, /参数名（大小写不可错）/],
    ['a wrong SOAPAction', { PLATFORM_SOAP_ACTION_BASE: 'urn:x/' }, /PLATFORM_SOAP_ACTION_BASE（现为 urn:x\/）/],
    ['an address where nobody listens', { PLATFORM_ENDPOINT: 'http://127.0.0.1:1/x.asmx' }, /连不上 127\.0\.0\.1:1（ECONNREFUSED）/],
    ['the second photograph under the name of the first', { PLATFORM_PERSON_IMAGE: 'GetWorkerImage' }, /GetWorkerImage-person/],
  ])('says what to change after %s', async (_what, change, advice) => {
    const { env } = await started()
    const { code, text } = await command(['doctor'], { ...env, ...change })
    expect(code).toBe(1)
    expect(text.split('结论')[1]).toMatch(advice)
  })

  it('says that a wrong path is one', async () => {
    const { env, endpoint } = await started()
    const { code, text } = await command(['doctor'], { ...env, PLATFORM_ENDPOINT: endpoint.replace('Platform', 'Other') })
    expect([code, text]).toEqual([1, expect.stringMatching(/结论[^]*路径不对（404）/)])
  })

  it.each<[DemoFault, RegExp]>([
    ['html', /网页而不是接口的答复：核对 PLATFORM_ENDPOINT/],
    ['redirect', /转到了别的网页/],
    ['html-500', /平台出错（500）/],
    ['reset', /连不上/],
    ['hang', /没有在 300 毫秒内答复.*防火墙/],
    ['truncated', /答复看不懂/],
    ['rate-refused', /过于频繁/],
    ['unknown-words', /message: 操作失败.*PLATFORM_MESSAGE_RULES/],
    ['everybody', /没有按参数筛选/],
  ])('says what "%s" means', async (outage, advice) => {
    const { env, control } = await started()
    control.setOutage(outage)
    const { code, text } = await command(['doctor'], { ...env, PLATFORM_DEADLINE_MS: '300', PLATFORM_TEST_PROJECT: outage === 'everybody' ? PROJECT : '' })
    expect(code).toBe(1)
    expect(text.split('结论')[1]).toMatch(advice)
    expect(text).toContain('不是工人的问题')
  })

  it('tries other ways only when it is asked to, and says which one helps', async () => {
    const { env, control } = await started()
    control.setOutage('upper-case-md5')
    expect((await command(['doctor'], env)).text).not.toContain('试探成功')
    expect((await command(['doctor', '--probe'], env)).text).toMatch(/结论[^]*试探成功（GetSAMInfo、GetWorkerImage-person）：.*PLATFORM_MD5_CASE=upper/)
    control.setOutage(null)
    expect((await command(['doctor', '--probe'], { ...env, PLATFORM_NAMESPACE: 'urn:x/' })).text).toMatch(/试探成功（GetSAMInfo.*PLATFORM_PROTOCOL=form/)
  })

  it('tries the other spelling of the vendor number', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suan-xun-doctor-'))
    open.push(() => rmSync(folder, { recursive: true }))
    const { env } = await started()
    const file = join(folder, 'settings.json')
    writeFileSync(file, JSON.stringify({ calls: { GetProject: { name: 'GetProject', parameters: { bagsBH: 'bsgsBH' } } } }))
    const { text } = await command(['doctor', '--probe'], { ...env, PLATFORM_SETTINGS: file })
    expect(text).toMatch(/试探成功（GetProject）：参数名 bsgsBH 写作 bagsBH/)
  })

  it('notices a clock that is off, and that http carries numbers in the clear', async () => {
    const { env } = await started({ dateOffsetMs: HOUR })
    const { text } = await command(['doctor'], env)
    expect(text).toContain('平台比本机快 60 分钟')
    expect(text.split('结论')[1]).toMatch(/校准本机时钟[^]*明文传输/)
  })

  it('checks what it can without a test person, and says what is missing', async () => {
    const { env } = await started()
    const { code, text } = await command(['doctor'], { ...env, PLATFORM_TEST_ID: '' })
    expect(code).toBe(0)
    expect(text).toMatch(/GetSAMInfo.*跳过：未设置 PLATFORM_TEST_ID/)
    expect(text).toContain('全部正常：4 个方法')
    expect(await command(['doctor'], { ...env, PLATFORM_TEST_ID: '', PLATFORM_TEST_PROJECT: '' })).toMatchObject({ code: 1, text: expect.stringContaining('什么也没有检查') })
  })

  it('ends with 2 when the settings cannot be used, without repeating their values', async () => {
    expect(await command(['doctor'], { PLATFORM_ENDPOINT: 'http://127.0.0.1:1/x' })).toMatchObject({ code: 2, text: expect.stringContaining('PLATFORM_TOKEN') })
    const wrong = await command(['doctor'], { PLATFORM_TEST_ID: '320581197302100001' })
    expect(wrong.code).toBe(2)
    expect(wrong.text).not.toContain('3205')
  })
})

describe('the certificate of the platform', () => {
  it('is looked at without sending anything', async () => {
    const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }, { name: 'organizationName', value: '演示机构' }])
    let requests = 0
    const server = createServer({ key: pems.private, cert: pems.cert }, (_q, r) => {
      requests += 1
      r.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(() => server.close())
    const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}/x.asmx`
    expect(await viewTls(endpoint)).toMatchObject({ protocol: 'TLSv1.3', issuer: expect.stringContaining('127.0.0.1'), distrust: expect.any(String) })
    expect(requests).toBe(0)
    const { code, text } = await command(['doctor'], { PLATFORM_ENDPOINT: endpoint, PLATFORM_TOKEN: 'T', PLATFORM_TEST_ID: PERSON })
    expect(code).toBe(1)
    expect(text).toMatch(/传输：TLSv1\.3.*有效期至 \d{4}-\d\d-\d\d（还有 \d+ 天），不受信任/)
    expect(text.split('结论')[1]).toContain('NODE_EXTRA_CA_CERTS')
    expect(requests).toBe(0)
  })

  it('is none where nobody speaks TLS', async () => {
    const { endpoint } = await started()
    expect(await viewTls(endpoint.replace('http:', 'https:'))).toBeNull()
  })
})
