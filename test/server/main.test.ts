import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PushReply } from '#domain/contract.ts'
import { DEMO_PASSWORD } from '../../server/demo/accounts.ts'
import { demoPeople, faultPeople } from '../../server/platform/simulator/people.ts'
import { proofOf } from '../support/server.ts'
import { checkMade, newId, phoneOf, visitStarted } from './phone.ts'

const person = demoPeople[0]!
const root = join(import.meta.dirname, '../..')
let dataDir: string
let said = ''

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'suan-xun-main-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

async function start(): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, ['server/main.ts'], { cwd: root, env: { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'trace' } })
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString() })
  return new Promise((resolve) => {
    let heard = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      heard += chunk.toString()
      const url = /http:\/\/localhost:\d+/.exec(heard)?.[0]
      if (url !== undefined && heard.includes('/demo/codes')) resolve({ url: url.replace('localhost', '127.0.0.1'), process: child })
    })
  })
}

async function call(url: string, path: string, cookie: string, body: string): Promise<Response> {
  return fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body })
}

async function signIn(url: string): Promise<string> {
  const reply = await call(url, '/api/session', '', JSON.stringify({ username: 'wangjian', password: DEMO_PASSWORD, ...proofOf('main') }))
  return reply.headers.getSetCookie()[0]!.split(';')[0]!
}

describe('the server as a process', () => {
  it('keeps what it gave a receipt for when it is killed, stops politely when asked, and logs no number at its most talkative', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const entries = [phone.write(visitStarted(visit)), phone.write(checkMade(visit, newId(), person.idNumber, null, Date.now()))]
    const push = JSON.stringify({ ...proofOf(phone.device), entries })

    const first = await start()
    const cookie = await signIn(first.url)
    const stored = (await (await call(first.url, '/api/entries', cookie, push)).json()) as PushReply
    expect(stored.results.map((result) => result.outcome)).toEqual(['stored', 'stored'])
    first.process.kill('SIGKILL')
    await once(first.process, 'exit')

    const second = await start()
    const known = (await (await call(second.url, '/api/entries', cookie, push)).json()) as PushReply
    expect(known.results).toEqual(stored.results.map((result) => ({ ...result, outcome: 'known' })))
    const ask = JSON.stringify({ visit, idNumber: person.idNumber, ...proofOf(phone.device), carried: [] })
    expect((await call(second.url, '/api/checks', cookie, ask)).status).toBe(200)
    expect((await call(second.url, '/api/checks', cookie, `{"idNumber":"${person.idNumber}"`)).status).toBe(400)
    expect((await fetch(`${second.url}/api/entries?since=${person.idNumber}`, { headers: { cookie } })).status).toBe(400)
    const faulty = faultPeople.find(({ fault }) => fault === 'soap-fault')!.idNumber
    expect((await call(second.url, '/api/checks', cookie, ask.replace(person.idNumber, faulty))).status).toBe(200)
    second.process.kill('SIGTERM')
    expect(await once(second.process, 'exit')).toEqual([0, null])

    expect(said).toContain('/api/checks')
    expect(said).toContain('"fault":"soap-fault"')
    expect(said).not.toContain(faulty)
    expect([said.includes(person.idNumber), said.includes(person.name), said.includes(cookie.split('=')[1]!)]).toEqual([false, false, false])
  })

  it('says in one sentence what is wrong with a setting', async () => {
    const child = spawn(process.execPath, ['server/main.ts'], { cwd: root, env: { PORT: 'x', DATA_DIR: dataDir } })
    let heard = ''
    child.stderr.on('data', (chunk: Buffer) => { heard += chunk.toString() })
    expect(await once(child, 'close')).toEqual([1, null])
    expect(heard.trim()).toBe('设置有误 / Bad setting: PORT must be a whole number from 0 to 65535, not "x".')
  })
})
