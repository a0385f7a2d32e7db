import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Draft } from '#domain/entries/kinds.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { entryOf } from '../../../server/ledger/rows.ts'
import { writeAsServer } from '../../../server/ledger/server-writer.ts'
import { numberWaiting } from '../../../server/notices/numbering.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, newId, phoneOf, pushTo, SITE, visitStarted, type Phone } from '../phone.ts'

let server: TestServer
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 10, 21)
  server = await startServer({ now: () => now })
})
afterEach(() => server.close())

const visit = newId()
function issued(n: number, change: Partial<Extract<Draft, { kind: 'notice.issued' }>['body']> = {}, notice = newId(), area = MEILI): Draft {
  return {
    kind: 'notice.issued', id: notice, area, about: { site: SITE, visit, notice },
    body: {
      type: 'rectification-notice', number: null, temporaryNumber: `临-1-${n}`, template: { id: 'rectification-notice', version: '2026-11' }, unit: '常熟市梅李镇', findings: [],
      deadline: null, document: 'f'.repeat(64), replaces: null, ...change,
    },
  }
}
async function push(phone: Phone, username: string, drafts: readonly Draft[]): Promise<void> {
  const cookie = await server.signIn(username, phone.device)
  const reply = await pushTo(server, cookie, phone.device, drafts.map((draft) => phone.write(draft)))
  expect(reply.results.map((result) => result.outcome)).toEqual(drafts.map(() => 'stored'))
}
const rows = () => server.db.selectFrom('entry').select('bytes').where('kind', 'in', ['notice.issued', 'notice.numbered']).orderBy('area').orderBy('seq').execute()
async function numbers(): Promise<(string | null)[]> {
  return [...foldNotices((await rows()).map(entryOf)).values()].map((notice) => notice.number)
}
const many = (count: number) => Array.from({ length: count }, (_, i) => issued(i + 1))

describe('the number of a notice', () => {
  it('is counted by town, by type and by year, and reaches the phone with the next pull', async () => {
    const phone = phoneOf('wangjian')
    await push(phone, 'wangjian', [visitStarted(visit), issued(1), issued(2), issued(3, { type: 'stop-work-advice' })])
    await push(phoneOf('zhaomin'), 'zhaomin', [issued(1, {}, newId(), HAIYU)])
    expect(await numberWaiting(server.doors)).toBe(4)
    expect(await numbers()).toEqual(['（梅李镇）整改〔2026〕1号', '（梅李镇）整改〔2026〕2号', '（梅李镇）停建〔2026〕1号', '（海虞镇）整改〔2026〕1号'])
    const pulled = await server.app.inject({ url: '/api/entries?since=', headers: { cookie: await server.signIn('wangjian', phone.device) } })
    const kinds = pulled.json<{ entries: { entry: { kind: string } }[] }>().entries.map(({ entry }) => entry.kind)
    expect(kinds.filter((kind) => kind === 'notice.numbered')).toHaveLength(3)
  })

  it('begins anew with the year the paper bears, however late it comes in', async () => {
    const phone = phoneOf('wangjian')
    await push(phone, 'wangjian', [visitStarted(visit), issued(1)])
    now = Date.UTC(2027, 0, 2)
    const cookie = await server.signIn('wangjian', phone.device)
    await pushTo(server, cookie, phone.device, [phone.write(issued(2))])
    await server.db.transaction().execute((tx) => writeAsServer(tx, server.doors, [issued(3)]))
    await numberWaiting(server.doors)
    expect(await numbers()).toEqual(['（梅李镇）整改〔2026〕1号', '（梅李镇）整改〔2026〕2号', '（梅李镇）整改〔2027〕1号'])
  })

  it('is given once, however often it is looked for, and once to a notice that was issued twice under one name', async () => {
    const notice = newId()
    await push(phoneOf('wangjian'), 'wangjian', [visitStarted(visit), issued(1, {}, notice), { ...issued(1, {}, notice), id: newId() }, issued(2)])
    for (let i = 0; i < 3; i += 1) await numberWaiting(server.doors)
    expect(await numbers()).toEqual(['（梅李镇）整改〔2026〕1号', '（梅李镇）整改〔2026〕2号'])
    expect(await numberWaiting(server.doors)).toBe(0)
  })

  it('has neither gap nor double when it is asked for many times at once', async () => {
    await push(phoneOf('wangjian'), 'wangjian', [visitStarted(visit), ...many(40)])
    await Promise.all(Array.from({ length: 8 }, () => numberWaiting(server.doors)))
    expect(await numbers()).toEqual(Array.from({ length: 40 }, (_, i) => `（梅李镇）整改〔2026〕${i + 1}号`))
  })

  it('takes no count with it when it cannot be written', async () => {
    await push(phoneOf('wangjian'), 'wangjian', [visitStarted(visit), issued(1)])
    const failing = { ...server.doors, keys: { ...server.doors.keys, signReceipt: () => { throw new Error('no key') } } }
    await expect(numberWaiting(failing)).rejects.toThrow('no key')
    expect(await server.db.selectFrom('noticeCounter').selectAll().execute()).toEqual([])
    await numberWaiting(server.doors)
    expect(await numbers()).toEqual(['（梅李镇）整改〔2026〕1号'])
  })

  it('has neither gap nor double when two processes count on the same database', async () => {
    await push(phoneOf('wangjian'), 'wangjian', [visitStarted(visit), ...many(60)])
    const processes = Array.from({ length: 2 }, () => spawn(process.execPath, [join(import.meta.dirname, 'numbering-process.ts'), server.dataDir], { stdio: ['pipe', 'pipe', 'inherit'] }))
    const codes = processes.map((child) => new Promise<number | null>((done) => child.once('exit', done)))
    await Promise.all(processes.map((child) => new Promise((ready) => child.stdout.once('data', ready))))
    for (const child of processes) child.stdin.write('go\n')
    expect(await Promise.all(codes)).toEqual([0, 0])
    expect(await numbers()).toEqual(Array.from({ length: 60 }, (_, i) => `（梅李镇）整改〔2026〕${i + 1}号`))
  }, 30_000)
})
