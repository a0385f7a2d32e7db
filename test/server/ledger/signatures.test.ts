import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PushReply } from '#domain/contract.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../phone.ts'
import { enrol, signInWithKey, signingPhoneOf } from './signing-phone.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const outcomes = (reply: PushReply) => reply.results.map((result) => (result.outcome === 'quarantined' ? result.reason : result.outcome))
const start = () => visitStarted(newId())
const storedSigs = (device: string) => server.db.selectFrom('entry').select(['sig', 'receiptSig']).where('device', '=', device).orderBy('deviceSeq').execute()

describe('a phone with a key', () => {
  it('keeps the first key it told; another key for it is refused, and nothing changes', async () => {
    const [phone, other] = [signingPhoneOf('wangjian'), signingPhoneOf('wangjian')]
    const cookie = await enrol(server, 'wangjian', phone)
    const refused = await signInWithKey(server, 'wangjian', phone.device, other.deviceKey)
    expect([refused.statusCode, refused.json(), refused.cookies]).toEqual([409, { code: 'other-key' }, []])
    expect((await signInWithKey(server, 'wangjian', phone.device, phone.deviceKey)).statusCode).toBe(200)
    expect(outcomes(await pushTo(server, cookie, phone.device, [phone.writeSigned(start())]))).toEqual(['stored'])
  })

  it('is refused with a key that is no point of the curve', async () => {
    const reply = await signInWithKey(server, 'wangjian', newId(), `04${'1'.repeat(128)}`)
    expect(reply.json()).toEqual({ code: 'forbidden' })
  })

  it('gets no key from somebody who cannot prove to be it', async () => {
    const [phone, thief] = [signingPhoneOf('wangjian'), signingPhoneOf('wangjian')]
    await server.signIn('wangjian', phone.device)
    const { device } = phone
    const payload = { username: 'wangjian', password: 'demo-2026', device, deviceSecret: 'e'.repeat(64), deviceKey: thief.deviceKey }
    expect((await server.app.inject({ method: 'POST', url: '/api/session', payload })).statusCode).toBe(200)
    const kept = await server.db.selectFrom('device').select('publicKey').where('name', '=', device).executeTakeFirst()
    expect(kept).toEqual({ publicKey: null })
  })

  it('has its signatures kept with the entries, and gets the very receipt again when it repeats', async () => {
    const phone = signingPhoneOf('wangjian')
    const cookie = await enrol(server, 'wangjian', phone)
    const parcel = phone.writeSigned(start())
    const [first] = (await pushTo(server, cookie, phone.device, [parcel])).results
    const [again] = (await pushTo(server, cookie, phone.device, [parcel])).results
    expect(again).toEqual({ ...first, outcome: 'known' })
    expect(await storedSigs(phone.device)).toMatchObject([{ sig: parcel.sig, receiptSig: expect.stringMatching(/^[0-9a-f]{128}$/) }])
  })

  it('cannot be written for by somebody who has its secret and not its key; what follows is taken', async () => {
    const [phone, thief] = [signingPhoneOf('wangjian'), signingPhoneOf('wangjian')]
    const cookie = await enrol(server, 'wangjian', phone)
    const parcels = [phone.writeSigned(start()), thief.sign(phone.write(start())), phone.write(start()), phone.writeSigned(start())]
    for (const whole of ['stored', 'known']) {
      expect(outcomes(await pushTo(server, cookie, phone.device, parcels))).toEqual([whole, 'signature', 'signature', whole])
    }
  })

  it('with a signature moved from another entry is not believed', async () => {
    const phone = signingPhoneOf('wangjian')
    const cookie = await enrol(server, 'wangjian', phone)
    const first = phone.writeSigned(start())
    expect(outcomes(await pushTo(server, cookie, phone.device, [first, { ...phone.write(start()), sig: first.sig! }]))).toEqual(['stored', 'signature'])
  })

  it('that was updated with unsigned entries still waiting sends them, and signs from then on', async () => {
    const phone = signingPhoneOf('wangjian')
    await server.signIn('wangjian', phone.device)
    const waiting = [phone.write(start()), phone.write(start())]
    const cookie = await enrol(server, 'wangjian', phone)
    expect(outcomes(await pushTo(server, cookie, phone.device, [waiting[0]!]))).toEqual(['stored'])
    const later = [waiting[1]!, phone.writeSigned(start()), phone.write(start())]
    expect(outcomes(await pushTo(server, cookie, phone.device, later))).toEqual(['stored', 'stored', 'signature'])
  })

  it('lets an unsigned entry in that was kept aside for lack of rights before the phone had a key', async () => {
    const phone = signingPhoneOf('wangjian')
    const old = phone.write(start())
    expect(outcomes(await pushTo(server, await server.signIn('lixiu'), phone.device, [old]))).toEqual(['rights'])
    const cookie = await enrol(server, 'wangjian', phone)
    expect(outcomes(await pushTo(server, cookie, phone.device, [phone.writeSigned(start())]))).toEqual(['stored'])
    expect(outcomes(await pushTo(server, cookie, phone.device, [old]))).toEqual(['stored'])
  })
})

describe('a phone of version 0.1.0', () => {
  it('signs nothing and is taken as before', async () => {
    const phone = phoneOf('wangjian')
    const cookie = await server.signIn('wangjian', phone.device)
    expect(outcomes(await pushTo(server, cookie, phone.device, [phone.write(start()), phone.write(start())]))).toEqual(['stored', 'stored'])
    expect((await storedSigs(phone.device)).map((row) => row.sig)).toEqual([null, null])
  })
})

describe('a server that has lost the key of a phone with a backup', () => {
  it('takes its signed entries, which are checked once the key is known again', async () => {
    const phone = signingPhoneOf('wangjian')
    const cookie = await server.signIn('wangjian', phone.device)
    expect(outcomes(await pushTo(server, cookie, phone.device, [phone.writeSigned(start())]))).toEqual(['stored'])
    await enrol(server, 'wangjian', phone)
    expect(outcomes(await pushTo(server, cookie, phone.device, [phone.writeSigned(start()), phone.write(start())]))).toEqual(['stored', 'signature'])
  })
})
