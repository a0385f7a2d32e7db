import { createPinia } from 'pinia'
import { createApp, effectScope, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { Session } from '#domain/contract.ts'
import { DOORS, SESSION } from '#device/doors.ts'
import { useSiteListStore } from '#inspect/site-list-store.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

async function opened() {
  let now = Date.parse('2026-11-22T08:00:00+08:00')
  const phone = await createPhone({ now: () => now })
  const session = shallowRef<Session>(aSession())
  await phone.session.save(session.value)
  const reading = vi.spyOn(phone.ledger, 'ofArea')
  const app = createApp({})
  app.use(createPinia())
  app.provide(DOORS, phone)
  app.provide(SESSION, session)
  /** A screen that shows the list. */
  const screen = () => {
    const scope = effectScope()
    return { list: scope.run(() => app.runWithContext(() => useSiteListStore().show()))!, leave: () => scope.stop() }
  }
  return { phone, session, reading, screen, pass: (ms: number) => { now += ms } }
}
const names = (list: { value: { sites: { site: { name: string } }[] } | undefined }) => list.value?.sites.map(({ site }) => site.name)

describe('the list of sites from screen to screen', () => {
  it('is there at once on the second screen, without reading it again', async () => {
    const { phone, reading, screen } = await opened()
    await phone.ledger.write([aSite('甲工地')])
    const first = screen()
    expect(first.list.value).toBeUndefined()
    await vi.waitFor(() => expect(names(first.list)).toEqual(['甲工地']))
    first.leave()
    const second = screen()
    expect(names(second.list)).toEqual(['甲工地'])
    expect(reading).toHaveBeenCalledTimes(1)
  })

  it('follows what is written while it is shown, and catches up when it is shown again', async () => {
    const { phone, reading, screen } = await opened()
    const first = screen()
    await vi.waitFor(() => expect(names(first.list)).toEqual([]))
    await phone.ledger.write([aSite('甲工地')])
    await vi.waitFor(() => expect(names(first.list)).toEqual(['甲工地']))
    first.leave()
    const read = reading.mock.calls.length
    await phone.ledger.write([aSite('乙工地')])
    expect(reading).toHaveBeenCalledTimes(read)
    const second = screen()
    await vi.waitFor(() => expect(names(second.list)).toEqual(['甲工地', '乙工地']))
  })

  it('is counted anew on the next day, because deadlines pass', async () => {
    const { reading, screen, pass } = await opened()
    const first = screen()
    await vi.waitFor(() => expect(first.list.value).toBeDefined())
    first.leave()
    pass(24 * 3_600_000)
    screen()
    expect(reading).toHaveBeenCalledTimes(2)
  })

  it('shows nothing of the area of whoever was signed in before', async () => {
    const { phone, session, screen } = await opened()
    await phone.ledger.write([aSite('梅李的工地')])
    const first = screen()
    await vi.waitFor(() => expect(names(first.list)).toEqual(['梅李的工地']))
    first.leave()
    const account = { ...session.value.account, id: 'account-zhao', area: '320581102' }
    session.value = aSession({ account })
    await phone.session.save(session.value)
    const second = screen()
    expect(second.list.value).toBeUndefined()
    await vi.waitFor(() => expect(names(second.list)).toEqual([]))
  })
})
