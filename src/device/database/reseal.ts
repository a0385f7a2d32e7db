/**
 * Moves everything that is sealed under the phone's first key under the guarded one, in small durable transactions. A kill at any moment
 * loses nothing: each row says which key opens it. The first key goes at a later start than the one at which the PIN was set, once a whole
 * pass has found nothing left to move: until then something sealed under it could still be on its way into the database.
 */
import type { StoreNames } from 'idb'
import type { KeyRing } from '../key-ring.ts'
import type { Vault } from '../vault.ts'
import { jottingBound } from './jottings.ts'
import { answerBound } from './known-answers.ts'
import type { Database, Tx } from './open.ts'
import { rosterBound } from './rosters.ts'
import { isSameSeal, personalBound, photoBound } from './sealing.ts'
import type { AnswerRow, JottingRow, LedgerRow, PhoneSchema, PhotoRow, RosterRow, Sealed } from './schema.ts'

/** How the sealed part of a store's rows is found, opened and put back. */
interface Part<R> {
  store: StoreNames<PhoneSchema>
  /** Rows at a time: photographs are large. */
  batch: number
  key(row: R): string
  sealed(row: R): Sealed | null
  bound(row: R): string
  changed(row: R, sealed: Sealed): R
}

/** Runs over all stores until nothing is left. What cannot be opened stays as it is, and so does the first key. */
export async function reseal(database: Database, vault: Vault, ring: KeyRing): Promise<void> {
  const { sealing } = await ring.keys()
  if (sealing(undefined) === null) return
  const ledger: Part<LedgerRow> = {
    store: 'ledger', batch: 200, key: (row) => row.entry.id, sealed: (row) => row.personal, bound: (row) => personalBound(row.entry),
    changed: (row, personal) => ({ ...row, personal }),
  }
  const photos: Part<PhotoRow> = { ...plain, store: 'attachments', batch: 4, key: (row) => row.sha256, bound: (row) => photoBound(row.sha256) }
  const jottings: Part<JottingRow> = { ...plain, store: 'jottings', batch: 4, key: (row) => row.key, bound: (row) => jottingBound(row.key) }
  const rosters: Part<RosterRow> = { ...plain, store: 'rosters', batch: 4, key: (row) => row.site, bound: (row) => rosterBound(row.site, row.version) }
  const answers: Part<AnswerRow> = { ...plain, store: 'answers', batch: 200, key: (row) => row.key, bound: (row) => answerBound(row.key) }
  const run = <R>(part: Part<R>) => movePart(database, vault, part)
  for (;;) {
    const passes = [await run(ledger), await run(photos), await run(jottings), await run(rosters), await run(answers)]
    if (passes.some(({ stuck }) => stuck > 0)) return
    if (passes.every(({ moved }) => moved === 0)) break
  }
  if (ring.usedFirst()) return
  await database.run(['keys'], 'readwrite', (tx) => tx.objectStore('keys').delete('sealing'))
  ring.reload()
}

const plain = {
  sealed: (row: { sealed: Sealed }) => row.sealed,
  changed: <R extends { sealed: Sealed }>(row: R, sealed: Sealed): R => ({ ...row, sealed }),
}

/** One pass over one store: how many rows were moved, and how many cannot be. */
async function movePart<R>(database: Database, vault: Vault, part: Part<R>): Promise<{ moved: number; stuck: number }> {
  let moved = 0
  let stuck = 0
  let after: string | null = null
  for (;;) {
    const from: IDBKeyRange | null = after === null ? null : IDBKeyRange.lowerBound(after, true)
    const rows: R[] = await database.run([part.store], 'readonly', async (tx) => (await tx.objectStore(part.store).getAll(from, part.batch)) as R[])
    const last = rows.at(-1)
    if (last === undefined) return { moved, stuck }
    after = part.key(last)
    const waiting = rows.filter((row) => part.sealed(row) !== null && part.sealed(row)?.key === undefined)
    const resealed = await Promise.all(waiting.map((row) => resealRow(vault, part, row)))
    const moves = resealed.filter((move) => move !== null)
    stuck += resealed.length - moves.length
    if (moves.length > 0) moved += await database.run([part.store], 'readwrite', (tx) => replace(tx, part, moves))
  }
}

interface Move<R> {
  row: R
  sealed: Sealed
}

async function resealRow<R>(vault: Vault, part: Part<R>, row: R): Promise<Move<R> | null> {
  const sealed = part.sealed(row)
  const bytes = sealed === null ? null : await vault.open(sealed, part.bound(row))
  return bytes === null ? null : { row, sealed: await vault.seal(bytes, part.bound(row)) }
}

/** Changes each row as it is now, unless what it holds was sealed anew or removed meanwhile; says how many. */
async function replace<R>(tx: Tx<'readwrite'>, part: Part<R>, moves: readonly Move<R>[]): Promise<number> {
  const store = tx.objectStore(part.store)
  const done = await Promise.all(
    moves.map(async ({ row, sealed }): Promise<number> => {
      const now = (await store.get(part.key(row))) as R | undefined
      if (now === undefined || !isSameSeal(part.sealed(now), part.sealed(row))) return 0
      await store.put(part.changed(now, sealed) as PhoneSchema[StoreNames<PhoneSchema>]['value'])
      return 1
    }),
  )
  return done.reduce((sum, one) => sum + one, 0)
}
