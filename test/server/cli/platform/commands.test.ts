import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { HOUR } from '#domain/time.ts'
import { facePng } from '../../../../server/platform/simulator/face.ts'
import { writeDateTime } from '../../../../server/platform/wire-date.ts'
import { NOW, PERSON, PROJECT, command, standAlone } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'suan-xun-platform-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

describe('an operator', () => {
  it('asks about a person, whose number may come from standard input so that it stays out of the history', async () => {
    for (const said of [await command(['sam', PERSON]), await command(['sam', '-'], {}, [PERSON])]) {
      expect(said).toMatchObject({ code: 0, text: expect.stringContaining('绿码，有效期至 2027-11-22，姓名 张**') })
      expect(said.text).not.toContain(PERSON)
    }
    expect(await command(['sam', '-'], {}, ['123'])).toMatchObject({ code: 2, text: expect.not.stringContaining('123') })
  })

  it.each([
    ['project', '梅李工业园', '共 1 行'], ['enterprises', '类型 总承包', '共 3 行'], ['workers', '性别 男', '共 12 行'], ['hmc', '班组', '共 12 行'],
  ])('reads %s with what names a person masked, and whole only on request', async (name, part, count) => {
    const { code, text } = await command([name, PROJECT])
    expect([code, text]).toEqual([0, expect.stringContaining(part)])
    expect(text).toContain(count)
    expect(text).not.toMatch(/\d{17}[\dX]|张演示|000-0000/)
    if (name === 'workers') expect((await command([name, '-', '--show'], {}, [PROJECT])).text).toContain(`证件号码 ${PERSON}　姓名 张演示`)
  })

  it('saves a photograph that only they can read, and never over a file', async () => {
    const out = join(folder, 'face.png')
    expect(await command(['card-image', PERSON, PROJECT, '--out', out])).toMatchObject({ code: 0 })
    expect(readFileSync(out)).toEqual(facePng(PERSON))
    expect(statSync(out).mode & 0o077).toBe(0)
    expect(await command(['face-image', PERSON])).toMatchObject({ code: 0, text: expect.stringContaining('image/png') })
    expect(await command(['face-image', PERSON, '--out', out])).toMatchObject({ code: 2 })
  })

  it('files attendance only with --yes, and sees what became of it', async () => {
    const simulator = await standAlone()
    open.push(simulator.close)
    const photo = join(folder, 'photo.png')
    writeFileSync(photo, facePng(PERSON))
    const passage = [PERSON, PROJECT, writeDateTime(NOW - HOUR), 'in']
    expect(await command(['upload', ...passage, '--photo', photo], simulator.env)).toMatchObject({ code: 2, text: expect.stringContaining('--yes') })
    expect(simulator.actions).toEqual([])
    expect(await command(['kqxx', ...passage], simulator.env)).toMatchObject({ code: 0, text: expect.stringContaining('没有这条考勤') })
    expect(await command(['upload', ...passage, '--photo', photo, '--yes'], simulator.env)).toMatchObject({ code: 0, text: expect.stringContaining('已收下') })
    expect(await command(['kqxx', ...passage], simulator.env)).toMatchObject({ code: 0, text: expect.stringMatching(/有效|待处理/) })
    expect(await command(['kqxx', PERSON, PROJECT, '2026-02-30 08:00:00', 'in'])).toMatchObject({ code: 2 })
    expect(await command(['kqxx', PERSON, PROJECT, '2026-02-20 08:00:00', 'up'])).toMatchObject({ code: 2 })
  })

  it('hears of a fault in words, and by the exit code', async () => {
    const simulator = await standAlone()
    open.push(simulator.close)
    simulator.control.setOutage('auth-refused')
    for (const words of [['sam', PERSON], ['workers', PROJECT], ['face-image', PERSON], ['kqxx', PERSON, PROJECT, '2026-11-20 08:00:00', 'in']]) {
      expect(await command(words, simulator.env)).toMatchObject({ code: 1, text: expect.stringContaining('标识码、校验密码或权限不被接受（auth') })
    }
  })

  it('is told how to use it', async () => {
    expect(await command(['upload', PERSON, PROJECT, '2026-11-20 08:00:00', 'in', '--photo', join(folder, 'nothing'), '--yes'])).toMatchObject({ code: 2, text: expect.stringContaining('读不了') })
    for (const words of [[], ['nonsense'], ['sam', PERSON, '--nonsense'], ['wsdl'], ['project'], ['simulator', '--port', 'x']]) expect((await command(words)).code).toBe(2)
    expect(await command(['--help'])).toMatchObject({ code: 0, text: expect.stringContaining('standard input') })
  })

  it('starts it from the command line', () => {
    const run = (words: string[], input = '') => spawnSync(process.execPath, ['server/cli/platform.ts', ...words], { cwd: resolve(import.meta.dirname, '../../../..'), encoding: 'utf8', input, env: { PATH: process.env['PATH'] ?? '' } })
    expect(run(['sam', '-'], `${PERSON}\n`)).toMatchObject({ status: 0, stdout: expect.stringContaining('绿码') })
    expect(run(['doctor', '--nonsense']).status).toBe(2)
  })
})

describe('the WSDL of a service', () => {
  it('is shown with what differs, and its address is not taken', async () => {
    const { code, text } = await command(['wsdl', 'test/fixtures/platform-sample.wsdl'])
    expect(code).toBe(0)
    expect(text).toContain('GetSAMInfo：GetSAMInfo(zjhm, token, pass)')
    expect(text).toMatch(/GetWorkerImage-person：GetWorkerImage1\(.*\)　（默认：没有）/)
    expect(text).toContain('地址（不采用')
  })

  it('written down is all that a service under another namespace needs besides its address and secrets', async () => {
    const spelling = { namespace: 'urn:smz:platform', soapActionBase: 'urn:smz:platform#' }
    const simulator = await standAlone(spelling)
    open.push(simulator.close)
    const file = join(folder, 'settings.json')
    const { PLATFORM_PERSON_IMAGE: _given, ...env } = simulator.env
    expect((await command(['doctor'], env)).code).toBe(1)
    expect(await command(['wsdl', `${simulator.endpoint}?wsdl`, '--write', file])).toMatchObject({ code: 0, text: expect.stringContaining('设置已写入') })
    expect(readFileSync(file, 'utf8')).not.toContain('127.0.0.1')
    expect(await command(['doctor'], { ...env, PLATFORM_SETTINGS: file })).toMatchObject({ code: 0, text: expect.stringContaining('全部正常：8 个方法') })
    expect(await command(['wsdl', `${simulator.endpoint}?wsdl`, '--write', file])).toMatchObject({ code: 2 })
  })

  it('that is none is said to be none', async () => {
    expect(await command(['wsdl', 'package.json'])).toMatchObject({ code: 1 })
    expect(await command(['wsdl', join(folder, 'nothing')])).toMatchObject({ code: 2 })
    expect(await command(['wsdl', 'http://127.0.0.1:1/x?wsdl'])).toMatchObject({ code: 2, text: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('the simulator by itself', () => {
  it('says with which settings to try it, and they work', async () => {
    let found = ''
    const { code } = await command(['simulator', '--namespace', 'urn:x/'], {}, [], async (lines) => {
      const env = Object.fromEntries([...lines.matchAll(/(PLATFORM_[A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
      expect(env).toMatchObject({ PLATFORM_ENDPOINT: expect.stringContaining('127.0.0.1'), PLATFORM_NAMESPACE: 'urn:x/', PLATFORM_TEST_ID: PERSON, PLATFORM_TEST_PROJECT: PROJECT })
      found = (await command(['doctor'], env)).text
    })
    expect(code).toBe(0)
    expect(found).toContain('全部正常：8 个方法')
  })
})
