/** Hands the app's own doors to the benchmark, which drives them by `page.evaluate` and is told times in ms. */
import { foldSites, foldVisits } from '#domain/fold.ts'
import { openOpfs } from '#device/journal/opfs.ts'
import { createLocks } from '#device/locks.ts'
import { browserConnectivity } from '#device/connectivity.ts'
import { createNetwork } from '#device/network.ts'
import { createPhoneStore, type PhoneStore } from '#device/phone-store.ts'
import { systemRandom } from '#device/random.ts'
import { runSync, type SyncDoors } from '#sync/run-sync.ts'
import type { OnProgress, SyncOutcome } from '#sync/sync-outcome.ts'
import { VISIT_PHOTOS, photo, photoDraft, siteDraft, visitDrafts } from './made.ts'
import { pouch } from './pouch.ts'
import { sentSince, sentSoFar, times, watchFetch, type Sent } from './stopwatch.ts'

watchFetch()
const store = openStore(openOpfs)
/** The same database without a journal beside it: to fill it, and to see what the journal costs. */
const plain = openStore(() => Promise.resolve(null))

function openStore(journal: typeof openOpfs): PhoneStore {
  return createPhoneStore({ indexedDB, phoneNow: () => Date.now(), randomBytes: systemRandom, journal })
}

function network() {
  return createNetwork({ fetch: (...asked) => fetch(...asked), clock: store.clock, connectivity: browserConnectivity() })
}

async function write(into: PhoneStore, ...given: Parameters<PhoneStore['ledger']['write']>): Promise<void> {
  const outcome = await into.ledger.write(...given)
  if (outcome.kind !== 'written') throw new Error(`not written: ${outcome.why}`)
}

async function signedIn() {
  const session = await store.session.load()
  if (session === null) throw new Error('nobody is signed in')
  return session
}

async function sync(over: SyncDoors['network'], onProgress?: OnProgress): Promise<SyncOutcome> {
  return runSync({ ...store, network: over, locks: createLocks(navigator.locks) }, await signedIn(), onProgress)
}

const phone = {
  async signIn(username: string, password: string): Promise<void> {
    await store.ready
    const reply = await network().signIn(username, password, await store.session.device())
    if (reply.kind !== 'ok') throw new Error(`not signed in: ${reply.kind}`)
    const { account, journalSecret = '' } = reply.value
    await store.journal.enrol(account.id, journalSecret)
    await store.session.save(reply.value)
  },

  async fillSites(count: number): Promise<void> {
    const { area } = (await signedIn()).account
    await write(plain, Array.from({ length: count }, (_, n) => siteDraft(area, store.random.uuid(), n)))
  },

  /** Writes whole visits at the known sites. Without `photos` their entries only: as if the bytes had been let go of after the receipts. */
  async fillVisits(count: number, photos: boolean): Promise<void> {
    const { area } = (await signedIn()).account
    const sites = (await store.ledger.sites()).map((site) => site.id)
    // Ten at once: a transaction of 200 entries.
    for (let visit = 0; visit < count; visit += 10) {
      const ten = Array.from({ length: Math.min(10, count - visit) }, (_, i) => visit + i)
      const taken = await Promise.all(ten.map((n) => Promise.all(Array.from({ length: VISIT_PHOTOS }, (_, i) => photo(n * VISIT_PHOTOS + i)))))
      await write(plain, ten.flatMap((n, i) => visitDrafts(area, sites[n % sites.length]!, store.random.uuid, taken[i]!)), photos ? taken.flat() : [])
    }
  },

  /** One act after the other: a photograph and its entry, until both are durable; by turns with a journal and without. */
  async writes(count: number): Promise<{ acts: number[]; without: number[] }> {
    const { area } = (await signedIn()).account
    const about = { site: store.random.uuid(), visit: store.random.uuid(), finding: store.random.uuid() }
    const taken = await Promise.all(Array.from({ length: count * 2 }, (_, n) => photo(1_000_000 + n)))
    const all = await times(count * 2, (n) => write(n % 2 === 0 ? store : plain, [photoDraft(area, about, taken[n]!)], [taken[n]!]))
    return { acts: all.filter((_, n) => n % 2 === 0), without: all.filter((_, n) => n % 2 === 1) }
  },

  async reads(count: number): Promise<Record<'visits' | 'visit' | 'sites' | 'search' | 'waiting' | 'items', number[]>> {
    const [newest] = foldVisits(await store.ledger.recentVisits(1)).keys()
    const known = [...foldSites(await store.ledger.sites()).values()]
    return {
      visits: await times(count, () => store.ledger.recentVisits(20)),
      visit: await times(count, async () => foldVisits(await store.ledger.about('visit', newest!))),
      sites: await times(count, async () => foldSites(await store.ledger.sites())),
      search: await times(count, () => known.filter((site) => ['通江', '49'].every((word) => `${site.name} ${site.address}`.toLowerCase().includes(word)))),
      waiting: await times(count, () => store.outbox.waiting()),
      items: await times(count, () => store.outbox.items(50)),
    }
  },

  /** Opens the database and reads what waits. In a page just loaded in a browser just started, nothing of it is in memory. */
  async open(): Promise<{ ms: number; entries: number }> {
    const began = performance.now()
    const { entries } = await store.outbox.waiting()
    return { ms: performance.now() - began, entries }
  },

  /** What waits, as it will travel. */
  parcels: () => store.outbox.next(1_000_000),

  /** A run that is cut off where it would begin to pull; all that waits is delivered then. `entries`, `whole`: ms until they and the photographs were. */
  async push(): Promise<Sent & { entries: number; whole: number }> {
    const waiting = await store.outbox.waiting()
    const before = sentSoFar()
    const began = performance.now()
    let entries = 0
    const cutOff = { ...network(), pull: () => Promise.resolve({ kind: 'unreachable', why: 'offline' } as const) }
    await sync(cutOff, (tally) => {
      if (tally.delivered === waiting.entries) entries ||= performance.now() - began
    })
    const whole = performance.now() - began
    const left = await store.outbox.waiting()
    if (left.entries + left.photos + left.quarantined > 0) throw new Error('not everything was delivered')
    return { entries, whole, ...sentSince(before) }
  },

  /** The rest of the run. */
  async pull(): Promise<number> {
    const began = performance.now()
    const { kind } = await sync(network())
    if (kind !== 'done') throw new Error(`the run ended ${kind}`)
    return performance.now() - began
  },
}

const bench = { phone, pouch }
export type Bench = typeof bench
Object.assign(window, { bench })
