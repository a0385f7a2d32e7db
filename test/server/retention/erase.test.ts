import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Draft } from '#domain/entries/kinds.ts'
import { DAY } from '#domain/time.ts'
import { verifyLedger } from '../../../server/ledger/verify/verify-ledger.ts'
import { shownFiling } from '../../../server/attendance/filing.ts'
import { eraseDue } from '../../../server/retention/erase.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, checkMade, findingRaised, newId, phoneOf, pushTo, visitStarted, type Phone } from '../phone.ts'

let server: TestServer
let now: number
const ID = '320581196010010008'

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 1)
  server = await startServer({ now: () => now, config: { retentionDays: 100 } })
})
afterEach(() => server.close())

const blobs = () => join(server.dataDir, 'blobs')
const run = () => eraseDue(server.doors)
const cookieOf = (username = 'wangjian') => server.signIn(username)
const named = async () => (await server.db.selectFrom('entry').select('id').where('personalSealed', 'is not', null).orderBy('id').execute()).map((row) => row.id)
const whole = async () => (await verifyLedger(server.db, server.doors.keys)).breaks
const certificates = async () =>
  (await server.db.selectFrom('entry').select('bytes').where('kind', '=', 'retention.erased').orderBy('id').execute()).map((row) => (JSON.parse(row.bytes) as { body: unknown }).body)
const ended = (visit: string): Draft => ({ kind: 'visit.ended', about: { site: SITE, visit }, area: MEILI, body: { result: 'no-problem' } })

/** A visit in 梅李镇 with one check that names somebody; `more` is written before its end. */
async function visitBy(phone: Phone, more: (visit: string, check: string) => Draft[] = () => []): Promise<{ visit: string; check: string }> {
  const [visit, check] = [newId(), newId()]
  const drafts = [visitStarted(visit), checkMade(visit, check, ID, null, now), ...more(visit, check), ended(visit)]
  await pushTo(server, await cookieOf(), phone.device, drafts.map((draft) => phone.write(draft)))
  return { visit, check }
}

async function sendPhoto(): Promise<{ sha256: string; bytes: number }> {
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(500)])
  const sha256 = createHash('sha256').update(photo).digest('hex')
  const headers = { cookie: await cookieOf(), 'content-type': 'application/octet-stream', 'upload-offset': '0', 'upload-length': String(photo.length) }
  const reply = await server.app.inject({ method: 'PUT', url: `/api/attachments/${sha256}`, headers, payload: photo })
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return { sha256, bytes: photo.length }
}

function photoOf(visit: string, finding: string, { sha256, bytes }: { sha256: string; bytes: number }): Draft {
  return { kind: 'attachment.added', about: { site: SITE, visit, finding }, area: MEILI, body: { sha256, mime: 'image/jpeg', bytes, width: 1, height: 1, role: 'scene' } }
}
const seenPhoto = async (sha256: string) => (await server.app.inject({ url: `/api/attachments/${sha256}`, headers: { cookie: await cookieOf() } })).statusCode
const file = (sha256: string) => existsSync(join(blobs(), sha256.slice(0, 2), sha256))

describe('what names people', () => {
  it('is kept until a visit has been at rest for so many days, then erased with a certificate; every chain stays whole', async () => {
    const { check } = await visitBy(phoneOf('wangjian'))
    now += 100 * DAY
    expect([await run(), await named(), await certificates()]).toEqual([0, [check], []])
    now += 1
    expect([await run(), await named()]).toEqual([1, []])
    expect(await certificates()).toEqual([{ receivedBefore: now - 100 * DAY, entries: 1, photos: 0, asides: 0, list: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect([await run(), (await certificates()).length, await whole()]).toEqual([0, 1, []])
  })

  it('leaves no readable trace in the database file', async () => {
    const signature = newId()
    const strokes = Array.from({ length: 1500 }, (_, i) => `${i},${i}`).join(' ')
    await visitBy(phoneOf('wangjian'), (visit) => [{
      kind: 'signature.taken', id: signature, about: { site: SITE, visit }, area: MEILI, personal: { signerName: '李四', strokes },
      body: { role: 'unit', title: null, signed: '0'.repeat(64), method: { kind: 'screen' } },
    }])
    const { personalSealed } = await server.db.selectFrom('entry').select('personalSealed').where('id', '=', signature).executeTakeFirstOrThrow()
    const pieces = personalSealed!.match(/.{100}/g)!
    now += 101 * DAY
    const inFile = async () => {
      await sql`pragma wal_checkpoint(truncate)`.execute(server.db)
      const file = readFileSync(join(server.dataDir, 'suan-xun.db'), 'latin1')
      return pieces.some((piece) => file.includes(piece))
    }
    expect([await inFile(), await run(), await inFile()]).toEqual([true, 2, false])
  })

  it('is kept for ever where the operator says so', async () => {
    const { check } = await visitBy(phoneOf('wangjian'))
    now += 10_000 * DAY
    const forEver = { ...server.doors, config: { ...server.doors.config, retentionDays: null } }
    expect([await eraseDue(forEver), await named()]).toEqual([0, [check]])
  })

  it('is kept as long as a finding of the visit is open, and as long after that', async () => {
    const phone = phoneOf('wangjian')
    const finding = newId()
    const { visit, check } = await visitBy(phone, (at, about) => [findingRaised(at, finding, [about], false)])
    now += 500 * DAY
    expect([await run(), await named()]).toEqual([0, [check]])
    const again = newId()
    const about = { site: SITE, visit: again, finding }
    const mended: Draft = { kind: 'finding.reinspected', about, area: MEILI, body: { conclusion: 'fixed', opinion: '', deadline: null } }
    await pushTo(server, await cookieOf(), phone.device, [visitStarted(again), mended].map((draft) => phone.write(draft)))
    now += 100 * DAY
    expect(await run()).toBe(0)
    now += 1
    expect([await run(), await named(), await whole()]).toEqual([1, [], []])
    expect(await server.db.selectFrom('entry').select('id').where('visit', '=', visit).execute()).toHaveLength(4)
  })

  it('of a site is kept while the site is there, however old, and erased after it was closed', async () => {
    const phone = phoneOf('wangjian')
    const site = newId()
    const body = { name: '李家自建房', kind: 'self-built' as const, address: '', place: { kind: 'none' as const, reason: 'denied' as const } }
    const registered = phone.write({ kind: 'site.registered', about: { site }, area: MEILI, body, personal: { contactName: '李四', contactPhone: '13800000000' } })
    await pushTo(server, await cookieOf(), phone.device, [registered])
    now += 900 * DAY
    expect(await run()).toBe(0)
    const closed: Draft = { kind: 'site.closed', about: { site }, area: MEILI, body: { reason: 'finished', duplicateOf: null } }
    await pushTo(server, await cookieOf(), phone.device, [phone.write(closed)])
    now += 101 * DAY
    expect([await run(), await named(), await whole()]).toEqual([1, [], []])
  })

  it('of two towns is certified for each by itself', async () => {
    await visitBy(phoneOf('wangjian'))
    const phone = phoneOf('zhaomin')
    const visit = newId()
    await pushTo(server, await cookieOf('zhaomin'), phone.device, [phone.write(visitStarted(visit, HAIYU)), phone.write(checkMade(visit, newId(), ID, null, now, HAIYU))])
    now += 101 * DAY
    expect(await run()).toBe(2)
    const areas = await server.db.selectFrom('entry').select('area').where('kind', '=', 'retention.erased').orderBy('area').execute()
    expect(areas).toEqual([{ area: MEILI }, { area: HAIYU }])
  })

  it('in quarantine is erased, too, and the chain over it stays whole', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const foreign = checkMade(visit, newId(), ID, null, now, HAIYU)
    await pushTo(server, await cookieOf(), phone.device, [visitStarted(visit), foreign, ended(visit)].map((draft) => phone.write(draft)))
    // As version 0.1.0 kept it.
    await server.db.updateTable('quarantine').set({ deviceSeq: null, prev: null }).execute()
    now += 101 * DAY
    expect([await whole(), await run()]).toEqual([[], 1])
    expect(await server.db.selectFrom('quarantine').select(['sealed', 'reason', 'deviceSeq']).execute()).toEqual([{ sealed: '', reason: 'area', deviceSeq: 2 }])
    expect([await whole(), await run()]).toEqual([[], 0])
  })
})

describe('photographs', () => {
  it('are erased with the matter they show, row and file, and not before', async () => {
    const phone = phoneOf('wangjian')
    const [shown, open] = [await sendPhoto(), await sendPhoto()]
    const [done, lasting] = [newId(), newId()]
    const mended = (visit: string): Draft => ({
      kind: 'finding.raised', id: done, about: { site: SITE, visit, finding: done }, area: MEILI,
      body: { item: null, severity: 'general', text: '当场整改', checks: [], action: 'fixed-on-site', deadline: null, draft: false },
    })
    await visitBy(phone, (visit) => [mended(visit), photoOf(visit, done, shown)])
    await visitBy(phone, (visit) => [findingRaised(visit, lasting, [], false), photoOf(visit, lasting, open)])
    expect(await seenPhoto(shown.sha256)).toBe(200)
    now += 101 * DAY
    expect(await run()).toBe(2)
    expect([await seenPhoto(shown.sha256), file(shown.sha256), await seenPhoto(open.sha256), file(open.sha256)]).toEqual([404, false, 200, true])
    expect([await whole(), await run()]).toEqual([[], 0])
  })

  it('that no entry ever told of go, too', async () => {
    const { sha256 } = await sendPhoto()
    now += 101 * DAY
    expect([await run(), file(sha256), await whole()]).toEqual([1, false, []])
  })

  it('whose file could not be removed are removed by the next run', async () => {
    const { sha256 } = await sendPhoto()
    now += 101 * DAY
    const failing = { ...server.doors.blobs, remove: () => Promise.reject(new Error('power cut')) }
    await expect(eraseDue({ ...server.doors, blobs: failing })).rejects.toThrow('power cut')
    expect([await seenPhoto(sha256), file(sha256)]).toEqual([404, true])
    expect([await run(), file(sha256), await whole()]).toEqual([0, false, []])
  })
})

describe('an erasure that is cut off', () => {
  it('before its certificate is written has erased nothing, and the next run does it all', async () => {
    const phone = phoneOf('wangjian')
    const photo = await sendPhoto()
    for (let i = 0; i < 3; i += 1) await visitBy(phone)
    const before = await named()
    now += 101 * DAY
    const keys = { ...server.doors.keys, signReceipt: (): never => { throw new Error('killed') } }
    await expect(eraseDue({ ...server.doors, keys })).rejects.toThrow('killed')
    expect([await named(), await certificates(), file(photo.sha256), await whole()]).toEqual([before, [], true, []])
    expect([await run(), await named(), file(photo.sha256), await whole()]).toEqual([4, [], false, []])
  })

  it('keeps that somebody was asked about, not who; and of filed attendance at its end neither person nor photograph', async () => {
    const { db } = server
    const line = { account: 'demo-wangjian', visit: newId(), personKey: 'p', outcome: 'red' }
    const filing = {
      area: MEILI, site: SITE, personKey: 'p', at: 1, direction: 'in', message: '', filedBy: 'demo-sunli', sentAt: null, takenAt: null, unknowns: 0, nextAt: 0, attempts: 0, simulated: 1,
    } as const
    const old = now - 100 * DAY - 1
    const filed = (id: string, state: 'valid' | 'pending', changedAt: number) => ({ ...filing, id, state, recordKey: `key of ${id}`, sealed: 's', photoSealed: 's', filedAt: changedAt, changedAt })
    await db.insertInto('lookup').values([{ ...line, id: 'old', at: old }, { ...line, id: 'young', at: now }]).execute()
    await db.insertInto('faceView').values([{ ...line, id: 'old', at: old }, { ...line, id: 'young', at: now }]).execute()
    await db.insertInto('attendanceFiling').values([filed('old', 'valid', old), filed('old too', 'valid', old), filed('open', 'pending', old), filed('young', 'valid', now)]).execute()
    expect(await run()).toBe(4)
    expect(await run()).toBe(0)
    for (const book of ['lookup', 'faceView'] as const) {
      expect(await db.selectFrom(book).select(['id', 'account', 'personKey', 'outcome']).orderBy('id').execute()).toEqual([
        { id: 'old', account: 'demo-wangjian', personKey: '', outcome: 'red' }, { id: 'young', account: 'demo-wangjian', personKey: 'p', outcome: 'red' },
      ])
    }
    expect(await db.selectFrom('attendanceFiling').select(['id', 'personKey', 'recordKey', 'sealed', 'photoSealed']).where('sealed', '=', '').orderBy('id').execute()).toEqual([
      { id: 'old', personKey: '', recordKey: 'old', sealed: '', photoSealed: null }, { id: 'old too', personKey: '', recordKey: 'old too', sealed: '', photoSealed: null },
    ])
    const erased = await db.selectFrom('attendanceFiling').selectAll().where('id', '=', 'old').executeTakeFirstOrThrow()
    expect(shownFiling(erased, '孙丽', server.doors.keys)).toMatchObject({ nameMasked: '', lastFour: '', state: 'valid' })
  })
})
