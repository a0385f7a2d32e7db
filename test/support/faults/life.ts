/**
 * One life of a phone, from its start until it is killed. A life is crossed at every await that leads out of the phone: a request,
 * a transaction's begin and its end, a digest, a sealing. At the planned crossing it ends: nothing after it runs any more, what was
 * committed stays.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'

export interface Life {
  over: boolean
  /** Resolves when it ends. */
  ended: Promise<void>
  /** Counts one crossing; false when the life is over, or ends here. */
  cross: () => boolean
  /** Ends at the `n`-th crossing from now; `null`: not at all. */
  endAt: (n: number | null) => void
  /** Told at the end, so that what is half done can be undone. */
  onEnd: (listener: () => void) => () => void
}

export function beginLife(): Life {
  let left: number | null = null
  let settle = () => {}
  const listeners = new Set<() => void>()
  const life: Life = {
    over: false,
    ended: new Promise((resolve) => { settle = resolve }),
    cross() {
      if (left !== null && !life.over && (left -= 1) <= 0) {
        life.over = true
        for (const tell of listeners) tell()
        settle()
      }
      return !life.over
    },
    endAt(n) { left = n },
    onEnd(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return life
}

/** What a dead phone awaits. */
export const never = new Promise<never>(() => {})

/** Whose life the running code is part of, and its turn among those that run at the same time. */
const current = new AsyncLocalStorage<{ life: Life; turn: () => Promise<void> }>()

/** Runs `work` as part of `life`: resolves with its outcome, or with `null` when the life ends first. */
export async function live<T>(life: Life, work: () => Promise<T>, turn: () => Promise<void> = async () => {}): Promise<{ outcome: T } | null> {
  const running = current.run({ life, turn }, async () => ({ outcome: await work() }))
  const ended = life.ended.then(() => null)
  return Promise.race([running.catch((cause: unknown) => (life.over ? null : Promise.reject(cause))), ended])
}

/** One crossing of the running life; waits for the next turn. What is not part of a life passes freely. */
export async function crossing(): Promise<void> {
  const here = current.getStore()
  if (here === undefined) return
  await here.turn()
  if (!here.life.cross()) await never
}

/** Every call of `door` waits for its turn, so that what runs at the same time meets in any order. */
export function inTurn<T extends object>(door: T): T {
  return new Proxy(door, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function' || name === 'onChange') return member
      return async (...given: unknown[]) => {
        await current.getStore()?.turn()
        return member.apply(target, given) as unknown
      }
    },
  })
}

/**
 * Runs `acts` at the same time, one at a time: at every turn `pick` says which of those that wait goes on. Nobody else moves
 * meanwhile, so that the same picks give the same history.
 */
export async function together(acts: readonly ((turn: () => Promise<void>) => Promise<void>)[], pick: (count: number) => number): Promise<void> {
  type Act = { state: 'runs' | 'waits' | 'ended'; go: (() => void)[] }
  const all: Act[] = acts.map(() => ({ state: 'runs', go: [] }))
  const next = () => {
    if (all.some((act) => act.state === 'runs')) return
    const waiting = all.filter((act) => act.state === 'waits')
    const chosen = waiting[pick(waiting.length)]
    if (chosen === undefined) return
    chosen.state = 'runs'
    for (const go of chosen.go.splice(0)) go()
  }
  await Promise.all(
    acts.map(async (act, i) => {
      const mine = all[i]!
      const turn = () =>
        new Promise<void>((go) => {
          // What is left of an act whose phone has died takes no turns.
          if (mine.state === 'ended') return
          mine.go.push(go)
          mine.state = 'waits'
          next()
        })
      await turn()
      await act(turn).finally(() => {
        mine.state = 'ended'
        next()
      })
    }),
  )
}

/**
 * Makes the system's cryptography a crossing for whoever is part of a life. Digests are computed at once there: the same results
 * without the way through another thread. Has no effect on others; done once.
 */
export function crossCryptography(): void {
  if (crossed) return
  crossed = true
  const { subtle } = globalThis.crypto
  const digest = subtle.digest.bind(subtle)
  define('digest', async (algorithm: string, bytes: BufferSource) => {
    if (current.getStore() === undefined) return digest(algorithm, bytes)
    await crossing()
    const all = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return new Uint8Array(createHash(algorithm.replace('-', '')).update(all).digest()).buffer
  })
  for (const name of ['encrypt', 'decrypt', 'sign'] as const) {
    const real = subtle[name].bind(subtle) as (...given: unknown[]) => Promise<unknown>
    // Several sealings run at once within one act: only what is done one after the other gives its turn away.
    define(name, async (...given: unknown[]) => (current.getStore()?.life.cross() === false ? never : real(...given)))
  }
  function define(name: 'digest' | 'encrypt' | 'decrypt' | 'sign', value: unknown): void {
    Object.defineProperty(subtle, name, { value, configurable: true })
  }
}
let crossed = false
