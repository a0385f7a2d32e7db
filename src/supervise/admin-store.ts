import { defineStore } from 'pinia'
import { inject, ref, shallowReadonly, shallowRef, watch, type Ref } from 'vue'
import { DOORS, SESSION, type Doors, type OfficeDoor, type Reply, type SessionRef } from '#device/doors.ts'
import type { Status } from '#domain/office-contract.ts'
import type { ProjectList, SampleList, SimulatorState } from '#domain/platform-health.ts'
import { failureSentence, troubleSentence } from './refusal-text.ts'

/** What administrators look at and set. A failed refresh leaves what was there and says so in `trouble`. */
export const useAdminStore = defineStore('admin', () => {
  const { office } = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const status = shallowRef<Status | null>(null)
  const samples = shallowRef<SampleList | null>(null)
  const projects = shallowRef<ProjectList | null>(null)
  const simulator = shallowRef<SimulatorState | null>(null)
  const trouble = ref<string | null>(null)
  /** Counts changes and accounts: what was asked for before the last of them does not undo it on the screen. */
  let turn = 0

  watch(
    () => session.value?.account.id,
    () => {
      turn += 1
      for (const shown of [status, samples, projects, simulator, trouble]) shown.value = null
    },
  )

  /** Resolves to whether there is something new to see. */
  async function refresh<T>(shown: Ref<T | null>, ask: (door: OfficeDoor) => Promise<Reply<T>>): Promise<boolean> {
    const asked = turn
    const reply = await ask(await office())
    if (asked !== turn) return false
    trouble.value = reply.kind === 'ok' ? null : troubleSentence(reply)
    if (reply.kind === 'ok') shown.value = reply.value
    return reply.kind === 'ok'
  }

  /** Resolves to the sentence why nothing was changed, or `null`. */
  async function change<T>(shown: Ref<T | null>, ask: (door: OfficeDoor) => Promise<Reply<T>>): Promise<string | null> {
    const asked = (turn += 1)
    const reply = await ask(await office())
    const current = asked === turn
    turn += 1
    if (reply.kind !== 'ok') return failureSentence(reply)
    if (current) shown.value = reply.value
    return null
  }

  /** The state of the built-in simulator comes along where there is one. */
  async function refreshStatus(): Promise<void> {
    const fresh = await refresh(status, (door) => door.status())
    if (fresh && status.value?.platform.kind === 'simulator') await refreshSimulator()
  }

  async function refreshSimulator(): Promise<void> {
    await refresh(simulator, (door) => door.simulator())
  }

  async function refreshSamples(): Promise<void> {
    await refresh(samples, (door) => door.samples())
  }

  async function refreshProjects(): Promise<void> {
    await refresh(projects, (door) => door.projects())
  }

  return {
    status: shallowReadonly(status), samples: shallowReadonly(samples), projects: shallowReadonly(projects), simulator: shallowReadonly(simulator),
    trouble: shallowReadonly(trouble), refreshStatus, refreshSimulator, refreshSamples, refreshProjects,
    link: (site: string, dataNumber: string) => change(projects, (door) => door.linkProject(site, dataNumber)),
    unlink: (site: string) => change(projects, (door) => door.unlinkProject(site)),
    setOutage: (outage: string | null) => change(simulator, (door) => door.setOutage(outage)),
  }
})
