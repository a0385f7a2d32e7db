import { describe, expect, it } from 'vitest'
import { watchForUpdate, type UpdatePlatform } from '#device/app-update.ts'

/** A browser with one service worker; `locks` may be shared by several tabs. Node has no Web Locks, so they are written out. */
function tab(locks: UpdatePlatform['locks'], controlled = true) {
  const told: string[] = []
  const listeners = new Map<string, () => void>()
  const checks: (() => void)[] = []
  const platform: UpdatePlatform = {
    worker: {
      controlled,
      register: async () => void told.push('register'),
      check: async () => {
        told.push('check')
        throw new Error('offline')
      },
      letIn: () => void told.push('let in'),
      on: (event, listener) => void listeners.set(event, listener),
    },
    locks,
    onVisible: (listener) => void checks.push(listener),
    every: (ms, task) => {
      expect(ms).toBe(3_600_000)
      checks.push(task)
    },
  }
  const update = watchForUpdate({ onWaiting: () => told.push('waiting'), onControlled: () => told.push('controlled') }, platform)
  return { told, update, checks, tell: (event: string) => listeners.get(event)?.() }
}

/** Shared locks and an exclusive request that does not wait: as much of Web Locks as the door asks for. */
function webLocks(): NonNullable<UpdatePlatform['locks']> {
  let shared = 0
  const request = async (_name: string, options: LockOptions, work: (lock: Lock | null) => unknown) => {
    if (options.ifAvailable) return work(shared === 0 ? { name: _name, mode: 'exclusive' } : null)
    expect(options.mode).toBe('shared')
    shared++
    await work({ name: _name, mode: 'shared' })
    shared--
  }
  return { request: request as LockManager['request'] }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('a new version of the app', () => {
  it('is looked for hourly and when the app comes to the front, and being offline disturbs nothing', async () => {
    const { told, checks } = tab(webLocks())
    checks.forEach((check) => check())
    await settle()
    expect(told).toEqual(['register', 'check', 'check'])
  })
  it('is told of when it waits, and again when it has taken over', () => {
    const { told, tell } = tab(webLocks())
    tell('waiting')
    tell('controlling')
    expect(told).toEqual(['register', 'waiting', 'controlled'])
  })
  it('does not reload the page that installed the app, but does for the version after it', () => {
    const { told, tell } = tab(webLocks(), false)
    tell('controlling')
    expect(told).toEqual(['register'])
    tell('controlling')
    expect(told).toEqual(['register', 'controlled'])
  })
  it('is held back while any tab has a visit open, and let in when the last one is over', async () => {
    const locks = webLocks()
    const [asking, first, second] = [tab(locks), tab(locks), tab(locks)]
    const done = [first.update.holdBack(), second.update.holdBack()]
    expect(await asking.update.apply()).toBe('held-back')
    done[0]!()
    await settle()
    expect(await asking.update.apply()).toBe('held-back')
    expect(asking.told).not.toContain('let in')
    done[1]!()
    await settle()
    expect(await asking.update.apply()).toBe('applying')
    expect(asking.told).toContain('let in')
  })
  it('is let in on a browser without locks, and a browser without service workers carries on', async () => {
    const old = tab(undefined)
    expect(await old.update.apply()).toBe('applying')
    expect(old.told).toContain('let in')
    const none = watchForUpdate({ onWaiting: () => undefined, onControlled: () => undefined }, { worker: null, locks: undefined, onVisible: () => undefined, every: () => undefined })
    none.holdBack()()
    expect(await none.apply()).toBe('applying')
  })
})
