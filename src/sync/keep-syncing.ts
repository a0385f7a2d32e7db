/** When to sync: at the start, after a write, when the network or the inspector comes back, and by a timer that backs off. Never two runs at once. */
import type { Session } from '#domain/contract.ts'
import { DAY, type Instant } from '#domain/time.ts'
import type { Doors } from '#device/doors.ts'
import { backoff } from './backoff.ts'
import type * as Engine from './engine.ts'
import type { SyncDoors } from './run-sync.ts'
import { emptyTally, type OnProgress, type SyncOutcome } from './sync-outcome.ts'
import { isStorageTrouble } from './trouble.ts'

/** Looking for news while nothing waits (ms): soon after something was delivered, then ever more seldom. */
const SOONEST = 5_000
const SELDOMEST = 60_000
const AGAIN = 1_000
/** Rosters change seldom (ms); whoever comes back to the app gets news of them at once. */
const ROSTERS_EVERY = 10 * 60_000
/** Tidying up (ms): in a pause that has lasted this long, once a day; what was delivered so long ago may go. */
const QUIET = 20_000
const TIDY_EVERY = DAY
const KEPT_FOR = 30 * DAY

export interface KeepSyncing {
  doors: SyncDoors & Pick<Doors, 'clock' | 'random' | 'rosters' | 'journal' | 'retention' | 'dataSaver' | 'wake'>
  /** Calls the listener when the app comes to the front; returns how to stop that. */
  onVisible(listener: () => void): () => void
  /** `setTimeout` and its undoing. */
  later(ms: number, act: () => void): () => void
  onStart?(): void
  onOutcome?(outcome: SyncOutcome): void
  onProgress?: OnProgress
}

/**
 * Starts at once. `now` is the inspector's own wish and forgets earlier failures; with `photos`, photographs that wait for Wi-Fi go along
 * this once. `stop` ends it after the run under way, of which nothing more is told.
 */
export function keepSyncing({ doors, onVisible, later, onStart, onOutcome, onProgress }: KeepSyncing): { now(photos?: boolean): void; stop(): void } {
  let running = false
  let wanted = false
  let stopped = false
  let failures = 0
  let idle = SOONEST
  let rostersAt: Instant | null = null
  let tidiedAt: Instant | null = null
  let photosAnyway = false
  let cancel = () => {}

  function now(photos = false): void {
    failures = 0
    idle = SOONEST
    rostersAt = null
    photosAnyway ||= photos
    void run()
  }

  async function run(): Promise<void> {
    if (stopped) return
    if (running) {
      wanted = true
      return
    }
    running = true
    wanted = false
    cancel()
    let wait: number | null = SELDOMEST
    try {
      const session = await doors.session.load()
      wait = session === null || stopped ? null : await runOnce(session)
    } catch (cause) {
      if (!isStorageTrouble(cause)) throw cause
      tell({ kind: 'phone-trouble', ...emptyTally() })
      wait = retry()
    } finally {
      // Also after a bug, which goes on to whoever catches those: what waits must not wait for a reload.
      running = false
      if (!stopped && wanted) void run()
      else if (!stopped && wait !== null) cancel = later(wait, () => void run())
    }
  }

  let swept = false

  /** Runs and says when to run next; `null`: not before somebody signs in. */
  async function runOnce(session: Session): Promise<number | null> {
    // Not part of the first load. Where it cannot be had, what waits goes on waiting.
    const engine = await import('./engine.ts').catch(() => null)
    if (engine === null) return retry()
    onStart?.()
    const outcome = await engine.runSync(doors, session, (tally) => {
      if (!stopped) onProgress?.(tally)
    }, () => !photosAnyway && doors.dataSaver.wifiOnly() && doors.dataSaver.connection() !== 'wifi')
    tell(outcome)
    // At the start, too: it lays files ready, and the older they are the surer they outlive a power cut.
    if (!swept || outcome.delivered + outcome.photosDelivered > 0) await doors.journal.sweep()
    swept = true
    if (outcome.kind === 'done' || outcome.kind === 'incomplete') await lookForRosters(engine)
    if (outcome.kind === 'done' && idle >= QUIET) await tidy(session)
    if (outcome.kind === 'unreachable') doors.wake.ask()
    switch (outcome.kind) {
      case 'done': {
        failures = 0
        photosAnyway = false
        // Something was written while the run was pulling.
        if ((await doors.outbox.waiting()).entries > 0) return AGAIN
        idle = outcome.delivered + outcome.photosDelivered > 0 ? SOONEST : Math.min(SELDOMEST, idle * 2)
        return idle
      }
      case 'busy':
        return SELDOMEST
      case 'sign-in-needed':
        return null
      case 'refused':
        return outcome.refusal.retryAfterSeconds === undefined ? retry() : outcome.refusal.retryAfterSeconds * 1000
      case 'incomplete':
      case 'unreachable':
      case 'history-changed':
      case 'phone-trouble':
        return retry()
    }
  }

  async function lookForRosters({ pullRosters }: Pick<typeof Engine, 'pullRosters'>): Promise<void> {
    const now = doors.clock.phoneNow()
    if (stopped || isRecent(rostersAt, now, ROSTERS_EVERY)) return
    if (await pullRosters(doors)) rostersAt = now
  }

  /** By the server's time, which receipts bear; a clock that is not to be trusted lets nothing go. */
  async function tidy({ policy }: Session): Promise<void> {
    const { now, trusted } = doors.clock.read(policy)
    if (stopped || !trusted || isRecent(tidiedAt, now, TIDY_EVERY)) return
    tidiedAt = now
    await doors.retention.sweep(now - KEPT_FOR)
  }

  function tell(outcome: SyncOutcome): void {
    if (!stopped) onOutcome?.(outcome)
  }

  function retry(): number {
    failures += 1
    const [high = 0, low = 0] = doors.random.bytes(2)
    return backoff(failures, (high * 256 + low) / 65_536)
  }

  const stops = [
    doors.network.onOnlineChange((online) => {
      if (online) now()
    }),
    onVisible(() => now()),
    doors.wake.onWake(() => now()),
    doors.dataSaver.onChange(() => now()),
    // A run changes the ledger itself; and while it backs off, a write is no reason to believe that the network is better.
    doors.ledger.onChange(() => {
      if (!running && failures === 0) void run()
    }),
  ]
  void run()

  return {
    now,
    stop() {
      stopped = true
      cancel()
      for (const stop of stops) stop()
    },
  }
}

/** A phone's clock can be turned back: what was done "later" than now was not recent. */
function isRecent(at: Instant | null, now: Instant, span: number): boolean {
  return at !== null && at <= now && now < at + span
}
