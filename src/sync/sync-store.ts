import { defineStore } from 'pinia'
import { inject, readonly, shallowRef } from 'vue'
import { foldSites } from '#domain/fold.ts'
import type { Instant } from '#domain/time.ts'
import { DOORS, SESSION, type Delivered, type Doors, type Loss, type SessionRef, type Waiting, type WaitingItem } from '#device/doors.ts'
import { unreadChanges, type ChangedVisit } from './alerts.ts'
import { keepSyncing, type KeepSyncing } from './keep-syncing.ts'
import type { SyncOutcome, Tally } from './sync-outcome.ts'
import { isStorageTrouble } from './trouble.ts'

export type SyncStep = { kind: 'resting' } | { kind: 'running'; tally: Tally | null } | { kind: 'ended'; outcome: SyncOutcome; at: Instant }

const ITEMS = 50
const VISITS = 20

/** What waits on this phone, whether it is being sent, and which results changed. The stores of the phone are the truth; this reflects them. */
export const useSyncStore = defineStore('sync', () => {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!

  const waiting = shallowRef<Waiting | null>(null)
  const items = shallowRef<WaitingItem[]>([])
  const delivered = shallowRef<Delivered>({ delivered: 0, photosDelivered: 0, signaturesDelivered: 0 })
  const loss = shallowRef<Loss | null>(null)
  const siteNames = shallowRef<ReadonlyMap<string, string>>(new Map())
  const alerts = shallowRef<ChangedVisit[]>([])
  const online = shallowRef(doors.network.online())
  const step = shallowRef<SyncStep>({ kind: 'resting' })
  let keeping: ReturnType<typeof keepSyncing> | null = null
  let stops: (() => void)[] = []

  const readKey = (account: string) => `alerts-read:${account}`
  async function readIds(account: string): Promise<string[]> {
    const kept = await doors.jottings.find(readKey(account))
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  }

  /** Reads anew; while the phone's storage fails, what was read last stays. */
  async function refresh(): Promise<void> {
    await read().catch((cause: unknown) => {
      if (!isStorageTrouble(cause)) throw cause
    })
  }

  async function read(): Promise<void> {
    const account = session.value?.account.id
    // First what the home screen always says; the rest takes longer.
    waiting.value = await doors.outbox.waiting()
    const [nowItems, counts, sites, nowLoss] = await Promise.all([doors.outbox.items(ITEMS), doors.outbox.counts(), doors.ledger.ofArea(['site.registered', 'site.amended']), doors.rescue.loss()])
    items.value = nowItems
    delivered.value = counts
    loss.value = nowLoss
    siteNames.value = new Map([...foldSites(sites).values()].map((site) => [site.id, site.name]))
    alerts.value = account === undefined ? [] : await changesFor(account)
  }

  /** Sealed parts are opened only of visits in which something changed: to say of whom. */
  async function changesFor(account: string): Promise<ChangedVisit[]> {
    const [recent, read] = await Promise.all([doors.ledger.recentVisits(VISITS), readIds(account)])
    const changed = unreadChanges(recent, account, read)
    const opened = await Promise.all(changed.map(({ visit }) => doors.ledger.about('visit', visit)))
    return unreadChanges(opened.flat(), account, read)
  }

  /** Begins to sync and to follow the phone's stores; `refresh` has read them before. Once begun, it syncs at once: somebody has signed in. */
  function start(phone: Pick<KeepSyncing, 'onVisible' | 'later'>): void {
    if (keeping !== null) return syncNow()
    online.value = doors.network.online()
    keeping = keepSyncing({
      ...phone,
      doors,
      onStart: () => { step.value = { kind: 'running', tally: null } },
      onProgress: (tally) => { step.value = { kind: 'running', tally: { ...tally } } },
      onOutcome: (outcome) => {
        step.value = { kind: 'ended', outcome, at: doors.clock.phoneNow() }
        if (outcome.alerts.length > 0) {
          doors.voice.play('changed')
          doors.haptics.buzz('changed')
        }
        void refresh()
      },
    })
    stops = [doors.network.onOnlineChange((is) => { online.value = is }), doors.ledger.onChange(() => void refresh()), keeping.stop]
  }

  /** For whoever has nothing to send: nobody, or a supervisor. */
  function stop(): void {
    for (const end of stops.splice(0)) end()
    keeping = null
    step.value = { kind: 'resting' }
  }

  /** The inspector's own wish, or a new sign-in. With `photos`, those that wait for Wi-Fi go along this once. */
  function syncNow(photos = false): void {
    keeping?.now(photos)
  }

  /** Offers what the server kept apart once more: one entry, or all of them. */
  async function offerAgain(entry?: string): Promise<void> {
    await (entry === undefined ? doors.outbox.release() : doors.outbox.releaseOne(entry))
    syncNow()
  }

  /** What the inspector has been told of the phone's storage need not be told again. */
  async function lossRead(): Promise<void> {
    await doors.rescue.lossRead()
    await refresh()
  }

  /** The inspector has read these changes; the visits go on showing them. */
  async function markRead(checks: readonly string[]): Promise<void> {
    const account = session.value?.account.id
    if (account === undefined) return
    await doors.jottings.keep(readKey(account), [...new Set([...(await readIds(account)), ...checks])])
    await refresh()
  }

  return {
    waiting: readonly(waiting), items: readonly(items), delivered: readonly(delivered), siteNames: readonly(siteNames), alerts: readonly(alerts), loss: readonly(loss),
    online: readonly(online), step: readonly(step), start, stop, refresh, syncNow, offerAgain, lossRead, markRead,
  }
})
