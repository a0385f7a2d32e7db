import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, shallowRef } from 'vue'
import { describe, expect, it } from 'vitest'
import { DOORS, SESSION, type OfficeDoor, type Reply } from '#device/doors.ts'
import type { Status } from '#domain/office-contract.ts'
import type { ProjectList, SimulatorState } from '#domain/platform-health.ts'
import { useAdminStore } from '#supervise/admin-store.ts'
import { aSession } from '../support/session.ts'

const site = '22222222-2222-7222-8222-222222222222'
const statusOf = (kind: 'simulator' | 'endpoint'): Status => ({
  platform: { kind, breaker: 'closed', calls: 0, answered: 0, medianMs: null, faults: [], byCall: [], alarms: [], clockDifferenceMs: null },
  ledger: { entries: 0, quarantined: 0, waitingRechecks: 0, photos: 0 }, accounts: [], serverTime: 1,
})
const projectsOf = (linked: boolean): ProjectList => ({
  projects: [{
    site, siteName: '演示工地', area: '320581101',
    linked: linked ? { fingerprintTail: '1120', projectNumber: '1', projectName: '演示项目', people: 12, refreshedAt: 1, trouble: null } : null,
  }],
  serverTime: 1,
})
const simulatorOf = (outage: string | null): SimulatorState => ({ outage, faults: [{ fault: 'timeout', note: '平台不回答' }], serverTime: 1 })
const ok = <T>(value: T): Reply<T> => ({ kind: 'ok', value })

function openStore(office: Partial<OfficeDoor>, session = shallowRef(aSession())) {
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia)
  setActivePinia(pinia)
  app.provide(DOORS, { office: async () => office })
  app.provide(SESSION, session)
  return app.runWithContext(() => useAdminStore())
}

describe("the administrator's pages", () => {
  it('ask for the simulator only where there is one', async () => {
    let asked = 0
    const simulator = async () => {
      asked += 1
      return ok(simulatorOf('timeout'))
    }
    await openStore({ status: async () => ok(statusOf('endpoint')), simulator }).refreshStatus()
    expect(asked).toBe(0)
    const store = openStore({ status: async () => ok(statusOf('simulator')), simulator })
    await store.refreshStatus()
    expect(store.simulator?.outage).toBe('timeout')
  })

  it('keep what is shown when the server cannot be reached, and say so until it can', async () => {
    const replies: Reply<ProjectList>[] = [ok(projectsOf(true)), { kind: 'unreachable', why: 'network' }, ok(projectsOf(true))]
    const store = openStore({ projects: async () => replies.shift()! })
    await store.refreshProjects()
    await store.refreshProjects()
    expect(store.projects?.projects).toHaveLength(1)
    expect(store.trouble).toContain('自动再试')
    await store.refreshProjects()
    expect(store.trouble).toBeNull()
  })

  it('show a project as soon as it is tied, and say in words why it was not', async () => {
    const replies: Reply<ProjectList>[] = [{ kind: 'refused', refusal: { code: 'no-project' } }, { kind: 'refused', refusal: { code: 'platform', fault: 'timeout' } }, ok(projectsOf(true))]
    const store = openStore({ projects: async () => ok(projectsOf(false)), linkProject: async () => replies.shift()! })
    await store.refreshProjects()
    expect(await store.link(site, 'wrong')).toContain('没有这个指纹的项目')
    expect(await store.link(site, 'right')).toContain('平台超时')
    expect(store.projects?.projects[0]?.linked).toBeNull()
    expect(await store.link(site, 'right')).toBeNull()
    expect(store.projects?.projects[0]?.linked?.people).toBe(12)
  })

  it('do not let a refresh that began before a change undo it', async () => {
    let answer: (reply: Reply<ProjectList>) => void = () => {}
    const store = openStore({
      projects: () => new Promise((resolve) => { answer = resolve }),
      unlinkProject: async () => ok(projectsOf(false)),
    })
    const slow = store.refreshProjects()
    await nextTick()
    expect(await store.unlink(site)).toBeNull()
    answer(ok(projectsOf(true)))
    await slow
    expect(store.projects?.projects[0]?.linked).toBeNull()
  })

  it('switch a fault of the simulator on and off', async () => {
    const store = openStore({ setOutage: async (outage) => ok(simulatorOf(outage)) })
    expect(await store.setOutage('timeout')).toBeNull()
    expect(store.simulator?.outage).toBe('timeout')
    expect(await store.setOutage(null)).toBeNull()
    expect(store.simulator?.outage).toBeNull()
  })

  it('are forgotten when somebody else signs in', async () => {
    const session = shallowRef(aSession())
    const store = openStore({ status: async () => ok(statusOf('endpoint')) }, session)
    await store.refreshStatus()
    session.value = aSession({ account: { ...aSession().account, id: 'account-li' } })
    await nextTick()
    expect(store.status).toBeNull()
  })
})
