import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { DOORS, SESSION } from '#device/doors.ts'
import { useSyncStore } from '#sync/sync-store.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'
import { receiptKey, smallServer, type SmallServer } from '../support/small-server.ts'

async function aPhoneWith(server: SmallServer) {
  const calls: string[] = []
  const phone = await createPhone({ fetch: smallServer(server, calls) })
  const session = aSession({ receiptKey: await receiptKey() })
  await phone.session.save(session)
  const app = createApp({})
  app.use(createPinia())
  app.provide(DOORS, { ...phone, voice: { play: () => {} }, haptics: { buzz: () => {} } })
  app.provide(SESSION, { value: session })
  return { phone, calls, store: app.runWithContext(() => useSyncStore()) }
}

const page = { onVisible: () => () => {}, later: () => () => {} }

async function until(reached: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !reached(); i += 1) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(reached()).toBe(true)
}

describe('the sync centre', () => {
  it('syncs at once when the same inspector signs in again after the session had ended', async () => {
    let ended = true
    const { phone, store } = await aPhoneWith({ on: () => (ended ? Response.json({ code: 'signed-out' }, { status: 401 }) : undefined) })
    await phone.ledger.write([aSite()])
    store.start(page)
    await until(() => store.step.kind === 'ended' && store.step.outcome.kind === 'sign-in-needed')
    ended = false
    store.start(page)
    await until(() => store.step.kind === 'ended' && store.step.outcome.kind === 'done')
    expect(store.step).toMatchObject({ outcome: { delivered: 1 } })
    store.stop()
  })

  it('asks nothing more of the server for whoever is no inspector, and begins again for the next one', async () => {
    const { phone, calls, store } = await aPhoneWith({})
    store.start(page)
    await until(() => store.step.kind === 'ended')
    store.stop()
    expect(store.step.kind).toBe('resting')
    const before = calls.length
    await phone.ledger.write([aSite()])
    store.syncNow()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(calls).toHaveLength(before)
    expect(store.step.kind).toBe('resting')
    store.start(page)
    await until(() => store.step.kind === 'ended')
    expect((await phone.outbox.waiting()).entries).toBe(0)
    store.stop()
  })

  it('neither breaks down nor says for ever that it is sending when the phone\'s storage fails', async () => {
    const { phone, store } = await aPhoneWith({})
    const load: Phone['session']['load'] = () => Promise.reject(new DOMException('storage gone', 'UnknownError'))
    const waiting: Phone['outbox']['waiting'] = () => Promise.reject(new DOMException('storage gone', 'UnknownError'))
    Object.assign(phone.session, { load })
    Object.assign(phone.outbox, { waiting })
    await store.refresh()
    store.start(page)
    await until(() => store.step.kind === 'ended')
    expect(store.step).toMatchObject({ outcome: { kind: 'phone-trouble' } })
    store.stop()
  })
})
