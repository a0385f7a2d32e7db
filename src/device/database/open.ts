/**
 * The connection to the phone's database. Every transaction is `strict`: the default durability loses acknowledged entries on a
 * power cut. A lost connection (another tab upgrades, the system closes it) is opened again at the next use.
 */
import { wrap, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import { first } from './migrations/001-first.ts'
import { rosters } from './migrations/002-rosters.ts'
import { rescued } from './migrations/003-rescued.ts'
import type { Meta, PhoneSchema } from './schema.ts'

type StoreName = StoreNames<PhoneSchema>
type Mode = 'readonly' | 'readwrite'
export type Tx<M extends Mode = Mode> = IDBPTransaction<PhoneSchema, StoreName[], M>

export interface Database {
  /**
   * Runs `work` in one transaction and resolves when it is durable. Await nothing but requests of `tx` inside, or it ends early.
   * Throws what went wrong, after everything was rolled back.
   */
  run<M extends Mode, T>(stores: StoreName[], mode: M, work: (tx: Tx<M>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const NAME = 'suan-xun'
const steps = [first, rosters, rescued] as const

/** `onBlocked` is told when another tab with an older version keeps the database from being upgraded. */
export function openDatabase(indexedDB: IDBFactory, onBlocked: () => void = () => {}): Database {
  let connection: Promise<IDBPDatabase<PhoneSchema>> | null = null

  function forget(): void {
    connection = null
  }

  function connect(): Promise<IDBPDatabase<PhoneSchema>> {
    connection ??= open().catch((cause: unknown) => {
      forget()
      throw cause
    })
    return connection
  }

  async function open(): Promise<IDBPDatabase<PhoneSchema>> {
    const request = indexedDB.open(NAME, steps.length)
    request.onupgradeneeded = (event) => {
      const db = wrap(request.result) as IDBPDatabase<PhoneSchema>
      for (const step of steps.slice(event.oldVersion)) step(db)
    }
    request.onblocked = onBlocked
    const db = (await wrap(request)) as IDBPDatabase<PhoneSchema>
    // Another tab wants a newer version: letting go at once is what keeps it from being blocked for ever.
    db.onversionchange = () => {
      db.close()
      forget()
    }
    db.onclose = forget
    return db
  }

  async function begin<M extends Mode>(stores: StoreName[], mode: M): Promise<Tx<M>> {
    try {
      return (await connect()).transaction(stores, mode, { durability: 'strict' })
    } catch (cause) {
      if (!isNamed(cause, 'InvalidStateError')) throw cause
      // The connection closed under us.
      forget()
      return (await connect()).transaction(stores, mode, { durability: 'strict' })
    }
  }

  async function attempt<M extends Mode, T>(stores: StoreName[], mode: M, work: (tx: Tx<M>) => Promise<T>): Promise<T> {
    const tx = await begin(stores, mode)
    try {
      const [outcome] = await Promise.all([work(tx), tx.done])
      return outcome
    } catch (cause) {
      abort(tx)
      await tx.done.catch(() => {})
      // Safari says this when its storage process has gone; only a new connection helps.
      if (isNamed(cause, 'UnknownError')) forget()
      throw tx.error ?? cause
    }
  }

  return {
    async run(stores, mode, work) {
      if (mode === 'readwrite') return attempt(stores, mode, work)
      // Phones lose their storage for a moment; reading once more over a new connection cannot do anything twice.
      return attempt(stores, mode, work).catch(() => {
        forget()
        return attempt(stores, mode, work)
      })
    },
    async close() {
      const open = await connection
      forget()
      open?.close()
    },
  }
}

function abort(tx: Tx): void {
  try {
    tx.abort()
  } catch {
    // It has ended already.
  }
}

/** Whether `cause` is a DOMException of that name (they cross realms, so no `instanceof`). */
function isNamed(cause: unknown, name: string): boolean {
  return typeof cause === 'object' && cause !== null && 'name' in cause && cause.name === name
}

/** Whether a write failed for want of space. A full disk can say `DataError` or a mere abort instead of naming the quota. */
export function isNoSpace(cause: unknown): boolean {
  return isNamed(cause, 'QuotaExceededError') || isNamed(cause, 'DataError') || (isNamed(cause, 'AbortError') && /quota|space/i.test(String(cause)))
}

/** One row of `meta`, `undefined` before its first write. */
export async function getMeta<K extends keyof Meta>(tx: Tx, key: K): Promise<Meta[K] | undefined> {
  return (await tx.objectStore('meta').get(key)) as Meta[K] | undefined
}

export async function putMeta<K extends keyof Meta>(tx: Tx<'readwrite'>, key: K, value: Meta[K]): Promise<void> {
  await tx.objectStore('meta').put(value, key)
}
