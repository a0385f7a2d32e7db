import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Selectable } from 'kysely'
import { canonical } from '#domain/canonical.ts'
import { hashedText } from '#domain/entries/envelope.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { DAY } from '#domain/time.ts'
import type { Tables } from '../../../server/database/schema.ts'
import { sha256 } from '../../../server/ledger/read-parcel.ts'
import type { Break } from '../../../server/ledger/verify/break.ts'
import { verifyLedger } from '../../../server/ledger/verify/verify-ledger.ts'
import { eraseDue } from '../../../server/retention/erase.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, answersOf, checkMade, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'
import { enrol, signingPhoneOf, type SigningPhone } from './signing-phone.ts'

type Row = Selectable<Tables['entry']>

let server: TestServer
let phone: SigningPhone
let cookie: string
let now = Date.UTC(2026, 10, 20, 1)
/** A start, a check that names somebody, one kept aside for its area, and an answer, all signed. */
let rows: Row[]

beforeAll(async () => {
  server = await startServer({ now: () => now, config: { retentionDays: 100 } })
})
beforeEach(async () => {
  phone = signingPhoneOf('wangjian')
  cookie = await enrol(server, 'wangjian', phone)
  const visit = newId()
  const drafts: Draft[] = [
    visitStarted(visit), checkMade(visit, newId(), '320581196010010008', null, now), visitStarted(newId(), HAIYU),
    { kind: 'visit.answered', about: { site: SITE, visit }, area: MEILI, body: { item: 'C01', value: 'conform' } },
  ]
  await pushTo(server, cookie, phone.device, drafts.map(phone.writeSigned))
  rows = await server.db.selectFrom('entry').selectAll().where('device', '=', phone.device).orderBy('deviceSeq').execute()
  expect(rows.map((row) => row.deviceSeq)).toEqual([1, 2, 4])
})
afterAll(() => server.close())

const verify = () => verifyLedger(server.db, server.doors.keys)
const change = (id: string, columns: Partial<Row>) => server.db.updateTable('entry').set(columns).where('id', '=', id).execute()

/** The breaks after `columns` of the check were changed; everything is as before when this returns. */
async function tampered(columns: Partial<Row>): Promise<Break[]> {
  const row = rows[1]!
  await change(row.id, columns)
  const { breaks } = await verify()
  await change(columns.id ?? row.id, row)
  return breaks
}

describe('checking the ledger', () => {
  it('finds nothing in a ledger that nobody touched, and counts what it looked at', async () => {
    const found = await verify()
    const entries = await server.db.selectFrom('entry').select('id').execute()
    expect(found).toEqual({
      breaks: [], devices: 2, entries: entries.length, signed: 3, asides: 1, areas: 2, receipts: entries.length, withoutReceipt: 0, certificates: 0,
    })
  })

  const altered: { column: keyof Row; value: (row: Row) => Partial<Row>; kind: Break['kind'] }[] = [
    { column: 'kind', value: () => ({ kind: 'visit.ended' }), kind: 'columns' },
    { column: 'id', value: () => ({ id: newId() }), kind: 'columns' },
    { column: 'prev', value: () => ({ prev: '0'.repeat(64) }), kind: 'columns' },
    { column: 'hash', value: () => ({ hash: '0'.repeat(64) }), kind: 'columns' },
    { column: 'by', value: () => ({ by: 'demo-lixiu' }), kind: 'columns' },
    { column: 'at', value: (row) => ({ at: row.at + 1 }), kind: 'columns' },
    { column: 'site', value: () => ({ site: null }), kind: 'columns' },
    { column: 'visit', value: () => ({ visit: newId() }), kind: 'columns' },
    { column: 'checkId', value: () => ({ checkId: newId() }), kind: 'columns' },
    { column: 'finding', value: () => ({ finding: newId() }), kind: 'columns' },
    { column: 'bytes', value: (row) => ({ bytes: row.bytes.replace('camera', 'typed') }), kind: 'hash' },
    { column: 'bytes', value: (row) => ({ bytes: `${row.bytes} ` }), kind: 'hash' },
    { column: 'bytes', value: () => ({ bytes: '{' }), kind: 'unreadable' },
    { column: 'personalSealed', value: () => ({ personalSealed: null }), kind: 'personal-missing' },
    { column: 'personalSealed', value: (row) => ({ personalSealed: row.personalSealed!.replace(/^..../, 'AAAA') }), kind: 'personal' },
    { column: 'erasedBy', value: () => ({ erasedBy: newId() }), kind: 'personal' },
    { column: 'sig', value: (row) => ({ sig: row.sig!.replace(/^..../, 'dead') }), kind: 'signature' },
    { column: 'sig', value: () => ({ sig: null }), kind: 'signature' },
  ]
  it.each(altered)('names the entry and its device when $column is altered', async ({ value, kind }) => {
    const columns = value(rows[1]!)
    const entry = columns.id ?? rows[1]!.id
    expect(await tampered(columns)).toContainEqual({ kind, of: 'device', name: phone.device, seq: 2, entry })
    expect((await verify()).breaks).toEqual([])
  })

  it.each<{ column: string; columns: (row: Row) => Partial<Row>; expected: (row: Row) => Break[] }>([
    { column: 'receivedAt', columns: (row) => ({ receivedAt: row.receivedAt - 1 }), expected: (row) => [{ kind: 'receipt', of: 'area', name: MEILI, seq: row.seq, entry: row.id }] },
    { column: 'receiptSig', columns: (row) => ({ receiptSig: row.receiptSig!.replace(/^..../, 'dead') }), expected: (row) => [{ kind: 'receipt', of: 'area', name: MEILI, seq: row.seq, entry: row.id }] },
    { column: 'receiptSig', columns: () => ({ receiptSig: null }), expected: (row) => [{ kind: 'receipt', of: 'area', name: MEILI, seq: row.seq, entry: row.id }] },
    { column: 'seq', columns: () => ({ seq: 9_999 }), expected: (row) => [{ kind: 'gap', of: 'area', name: MEILI, seq: row.seq, entry: rows[2]!.id }] },
    {
      column: 'area', columns: () => ({ area: '320581104' }),
      expected: (row) => [
        { kind: 'columns', of: 'device', name: phone.device, seq: 2, entry: row.id },
        { kind: 'gap', of: 'area', name: MEILI, seq: row.seq, entry: rows[2]!.id },
        { kind: 'gap', of: 'area', name: '320581104', seq: 1, entry: row.id },
      ],
    },
    { column: 'device', columns: () => ({ device: 'another' }), expected: (row) => [
      { kind: 'gap', of: 'device', name: 'another', seq: 1, entry: row.id }, { kind: 'gap', of: 'device', name: phone.device, seq: 2, entry: rows[2]!.id },
    ] },
    { column: 'deviceSeq', columns: () => ({ deviceSeq: 9 }), expected: () => [{ kind: 'gap', of: 'device', name: phone.device, seq: 2, entry: rows[2]!.id }] },
  ])('names the place when $column is altered', async ({ columns, expected }) => {
    const breaks = await tampered(columns(rows[1]!))
    for (const found of expected(rows[1]!)) expect(breaks).toContainEqual(found)
    expect((await verify()).breaks).toEqual([])
  })

  it('sees an entry rewritten by somebody who computes hashes but has no keys', async () => {
    const forged = phoneOf('wangjian').write({ kind: 'visit.answered', about: { site: SITE }, area: MEILI, body: { item: 'C01', value: 'not-conform' } })
    const { device, deviceSeq, prev } = rows[2]!
    const entry = { ...forged.entry, device, deviceSeq, prev }
    const whole = { ...entry, hash: sha256(hashedText(entry)) }
    const { id, hash, at, by } = whole
    await change(rows[2]!.id, { id, hash, at, by, visit: null, bytes: canonical(whole) })
    const { breaks } = await verify()
    expect(breaks.map((found) => [found.of, found.kind])).toEqual([['device', 'signature'], ['area', 'receipt']])
    await change(id, rows[2]!)
  })

  it('sees that an entry was taken out, from the middle or from the end', async () => {
    for (const row of [rows[1]!, rows[2]!]) {
      await server.db.deleteFrom('entry').where('id', '=', row.id).execute()
      expect((await verify()).breaks.map((found) => found.of)).toEqual(['device', 'area'])
      await server.db.insertInto('entry').values(row).execute()
    }
    expect((await verify()).breaks).toEqual([])
  })

  it('sees heads that were moved', async () => {
    await server.db.updateTable('deviceHead').set({ hash: '0'.repeat(64) }).where('device', '=', phone.device).execute()
    await server.db.updateTable('areaHead').set((eb) => ({ seq: eb('seq', '+', 1) })).where('area', '=', MEILI).execute()
    const breaks = (await verify()).breaks.map(({ kind, of }) => [kind, of])
    await server.db.updateTable('deviceHead').set({ hash: rows[2]!.hash }).where('device', '=', phone.device).execute()
    await server.db.updateTable('areaHead').set((eb) => ({ seq: eb('seq', '-', 1) })).where('area', '=', MEILI).execute()
    expect(breaks).toEqual([['head', 'device'], ['head', 'area']])
  })

  it('sees that what was kept aside was altered or taken out', async () => {
    const aside = await server.db.selectFrom('quarantine').selectAll().where('device', '=', phone.device).executeTakeFirstOrThrow()
    const breaks = async (columns: Partial<typeof aside>) => {
      await server.db.updateTable('quarantine').set(columns).where('digest', '=', aside.digest).execute()
      const found = (await verify()).breaks
      await server.db.updateTable('quarantine').set(aside).where('digest', '=', aside.digest).execute()
      return found
    }
    for (const columns of [{ hash: '0'.repeat(64) }, { sealed: aside.sealed.replace(/^..../, 'AAAA') }, { sealed: '' }]) {
      expect(await breaks(columns)).toEqual([{ kind: 'aside', of: 'device', name: phone.device, seq: 3, entry: aside.entryId }])
    }
    await server.db.deleteFrom('quarantine').where('digest', '=', aside.digest).execute()
    expect((await verify()).breaks).toEqual([{ kind: 'gap', of: 'device', name: phone.device, seq: 3, entry: rows[2]!.id }])
    await server.db.insertInto('quarantine').values(aside).execute()
  })

  it('walks over a phone that lost its way and one that was offered twice, because both were told apart when they came', async () => {
    const lost = phoneOf('wangjian')
    const other = phoneOf('wangjian')
    await pushTo(server, cookie, lost.device, [lost.write(visitStarted(newId())), ...answersOf(lost, newId(), 2)])
    const twin = other.write(visitStarted(newId()))
    await pushTo(server, cookie, other.device, [twin])
    await pushTo(server, cookie, lost.device, [{ ...twin, entry: { ...twin.entry, device: lost.device } }])
    expect((await verify()).breaks).toEqual([])
  })

  it('takes entries of version 0.1.0, which kept no receipts, as they are, but none without a receipt after one with', async () => {
    const own = await startServer()
    const old = phoneOf('wangjian')
    await own.db.updateTable('entry').set({ receiptSig: null }).execute()
    expect(await verifyLedger(own.db, own.doors.keys)).toMatchObject({ breaks: [], receipts: 0, withoutReceipt: 6 })
    await pushTo(own, await own.signIn('wangjian'), old.device, answersOf(old, newId(), 2))
    expect(await verifyLedger(own.db, own.doors.keys)).toMatchObject({ breaks: [], receipts: 2, withoutReceipt: 6 })
    await own.close()
  })

  it('sees an erasure that no certificate covers, and a certificate for what was not erased', async () => {
    now += 101 * DAY
    expect(await eraseDue(server.doors)).toBeGreaterThan(0)
    expect((await verify()).breaks).toEqual([])
    const { erasedBy } = await server.db.selectFrom('entry').select('erasedBy').where('id', '=', rows[1]!.id).executeTakeFirstOrThrow()
    const restored = { personalSealed: rows[1]!.personalSealed, erasedBy: null }
    await change(rows[1]!.id, restored)
    expect((await verify()).breaks).toEqual([{ kind: 'certificate', of: 'certificate', name: erasedBy, seq: null, entry: erasedBy }])
    await change(rows[1]!.id, { personalSealed: null, erasedBy: newId() })
    expect((await verify()).breaks.filter((found) => found.of === 'certificate')).toHaveLength(2)
    await change(rows[1]!.id, { erasedBy })
  })
})
