import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, shallowRef } from 'vue'
import { describe, expect, it } from 'vitest'
import { DOORS, SESSION, type OfficeDoor, type Reply } from '#device/doors.ts'
import type { VisitRow } from '#domain/office-contract.ts'
import { useSuperviseStore } from '#supervise/supervise-store.ts'
import { aSession } from '../support/session.ts'

type Page = { visits: VisitRow[]; next: string | null }

/** Ids of visits sort by time, as UUIDv7 do. */
const row = (id: string): VisitRow => ({
  id, area: '320581101', siteId: id, siteName: `工地 ${id}`, inspector: '王建', kind: 'routine', startedAt: 0, endedAt: null, result: null, demo: true,
  counts: { green: 0, yellow: 0, red: 0, expired: 0, 'no-code': 0, unsettled: 0 }, remembered: { green: 0, yellow: 0, red: 0, expired: 0, 'no-code': 0, unsettled: 0 }, findings: 0, openFindings: 0, changed: 0,
})
const page = (next: string | null, ...ids: string[]): Reply<Page> => ({ kind: 'ok', value: { visits: ids.map(row), next } })

function openStore(visits: OfficeDoor['visits'], session = shallowRef(aSession())) {
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia)
  setActivePinia(pinia)
  app.provide(DOORS, { office: async () => ({ visits }), clock: { phoneNow: () => 1 } })
  app.provide(SESSION, session)
  return app.runWithContext(() => useSuperviseStore())
}
const shown = (store: ReturnType<typeof useSuperviseStore>) => store.list?.rows.map(({ id }) => id)

describe("the supervisor's list", () => {
  it('marks what arrived since the last refresh, and nothing at the first', async () => {
    const replies = [page(null, 'b', 'a'), page(null, 'c', 'b', 'a')]
    const store = openStore(async () => replies.shift()!)
    await store.refreshList()
    expect([...store.list!.fresh]).toEqual([])
    await store.refreshList()
    expect(shown(store)).toEqual(['c', 'b', 'a'])
    expect([...store.list!.fresh]).toEqual(['c'])
  })

  it('keeps what is shown when the server cannot be reached, and says so until it can', async () => {
    const replies: Reply<Page>[] = [page(null, 'a'), { kind: 'unreachable', why: 'network' }, page(null, 'a')]
    const store = openStore(async () => replies.shift()!)
    await store.refreshList()
    await store.refreshList()
    expect(shown(store)).toEqual(['a'])
    expect(store.trouble).toContain('自动再试')
    await store.refreshList()
    expect(store.trouble).toBeNull()
  })

  it('keeps older pages below the first when the first is refreshed, with none twice and none missing', async () => {
    const pages: Record<string, Reply<Page>> = { first: page('c', 'd', 'c'), c: page(null, 'b', 'a') }
    const store = openStore(async (before) => pages[before ?? 'first']!)
    await store.refreshList()
    await store.older()
    expect(shown(store)).toEqual(['d', 'c', 'b', 'a'])
    expect(store.list?.next).toBeNull()
    pages['first'] = page('d', 'e', 'd')
    await store.refreshList()
    expect(shown(store)).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(store.list?.next).toBeNull()
  })

  it('is forgotten when somebody else signs in', async () => {
    const session = shallowRef(aSession())
    const store = openStore(async () => page(null, 'a'), session)
    await store.refreshList()
    session.value = aSession({ account: { ...aSession().account, id: 'account-li' } })
    await nextTick()
    expect(store.list).toBeNull()
  })
})
