import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parcel, PushReply } from '#domain/contract.ts'
import { hashedText } from '#domain/entries/envelope.ts'
import { receiptText, type PushResult, type Receipt } from '#domain/outbox.ts'
import { sha256 } from '../../../server/ledger/read-parcel.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, answersOf, checkMade, newId, phoneOf, pushTo, visitStarted, type Phone } from '../phone.ts'

let server: TestServer
let wangjian: string
let lixiu: string

beforeAll(async () => {
  server = await startServer()
  wangjian = await server.signIn('wangjian')
  lixiu = await server.signIn('lixiu')
})
afterAll(() => server.close())

function crew(phone: Phone, count: number): Parcel[] {
  const visit = newId()
  return [phone.write(visitStarted(visit)), ...answersOf(phone, visit, count - 1)]
}

async function stored(device: string): Promise<{ id: string; hash: string; seq: number }[]> {
  return server.db.selectFrom('entry').select(['id', 'hash', 'seq']).where('device', '=', device).orderBy('deviceSeq').execute()
}

async function aside(device: string): Promise<{ reason: string; releasedAt: number | null }[]> {
  return server.db.selectFrom('quarantine').select(['reason', 'releasedAt']).where('device', '=', device).orderBy('receivedAt').execute()
}

function receiptOf(result: PushResult | undefined): Receipt | null {
  return result !== undefined && 'receipt' in result ? result.receipt : null
}

const outcomes = (reply: PushReply) => reply.results.map((result) => (result.outcome === 'quarantined' ? result.reason : result.outcome))

describe('pushing entries', () => {
  it('stores each entry once, whatever is repeated, split or shuffled, and always gives the same receipt', async () => {
    const plan = fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(plan, async (sendings) => {
        const phone = phoneOf('wangjian')
        const parcels = crew(phone, 8)
        const receipts = new Map<string, Receipt>()
        for (const picks of [...sendings, [7, 6, 5, 4, 3, 2, 1, 0], [0, 0, 7]]) {
          const reply = await pushTo(server, wangjian, phone.device, picks.map((i) => parcels[i]))
          for (const result of reply.results) {
            expect(result.outcome).not.toBe('quarantined')
            const receipt = receiptOf(result)
            if (receipt === null) continue
            expect(receipt).toEqual(receipts.get(result.id) ?? receipt)
            receipts.set(result.id, receipt)
          }
        }
        expect((await stored(phone.device)).map((row) => row.id)).toEqual(parcels.map((parcel) => parcel.entry.id))
        expect(receipts.size).toBe(8)
      }),
      { numRuns: 25 },
    )
  })

  it('signs a receipt for these very bytes that the phone can check', async () => {
    const phone = phoneOf('wangjian')
    const [parcel] = crew(phone, 1)
    const receipt = receiptOf((await pushTo(server, wangjian, phone.device, [parcel])).results[0])!
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(server.doors.keys.receiptKey, 'hex').toString('base64url') }, format: 'jwk' })
    expect(receipt.hash).toBe(parcel!.entry.hash)
    expect(verify(null, Buffer.from(receiptText(receipt)), key, Buffer.from(receipt.sig, 'hex'))).toBe(true)
    expect(verify(null, Buffer.from(receiptText({ ...receipt, hash: '0'.repeat(64) })), key, Buffer.from(receipt.sig, 'hex'))).toBe(false)
  })

  it('takes a compressed push, and refuses one that opens to more than the limit', async () => {
    const phone = phoneOf('wangjian')
    const send = (text: string) => server.app.inject({
      method: 'POST', url: '/api/entries', payload: gzipSync(text), headers: { cookie: wangjian, 'content-type': 'application/json', 'content-encoding': 'gzip' },
    })
    expect(outcomes((await send(JSON.stringify({ ...proofOf(phone.device), entries: crew(phone, 3) }))).json<PushReply>())).toEqual(['stored', 'stored', 'stored'])
    expect((await send(`{"device":"${' '.repeat(20_000_000)}"}`)).statusCode).toBe(413)
  })

  it('refuses a body that is not what it says to be, and reads none from a stranger', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const whole = gzipSync(JSON.stringify({ ...proofOf('torn'), entries: [] }))
    for (const payload of [Buffer.from('no gzip at all'), whole.subarray(0, -9)]) {
      const reply = await server.app.inject({ method: 'POST', url: '/api/entries', payload, headers: { ...headers, cookie: wangjian } })
      expect([reply.statusCode, reply.json()]).toEqual([400, { code: 'bad-request' }])
    }
    const stranger = await server.app.inject({ method: 'POST', url: '/api/entries', payload: Buffer.from('no gzip at all'), headers })
    expect([stranger.statusCode, stranger.json()]).toEqual([401, { code: 'signed-out' }])
  })

  it('keeps aside a number that JSON cannot say, and a check that no longer knows whom it was about; both let the next one through', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const nameless = { ...phone.write(checkMade(visit, newId(), '320581196010010008', null, Date.now())), personal: null }
    const huge = phone.write({ kind: 'visit.ended', about: { visit }, area: MEILI, body: { result: 'no-problem' } })
    const last = phone.write(visitStarted(newId()))
    const text = JSON.stringify({ ...proofOf(phone.device), entries: [nameless, { ...huge, extra: 'HUGE' }, last] }).replace('"HUGE"', '1e999')
    const reply = await server.app.inject({ method: 'POST', url: '/api/entries', payload: text, headers: { cookie: wangjian, 'content-type': 'application/json' } })
    expect(outcomes(reply.json<PushReply>())).toEqual(['shape', 'shape', 'stored'])
  })

  it('keeps the same id with other bytes aside and never overwrites what is there', async () => {
    const phone = phoneOf('wangjian')
    const [first, second] = crew(phone, 2)
    await pushTo(server, wangjian, phone.device, [first, second])
    const forged = phoneOf('wangjian')
    const other = forged.write({ kind: 'visit.answered', about: second!.entry.about, area: MEILI, body: { item: 'C99', value: 'not-conform' }, id: second!.entry.id })
    expect(outcomes(await pushTo(server, wangjian, forged.device, [other]))).toEqual(['conflict-of-bytes'])
    expect((await stored(phone.device))[1]!.hash).toBe(second!.entry.hash)
  })

  it('says "later" when an earlier entry of the phone is missing, and takes both when it comes', async () => {
    const phone = phoneOf('wangjian')
    const [first, second, third] = crew(phone, 3)
    expect(outcomes(await pushTo(server, wangjian, phone.device, [second, third]))).toEqual(['later', 'later'])
    expect(outcomes(await pushTo(server, wangjian, phone.device, [third, first, second]))).toEqual(['stored', 'stored', 'stored'])
  })

  it('keeps what it cannot accept aside, with its bytes and the reason, and takes what follows', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const parcels: Parcel[] = [
      phone.write(visitStarted(visit)),
      phone.write(visitStarted(newId(), HAIYU)),
      phone.write({ kind: 'finding.confirmed', about: { visit, finding: newId() }, area: MEILI, body: { by: 'recheck' } }),
      phone.write({ kind: 'visit.answered', about: { visit }, area: MEILI, body: { item: 'C01', value: 'conform' } }, 'somebody-else'),
      ...answersOf(phone, visit, 1),
    ]
    const altered = { ...phone.write(visitStarted(newId())) }
    altered.entry = { ...altered.entry, at: 1 }
    const misshapen = phone.write({ kind: 'visit.ended', about: { visit }, area: MEILI, body: { result: 'no-problem' } })
    const extra = { ...misshapen, entry: { ...misshapen.entry, body: { result: 'perfect' } } }
    const reply = await pushTo(server, wangjian, phone.device, [...parcels, altered, extra, ...answersOf(phone, visit, 1)])
    expect(outcomes(reply)).toEqual(['stored', 'area', 'kind', 'rights', 'stored', 'hash', 'shape', 'stored'])
    expect((await stored(phone.device)).length).toBe(3)
    const kept = await server.db.selectFrom('quarantine').selectAll().where('device', '=', phone.device).where('reason', '=', 'shape').executeTakeFirstOrThrow()
    expect(JSON.parse(server.doors.keys.seal.open(kept.sealed, kept.digest))).toEqual(extra)
  })

  it('keeps the same refused bytes once, however often they are offered', async () => {
    const phone = phoneOf('wangjian')
    const foreign = phone.write(visitStarted(newId(), HAIYU))
    for (let i = 0; i < 3; i += 1) expect(outcomes(await pushTo(server, wangjian, phone.device, [foreign]))).toEqual(['area'])
    expect((await aside(phone.device)).length).toBe(1)
  })

  it('keeps a second entry for the same place of the chain aside, and one whose predecessor is another', async () => {
    const phone = phoneOf('wangjian')
    const [first, second] = crew(phone, 2)
    await pushTo(server, wangjian, phone.device, [first])
    const twin = phoneOf('wangjian')
    const double = { ...twin.write(visitStarted(newId())) }
    double.entry = rehashed({ ...double.entry, device: phone.device })
    expect(outcomes(await pushTo(server, wangjian, phone.device, [double, second]))).toEqual(['chain', 'stored'])
    const [third, fourth] = [phone.write(visitStarted(newId())), phone.write(visitStarted(newId()))]
    const strayed = { ...third, entry: rehashed({ ...third.entry, prev: '0'.repeat(64) }) }
    const following = { ...fourth, entry: rehashed({ ...fourth.entry, prev: strayed.entry.hash }) }
    for (const last of ['stored', 'known']) {
      expect(outcomes(await pushTo(server, wangjian, phone.device, [strayed, following]))).toEqual(['chain', last])
    }
  })

  it('lets an entry that was kept aside for lack of rights enter when its author signs in on the phone', async () => {
    const phone = phoneOf('wangjian')
    const parcels = crew(phone, 2)
    expect(outcomes(await pushTo(server, lixiu, phone.device, parcels))).toEqual(['rights', 'rights'])
    expect(outcomes(await pushTo(server, wangjian, phone.device, parcels))).toEqual(['stored', 'stored'])
    expect((await aside(phone.device)).every((row) => row.releasedAt !== null)).toBe(true)
  })

  it('lets an entry enter that was first offered under the wrong phone, then without rights, then rightly', async () => {
    const phone = phoneOf('wangjian')
    const parcels = crew(phone, 1)
    expect(outcomes(await pushTo(server, lixiu, newId(), parcels))).toEqual(['rights'])
    expect(outcomes(await pushTo(server, lixiu, phone.device, parcels))).toEqual(['rights'])
    expect(outcomes(await pushTo(server, wangjian, phone.device, parcels))).toEqual(['stored'])
  })

  it('takes the entries of a colleague who has used the same phone', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    await pushTo(server, wangjian, phone.device, [phone.write(visitStarted(visit))])
    expect(outcomes(await pushTo(server, lixiu, phone.device, answersOf(phone, visit, 2)))).toEqual(['stored', 'stored'])
  })

  it('never blocks on rubbish, and never answers with a bug', async () => {
    const phone = phoneOf('wangjian')
    // The reader of bodies refuses members that would poison a prototype, whole; no phone can write one.
    const harmless = fc.jsonValue().filter((value) => !/__proto__|"constructor"/.test(JSON.stringify(value)))
    const poisoned = `{"device":"${phone.device}","deviceSecret":"${proofOf(phone.device).deviceSecret}","entries":[{"__proto__":null}]}`
    const refused = await server.app.inject({ method: 'POST', url: '/api/entries', headers: { cookie: wangjian, 'content-type': 'application/json' }, payload: poisoned })
    expect(refused.statusCode).toBe(400)
    await fc.assert(
      fc.asyncProperty(fc.array(harmless, { maxLength: 5 }), async (rubbish) => {
        const parcel = phone.write({ kind: 'visit.answered', about: { site: SITE }, area: MEILI, body: { item: 'C01', value: 'conform' } })
        const reply = await pushTo(server, wangjian, phone.device, [...rubbish, parcel])
        expect(reply.results.at(-1)?.outcome).toBe('stored')
      }),
      { numRuns: 40 },
    )
    const deep = `{"device":"${phone.device}","deviceSecret":"${proofOf(phone.device).deviceSecret}","entries":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`
    const reply = await server.app.inject({ method: 'POST', url: '/api/entries', headers: { cookie: wangjian, 'content-type': 'application/json' }, payload: deep })
    expect(reply.statusCode).toBe(400)
  })

  it('keeps what a disabled account still had on its phone aside instead of losing it', async () => {
    const own = await startServer()
    const cookie = await own.signIn('lixiu')
    await own.db.updateTable('account').set({ disabledAt: 1 }).where('username', '=', 'lixiu').execute()
    const phone = phoneOf('lixiu')
    expect(outcomes(await pushTo(own, cookie, phone.device, crew(phone, 2)))).toEqual(['account-disabled', 'account-disabled'])
    expect((await own.app.inject({ url: '/api/entries', headers: { cookie } })).json()).toEqual({ code: 'account-disabled' })
    await own.close()
  })

  it('gives no number twice and leaves none out, with many phones at once', async () => {
    const phones = Array.from({ length: 6 }, () => phoneOf('wangjian'))
    await Promise.all(phones.map((phone) => pushTo(server, wangjian, phone.device, crew(phone, 5))))
    const rows = await server.db.selectFrom('entry').select('seq').where('area', '=', MEILI).orderBy('seq').execute()
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
  })
})

function rehashed(entry: Parcel['entry']): Parcel['entry'] {
  return { ...entry, hash: sha256(hashedText(entry)) }
}
