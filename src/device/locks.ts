/** The door to locks among tabs. A lock is only tried for, never waited for: a frozen tab can hold one. */
import type { LocksDoor } from './doors.ts'

/** By Web Locks where the browser has them, else within this tab alone. */
export function createLocks(manager: Pick<LockManager, 'request'> | undefined): LocksDoor {
  if (manager === undefined) return createTabLocks()
  return {
    async alone(name, work) {
      return (await manager.request(name, { ifAvailable: true }, (lock) => (lock === null ? null : work()))) ?? null
    },
  }
}

/** Locks within one page: for browsers older than Web Locks, and for tests. */
export function createTabLocks(): LocksDoor {
  const held = new Set<string>()
  return {
    async alone(name, work) {
      if (held.has(name)) return null
      held.add(name)
      try {
        return await work()
      } finally {
        held.delete(name)
      }
    },
  }
}
