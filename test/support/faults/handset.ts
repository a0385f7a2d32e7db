/** A phone that can be killed and started again: what is on its storage stays, its tabs do not. */
import { IDBFactory } from 'fake-indexeddb'
import type { Session } from '#domain/contract.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import { getMeta, openDatabase, type Database } from '#device/database/open.ts'
import { createJournalDisk } from '../journal-files.ts'
import { createPhone, type Phone } from '../phone.ts'
import { beginLife, crossing, inTurn, live, type Life } from './life.ts'
import { mortalIndexedDB } from './mortal-indexeddb.ts'
import { faultyFetch, type NetworkFault, type Wire } from './network.ts'
import { PASSWORD } from './mortal-server.ts'

/** A tab, and the phone's database for planted mistakes that write to it. */
export interface Tab {
  phone: Phone
  database: Database
}

export interface HandsetParts {
  wire: Wire
  /** The world's time; the phone's own differs by `skew`. */
  now: () => number
  random: (bytes: number) => Uint8Array
  /** Most entries of one push: small batches make a few entries behave like a full phone. */
  batch: number
  /** Puts a mistake into a tab's doors. */
  alter?: (tab: Tab) => Phone
}

export interface Handset {
  storage: IDBFactory
  /** Names it had before its database was lost. */
  formerNames: string[]
  skew: number
  /** Who has ever signed in, the last one last. */
  users: string[]
  faults: NetworkFault[]
  /** Runs `work` in a tab; `null` when the phone died meanwhile. It is started again at its next use. */
  use: <T>(tab: 0 | 1, dieAt: number | null, work: (phone: Phone) => Promise<T>, turn?: () => Promise<void>) => Promise<{ outcome: T } | null>
  deaths: () => number
  /** Ends all tabs. */
  restart: () => void
  /** Its database comes back empty; what lies beside it is there. */
  lose: () => Promise<void>
}

export function createHandset({ wire, now, random, batch, alter = ({ phone }) => phone }: HandsetParts): Handset {
  const beside = new Map<string, string>()
  const journal = createJournalDisk()
  const cookies = new Map<string, string>()
  let life: Life = beginLife()
  let tabs: (Promise<Phone> | undefined)[] = []
  let deaths = 0

  async function open(): Promise<Phone> {
    const mine = life
    const indexedDB = mortalIndexedDB(handset.storage, mine)
    const fetch = faultyFetch(wire, cookies, () => handset.faults.shift())
    // Each tab has locks of its own, as in browsers older than Web Locks: nothing may rest on the lock.
    const phone = await createPhone({
      indexedDB, fetch, random, now: () => now() + handset.skew,
      canary: { getItem: (key) => beside.get(key) ?? null, setItem: (key, value) => void beside.set(key, value) },
      journal: journal.open({ cross: crossing, closed: () => mine !== life }),
    })
    const small: Phone = { ...phone, outbox: inTurn({ ...phone.outbox, next: (limit) => phone.outbox.next(Math.min(limit, batch)) }), ledger: inTurn(phone.ledger) }
    return alter({ phone: small, database: openDatabase(indexedDB) })
  }

  function restart(): void {
    life = beginLife()
    tabs = []
  }

  const handset: Handset = {
    storage: new IDBFactory(),
    formerNames: [],
    skew: 0,
    users: [],
    faults: [],
    deaths: () => deaths,
    restart,
    async lose() {
      restart()
      const database = openDatabase(handset.storage)
      const name = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'device'))
      await database.close()
      if (name !== undefined) handset.formerNames.push(name)
      handset.storage = new IDBFactory()
    },
    async use(tab, dieAt, work, turn) {
      const mine = life
      if (dieAt !== null) mine.endAt(dieAt)
      const came = await live(mine, async () => work(await (tabs[tab] ??= open())), turn)
      if (dieAt !== null) mine.endAt(null)
      // What a dead phone had sent still reaches the server, before anything else happens.
      if (came === null) await Promise.allSettled(wire.underWay)
      if (came === null && mine === life) {
        deaths += 1
        restart()
      }
      return came
    },
  }
  return handset
}

/** What an account with other rights may deliver after all: `session-store.ts`. */
const worthAnotherTry: readonly QuarantineReason[] = ['rights', 'account-disabled', 'shape']

/** Signs in as the app's session store does. */
export async function signIn({ network, session, outbox, journal }: Phone, username: string): Promise<Session | null> {
  const reply = await network.signIn(username, PASSWORD, await session.device())
  if (reply.kind !== 'ok') return null
  const { account, journalSecret = '' } = reply.value
  await outbox.release(worthAnotherTry)
  await journal.enrol(account.id, journalSecret)
  await session.save(reply.value)
  await journal.restore(account.id, journalSecret)
  return reply.value
}

/** Signs out as the app's session store does. */
export async function signOut({ network, session }: Phone): Promise<void> {
  await network.signOut()
  await session.clear()
}
