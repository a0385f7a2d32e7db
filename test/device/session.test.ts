import { afterEach, describe, expect, it } from 'vitest'
import { createPhoneStore } from '#device/phone-store.ts'
import { systemRandom } from '#device/random.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

const channels: BroadcastChannel[] = []
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close()
})

describe('the phone and who is signed in on it', () => {
  it('has one name and one secret for good, and the secret is in no entry', async () => {
    const phone = await createPhone()
    const own = await phone.session.device()
    expect(own.deviceSecret).toMatch(/^[0-9a-f]{64}$/)
    expect(await (await createPhone({ indexedDB: phone.indexedDB })).session.device()).toEqual(own)
    await phone.session.save(aSession())
    await phone.ledger.write([aSite()])
    const parcels = await phone.outbox.next(1)
    expect(parcels[0]?.entry.device).toBe(own.device)
    expect(JSON.stringify(parcels)).not.toContain(own.deviceSecret)
  })

  it('is told to the other tabs when it changes', async () => {
    const { indexedDB } = await createPhone()
    const tab = () => {
      const tabs = (name: string) => {
        const channel = new BroadcastChannel(name)
        channels.push(channel)
        return channel
      }
      return createPhoneStore({ indexedDB, phoneNow: () => 1, randomBytes: systemRandom, tabs })
    }
    const [here, there] = await Promise.all([tab(), tab()])
    const heard: (string | undefined)[] = []
    let resolve = () => {}
    const next = () => new Promise<void>((done) => (resolve = done))
    there.session.onChange(() => {
      void there.session.load().then((session) => {
        heard.push(session?.account.name)
        resolve()
      })
    })
    for (const change of [() => here.session.save(aSession()), () => here.session.clear()]) {
      const told = next()
      await change()
      await told
    }
    expect(heard).toEqual(['王建', undefined])
  })
})
