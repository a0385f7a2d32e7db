/** Everything that is kept on the phone, over one database. What it stands on is handed in, so that a test can be a phone. */
import type { Instant } from '#domain/time.ts'
import { createClock } from './clock.ts'
import { createChanges } from './database/changes.ts'
import { createJottings } from './database/jottings.ts'
import { createLedger } from './database/ledger.ts'
import { openDatabase } from './database/open.ts'
import { createDeviceKey } from './device-key.ts'
import { followLedger, lookForLoss } from './database/survival.ts'
import { waiting } from './database/waiting.ts'
import { createCanary, type CanaryStorage } from './canary.ts'
import type { Doors, OutboxDoor } from './doors.ts'
import type { JournalStorage } from './journal/storage.ts'
import { createKeyRing } from './key-ring.ts'
import { later } from './later.ts'
import { createLock } from './lock.ts'
import { createRandom } from './random.ts'
import { createSession, type TabsChannel } from './session.ts'
import { createVault } from './vault.ts'
import { PIN_ROUNDS } from './wrapping.ts'

export interface PhoneEnvironment {
  indexedDB: IDBFactory
  phoneNow: () => Instant
  /** Random bytes, `systemRandom` in the app. */
  randomBytes: (count: number) => Uint8Array
  /** Over which tabs hear of each other's changes, by name; none in an old browser. */
  tabs?: (name: 'session' | 'ledger' | 'lock') => TabsChannel | null
  /** Outside the database, for a mark that tells when it comes back empty or older. */
  canary?: CanaryStorage | undefined
  /** Files beside the database; `null` where the browser has none that will do. */
  journal?: () => Promise<JournalStorage | null>
  /** How hard a PIN is to try: fewer rounds only in tests. */
  pinRounds?: number
  /** Told when another tab with an older version has to be closed first. */
  onBlocked?: () => void
}

export type PhoneStore = Pick<Doors, 'clock' | 'random' | 'session' | 'lock' | 'ledger' | 'outbox' | 'answers' | 'rosters' | 'pack' | 'jottings' | 'rescue' | 'journal' | 'retention'> & {
  /** Until then nothing may be written: the clock has to be read, and the database compared with its mark. */
  ready: Promise<void>
  /** Lets go of the database; the next use opens it again. */
  close(): Promise<void>
}

/** All of the outbox but what the first screen tells. */
const outboxLater = [
  'next', 'delivered', 'quarantine', 'reoffer', 'items', 'visitDelivery', 'isUnreceipted', 'release', 'releaseOne', 'nextPhoto', 'photoDelivered', 'counts',
  'applyPull', 'cursor',
] as const satisfies readonly Exclude<keyof OutboxDoor, 'waiting'>[]

export function createPhoneStore({ indexedDB, phoneNow, randomBytes, tabs = () => null, canary: storage, journal: files = () => Promise.resolve(null), pinRounds = PIN_ROUNDS, onBlocked }: PhoneEnvironment): PhoneStore {
  const database = openDatabase(indexedDB, onBlocked)
  const random = createRandom(randomBytes, phoneNow)
  const ring = createKeyRing(database)
  const vault = createVault(ring, random)
  const deviceKey = createDeviceKey(database)
  const clock = createClock(phoneNow, database)
  const session = createSession(database, random, deviceKey, tabs('session'))
  const changes = createChanges(tabs('ledger'))
  const canary = storage === undefined ? null : createCanary(storage)
  if (canary !== null) followLedger(database, canary, changes)
  const soon = () => import('./database/soon.ts')
  const answers = later(async () => (await soon()).createAnswers(database, vault), ['keyOf', 'remember', 'recall'])
  const journal = later(async () => (await soon()).createJournal({ open: files, database, vault, changes, random, clock }), ['around', 'enrol', 'restore', 'sweep'])
  return {
    ready: Promise.all([clock.ready, canary === null ? null : lookForLoss(database, canary, phoneNow())]).then(() => undefined),
    clock,
    random,
    session,
    lock: createLock({ database, ring, vault, random, phoneNow, tabs: tabs('lock'), rounds: pinRounds }),
    ledger: createLedger({ database, vault, ring, deviceKey, clock, random, session, changes, journal }),
    journal,
    outbox: { ...later(async () => (await soon()).createOutbox(database, vault, answers, changes), outboxLater), waiting: () => waiting(database) },
    answers,
    rosters: later(async () => (await soon()).createRosters(database, vault, changes), ['versions', 'follow', 'keep', 'find', 'matchOf']),
    pack: later(async () => (await soon()).createPack(database, vault), ['keep', 'last', 'dropOld']),
    jottings: createJottings(database, vault),
    rescue: later(async () => (await soon()).createRescue({ database, vault, changes, random, clock }), ['queues', 'export', 'import', 'loss', 'lossRead']),
    retention: later(async () => (await soon()).createRetention(database, changes), ['sweep']),
    close: () => database.close(),
  }
}
