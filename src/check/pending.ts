/**
 * Codes that were read and whose check is not written yet, kept sealed so that a kill loses nobody. Each has its check's id already, so
 * that what was written after all is not written twice.
 */
import type { JottingsDoor } from '#device/doors.ts'
import type { Instant } from '#domain/time.ts'
import type { Person } from './crew.ts'

export interface Pending {
  id: string
  person: Person
  at: Instant
}

export interface PendingList {
  add: (one: Pending) => Promise<void>
  remove: (id: string) => Promise<void>
  /** What an earlier run of the app left behind. */
  leftBehind: () => Promise<readonly Pending[]>
}

/** The list of `account` in `visit`: what somebody else scanned on a shared phone waits for them. */
export function createPending(jottings: JottingsDoor, account: string, visit: string): PendingList {
  const key = `scanned:${account}:${visit}`
  const found = jottings.find(key).then((kept) => (Array.isArray(kept) ? (kept as Pending[]) : []))
  const list = found.then((kept) => new Map(kept.map((one) => [one.id, one])))
  let last: Promise<void> = Promise.resolve()

  function save(): Promise<void> {
    last = last.then(async () => {
      const now = [...(await list).values()]
      await (now.length > 0 ? jottings.keep(key, now) : jottings.drop(key))
    })
    return last
  }

  return {
    async add(one) {
      ;(await list).set(one.id, one)
      await save()
    },
    async remove(id) {
      if ((await list).delete(id)) await save()
    },
    leftBehind: () => found,
  }
}
