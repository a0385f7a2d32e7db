/** Everything that is kept on the phone, over one database. What it stands on is handed in, so that a test can be a phone. */
import type { Instant } from '#domain/time.ts'
import { createClock } from './clock.ts'
import { createAnswers } from './database/answers.ts'
import { createChanges } from './database/changes.ts'
import { createJottings } from './database/jottings.ts'
import { createLedger } from './database/ledger.ts'
import { openDatabase } from './database/open.ts'
import { createOutbox } from './database/outbox.ts'
import { createRosters } from './database/rosters.ts'
import type { Doors } from './doors.ts'
import { createRandom } from './random.ts'
import { createSession, type TabsChannel } from './session.ts'
import { createVault } from './vault.ts'

export interface PhoneEnvironment {
  indexedDB: IDBFactory
  phoneNow: () => Instant
  /** Random bytes, `systemRandom` in the app. */
  randomBytes: (count: number) => Uint8Array
  /** Over which tabs hear of each other's changes, by name; none in an old browser. */
  tabs?: (name: 'session' | 'ledger') => TabsChannel | null
  /** Told when another tab with an older version has to be closed first. */
  onBlocked?: () => void
}

export type PhoneStore = Pick<Doors, 'clock' | 'random' | 'session' | 'ledger' | 'outbox' | 'answers' | 'rosters' | 'jottings'> & {
  /** Until then the clock is not trusted, because what it was last compared with is not read yet. */
  ready: Promise<void>
  /** Lets go of the database; the next use opens it again. */
  close(): Promise<void>
}

export function createPhoneStore({ indexedDB, phoneNow, randomBytes, tabs = () => null, onBlocked }: PhoneEnvironment): PhoneStore {
  const database = openDatabase(indexedDB, onBlocked)
  const random = createRandom(randomBytes, phoneNow)
  const vault = createVault(database, random)
  const clock = createClock(phoneNow, database)
  const session = createSession(database, random, tabs('session'))
  const changes = createChanges(tabs('ledger'))
  const answers = createAnswers(database, vault)
  return {
    ready: clock.ready,
    clock,
    random,
    session,
    ledger: createLedger({ database, vault, clock, random, session, changes }),
    outbox: createOutbox(database, vault, answers, changes),
    answers,
    rosters: createRosters(database, vault, changes),
    jottings: createJottings(database, vault),
    close: () => database.close(),
  }
}
