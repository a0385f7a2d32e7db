import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { useLockStore } from '#app/lock-store.ts'
import { useSessionStore } from '#app/session-store.ts'
import { DOORS } from '#device/doors.ts'
import type { Role } from '#domain/contract.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

const PIN = '274913'
const OTHER = '860251'

/** A server that signs anyone in under the name given, with a secret of their own. */
function aServer(role: Role = 'inspector', withSecret = true) {
  const asked: Record<string, unknown>[] = []
  const reach: typeof fetch = async (_, init) => {
    if (init?.method === 'DELETE') return new Response(null, { status: 204 })
    if (init?.method !== 'POST') return Response.json(aSession())
    const body = JSON.parse(String(init.body)) as { username: string }
    asked.push(body)
    const account = { ...aSession().account, id: `account-${body.username}`, username: body.username, role }
    return Response.json({ ...aSession({ account }), ...(withSecret ? { unlockSecret: Buffer.from(body.username).toString('hex').padEnd(64, '0') } : {}) })
  }
  return { reach, asked }
}

async function open(phone: Phone) {
  const app = createApp({})
  app.use(createPinia())
  app.provide(DOORS, phone)
  const [session, lock] = app.runWithContext(() => [useSessionStore(), useLockStore()] as const)
  await Promise.all([session.restore(), lock.restore()])
  return { phone, session, lock }
}

async function start(server = aServer()) {
  return open(await createPhone({ fetch: server.reach }))
}

async function restart({ phone }: { phone: Phone }, server = aServer()) {
  await phone.close()
  return open(await createPhone({ indexedDB: phone.indexedDB, fetch: server.reach }))
}

describe('the lock as an inspector meets it', () => {
  it('is offered after the first sign-in, and once put off no more', async () => {
    const used = await start()
    expect(used.lock.asking).toBeNull()
    await used.session.signIn('wang', 'x')
    expect(used.lock.asking).toBe('first')
    await used.lock.later()
    expect(used.lock.asking).toBeNull()
    const again = await restart(used)
    await again.session.signIn('wang', 'x')
    expect(again.lock.asking).toBeNull()
    expect(again.lock.locked).toBe(false)
  })

  it('is not offered to those who keep nothing here, nor where the server gives no way back', async () => {
    const desk = await start(aServer('town-supervisor'))
    await desk.session.signIn('sun', 'x')
    expect(desk.lock.asking).toBeNull()
    const old = await start(aServer('inspector', false))
    await old.session.signIn('wang', 'x')
    expect(old.lock.asking).toBeNull()
  })

  it('stands in front of everything after a restart, and opens by the PIN alone', async () => {
    const used = await start()
    await used.session.signIn('wang', 'x')
    await used.lock.setPin(PIN)
    expect(used.lock).toMatchObject({ asking: null, locked: false })
    const again = await restart(used)
    expect(again.lock.locked).toBe(true)
    expect((await again.lock.unlock(OTHER)).kind).toBe('wrong')
    expect(again.lock.locked).toBe(true)
    expect((await again.lock.unlock(PIN)).kind).toBe('open')
    expect(again.lock.locked).toBe(false)
  })

  it('that is forgotten opens by a sign-in, asks for a new one at once, and has lost nothing', async () => {
    const used = await start()
    await used.session.signIn('wang', 'x')
    await used.lock.setPin(PIN)
    await used.phone.ledger.write([aSite()])
    const again = await restart(used)
    expect(await again.lock.recover('li', 'x')).toBe('unknown-here')
    expect(again.lock.locked).toBe(true)
    expect(await again.lock.recover('wang', 'x')).toBeNull()
    expect(again.lock).toMatchObject({ locked: false, asking: 'renew' })
    await again.lock.setPin(OTHER)
    expect(again.lock.asking).toBeNull()
    const third = await restart(again)
    expect((await third.lock.unlock(PIN)).kind).toBe('wrong')
    await third.lock.unlock(OTHER)
    expect((await third.phone.outbox.next(5))[0]?.personal?.contactName).toBe('周师傅')
  })

  it('can be opened later by a colleague who signed in while it was open', async () => {
    const used = await start()
    await used.session.signIn('wang', 'x')
    await used.lock.setPin(PIN)
    await used.session.signIn('li', 'x')
    expect(used.lock.asking).toBeNull()
    const again = await restart(used)
    expect(await again.lock.recover('li', 'x')).toBeNull()
  })

  it('closes at once by hand and when nobody touches the phone, and only where there is a PIN', async () => {
    const used = await start()
    used.lock.lockNow()
    expect(used.lock.locked).toBe(false)
    await used.session.signIn('wang', 'x')
    await used.lock.setPin(PIN)
    for (const close of [used.lock.lockNow, used.lock.lockUntouched]) {
      close()
      await new Promise((resolve) => setTimeout(resolve, 10))
      expect(used.lock.locked).toBe(true)
      await used.lock.unlock(PIN)
    }
  })
})

describe('signing in', () => {
  it('shows the server the key by which the phone signs, the same one each time', async () => {
    const server = aServer()
    const used = await start(server)
    await used.session.signIn('wang', 'x')
    await used.session.signIn('li', 'x')
    expect(server.asked[0]?.['deviceKey']).toMatch(/^04[0-9a-f]{128}$/)
    expect(server.asked[1]?.['deviceKey']).toBe(server.asked[0]?.['deviceKey'])
  })

  it('is refused in words to an inspector whose browser can make no such key, and to nobody who writes nothing', async () => {
    for (const [role, outcome] of [['inspector', 'no-device-key'], ['town-supervisor', null]] as const) {
      const phone = await createPhone({ fetch: aServer(role).reach })
      const used = await open({ ...phone, session: { ...phone.session, deviceKey: () => Promise.resolve(null) } })
      expect(await used.session.signIn('wang', 'x')).toBe(outcome)
      expect(used.session.account === null).toBe(role === 'inspector')
    }
  })
})
