import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { useSessionStore } from '#app/session-store.ts'
import { DOORS } from '#device/doors.ts'
import type { Session } from '#domain/contract.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

const wang = aSession()
const li = aSession({ account: { ...wang.account, id: 'account-li', name: '李秀' } })

function openStore(phone: Phone, onChange: Phone['session']['onChange'] = phone.session.onChange) {
  const app = createApp({})
  app.use(createPinia())
  app.provide(DOORS, { ...phone, session: { ...phone.session, onChange } })
  return app.runWithContext(() => useSessionStore())
}

/** A server whose word on who is signed in comes only when the test lets it. */
function slowServer() {
  const late: ((session: Session) => void)[] = []
  const reach: typeof fetch = (_, init) => {
    if (init?.method === 'POST') return Promise.resolve(Response.json(li))
    if (init?.method === 'DELETE') return Promise.resolve(new Response(null, { status: 204 }))
    return new Promise((resolve) => late.push((session) => resolve(Response.json(session))))
  }
  return { reach, late }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30))

describe('who is signed in', () => {
  it('is not changed by a reply from before the last sign-in or sign-out', async () => {
    const { reach, late } = slowServer()
    const phone = await createPhone({ fetch: reach })
    await phone.session.save(wang)
    const store = openStore(phone)
    await store.restore()
    await settled()
    expect(await store.signIn('lixiu', 'secret')).toBeNull()
    late.shift()!(wang)
    await settled()
    expect(store.account?.name).toBe('李秀')

    void store.refresh()
    await settled()
    await store.signOut()
    late.shift()!(li)
    await settled()
    expect(store.account).toBeNull()
    expect(await phone.session.load()).toBeNull()
  })

  it('takes another name where the server knows this phone with a key that is lost, and goes on offering what waits under the old one', async () => {
    const names: string[] = []
    const reach: typeof fetch = (_, init) => {
      if (init?.method !== 'POST') return new Promise(() => {})
      names.push((JSON.parse(String(init.body)) as { device: string }).device)
      return Promise.resolve(names.length === 2 ? Response.json({ code: 'other-key' }, { status: 409 }) : Response.json(wang))
    }
    const phone = await createPhone({ fetch: reach })
    const store = openStore(phone)
    expect(await store.signIn('wangjian', 'secret')).toBeNull()
    expect(await phone.ledger.write([aSite()])).toMatchObject({ kind: 'written' })

    expect(await store.signIn('wangjian', 'secret')).toBeNull()
    expect(names).toHaveLength(3)
    expect(names[1]).toBe(names[0])
    expect(names[2]).not.toBe(names[0])
    expect((await phone.session.device()).device).toBe(names[2])
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1 })
    const [former] = await phone.rescue.queues()
    expect(former?.device.device).toBe(names[0])
    expect(await former?.queue.next(10)).toHaveLength(1)
    expect(await phone.ledger.write([aSite()])).toMatchObject({ kind: 'written' })
  })

  it('follows what another tab did', async () => {
    const { reach } = slowServer()
    const phone = await createPhone({ fetch: reach })
    let tell = () => {}
    const store = openStore(phone, (listener) => {
      tell = listener
      return () => {}
    })
    await store.restore()
    for (const [kept, name] of [[wang, '王建'], [li, '李秀'], [null, undefined]] as const) {
      await (kept === null ? phone.session.clear() : phone.session.save(kept))
      tell()
      await settled()
      expect(store.account?.name).toBe(name)
    }
  })

  it('offers again at sign-in what was set apart for want of rights', async () => {
    const { reach } = slowServer()
    const phone = await createPhone({ fetch: reach })
    await phone.session.save(wang)
    await phone.ledger.write([aSite(), aSite()])
    const [first, second] = await phone.outbox.next(2)
    await phone.outbox.quarantine(first!.entry.id, 'rights')
    await phone.outbox.quarantine(second!.entry.id, 'hash')
    const store = openStore(phone)
    expect(await store.signIn('lixiu', 'secret')).toBeNull()
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1, quarantined: 1 })
  })
})
