import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, shallowRef } from 'vue'
import { describe, expect, it } from 'vitest'
import { DOORS, SESSION, type OfficeDoor, type Reply } from '#device/doors.ts'
import type { Attendance, AttendanceList, Filing } from '#domain/attendance.ts'
import type { Roster } from '#domain/roster.ts'
import { useAttendanceStore } from '#supervise/attendance-store.ts'
import { aSession } from '../support/session.ts'
import { aFilledDraft, now, site } from './attendance.ts'

const ok = <T>(value: T): Reply<T> => ({ kind: 'ok', value })
const filingOf = (sent: Attendance): Filing => ({
  id: sent.id, site: sent.site, nameMasked: '张*', lastFour: '0011', at: sent.at, direction: sent.direction, state: 'waiting', message: '', filedBy: '孙丽', filedAt: now, changedAt: now,
})
const listOf = (...filings: Filing[]): AttendanceList => ({ sites: [{ site, siteName: '演示工地', projectName: '演示项目' }], filings, serverTime: now })
const rosterOf = (nameMasked: string): Roster => ({
  site, version: '1', projectNumber: '1', projectName: '演示项目', simulated: true, firms: [], refreshedAt: now, serverTime: now,
  people: [{ match: 'a'.repeat(64), nameMasked, lastFour: '0011', firm: '演示建筑', team: '木工班', workerType: '普通工人', trade: '木工', from: null, to: null }],
})

function openStore(office: Partial<OfficeDoor>, session = shallowRef(aSession())) {
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia)
  setActivePinia(pinia)
  let made = 0
  app.provide(DOORS, {
    office: async () => ({ attendance: async () => ok(listOf()), roster: async () => ok(rosterOf('张*')), ...office }),
    clock: { phoneNow: () => now, read: () => ({ now, offset: 0, trusted: true, trouble: null }) },
    random: { uuid: () => `0000000${(made += 1)}-1111-7111-8111-111111111111` },
  })
  app.provide(SESSION, session)
  return app.runWithContext(() => useAttendanceStore())
}

/** Fills the form as a supervisor does: the site first, which brings the roster. */
async function fill(store: ReturnType<typeof useAttendanceStore>): Promise<void> {
  store.draft.site = site
  await store.loadRoster()
  Object.assign(store.draft, aFilledDraft(store.draft.id))
}

describe('filing attendance', () => {
  it('keeps the form when sending fails, and sends it again under the same id', async () => {
    const sent: Attendance[] = []
    const store = openStore({
      fileAttendance: async (attendance) => {
        sent.push(attendance)
        return sent.length === 1 ? { kind: 'unreachable', why: 'timeout' } : ok({ filing: filingOf(attendance) })
      },
    })
    await fill(store)
    await store.send()
    expect(store.sending).toMatchObject({ kind: 'filling', told: expect.stringContaining('不知道有没有送到') })
    expect(store.draft.photo).not.toBeNull()
    await store.send()
    expect(store.sending).toEqual({ kind: 'filed', earlier: false })
    expect(sent[1]).toEqual(sent[0])
  })

  it('gives the next form an id of its own', async () => {
    const store = openStore({ fileAttendance: async (attendance) => ok({ filing: filingOf(attendance) }) })
    const first = store.draft.id
    await fill(store)
    await store.send()
    store.startAnew()
    expect(store.draft.id).not.toBe(first)
    expect(store.draft).toMatchObject({ site: '', person: null, moment: '', photo: null })
    expect(store.roster.kind).toBe('none')
  })

  it('sends once when the button is tapped twice', async () => {
    let times = 0
    const store = openStore({
      fileAttendance: async (attendance) => {
        times += 1
        return ok({ filing: filingOf(attendance) })
      },
    })
    await fill(store)
    await Promise.all([store.send(), store.send()])
    expect(times).toBe(1)
  })

  it('says when an earlier try had arrived after all, so that nobody believes the change was filed', async () => {
    let first: Attendance | null = null
    const store = openStore({
      fileAttendance: async (attendance) => {
        if (first !== null) return ok({ filing: filingOf(first) })
        first = attendance
        return { kind: 'unreachable', why: 'network' }
      },
    })
    await fill(store)
    await store.send()
    store.draft.moment = '2026-11-20T08:00'
    await store.send()
    expect(store.sending).toEqual({ kind: 'filed', earlier: true })
  })

  it('sends nothing while something is missing', async () => {
    const store = openStore({ fileAttendance: () => { throw new Error('sent') } })
    await fill(store)
    store.draft.photo = null
    await store.send()
    expect(store.sending).toEqual({ kind: 'filling', told: null })
  })

  it('asks for another person when the site changes, from the roster of that site', async () => {
    const store = openStore({ roster: async (asked) => ok(rosterOf(asked === site ? '张*' : '李*')) })
    await fill(store)
    const other = '33333333-3333-7333-8333-333333333333'
    store.draft.site = other
    expect(store.draft.person).toBeNull()
    await store.loadRoster()
    expect(store.roster).toMatchObject({ kind: 'open', people: [{ nameMasked: '李*' }] })
  })

  it('does not show the roster of a site that was left meanwhile', async () => {
    const answers = new Map<string, (reply: Reply<Roster>) => void>()
    const store = openStore({ roster: (asked) => new Promise((resolve) => answers.set(asked, resolve)) })
    const other = '33333333-3333-7333-8333-333333333333'
    store.draft.site = site
    store.draft.site = other
    await nextTick()
    answers.get(other)!(ok(rosterOf('李*')))
    answers.get(site)!(ok(rosterOf('张*')))
    await nextTick()
    await nextTick()
    expect(store.roster).toMatchObject({ kind: 'open', people: [{ nameMasked: '李*' }] })
  })

  it('says why there is no roster', async () => {
    const store = openStore({ roster: async () => ({ kind: 'refused', refusal: { code: 'not-found' } }) })
    store.draft.site = site
    await store.loadRoster()
    expect(store.roster).toMatchObject({ kind: 'failed', told: expect.stringContaining('辖区') })
  })

  it('leaves nothing of a form to who signs in next', async () => {
    const session = shallowRef(aSession())
    const store = openStore({}, session)
    await fill(store)
    await store.refresh()
    session.value = aSession({ account: { ...aSession().account, id: 'account-li' } })
    await nextTick()
    expect(store.list).toBeNull()
    expect(store.draft).toMatchObject({ site: '', person: null, photo: null })
  })
})
