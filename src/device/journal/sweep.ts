/** Lets go of what the journal need not keep any more. Only what the server has given receipts for goes: what this database does not know may be the only copy. */
import { getMeta, type Database, type Tx } from '../database/open.ts'
import { emptyHead } from '../database/schema.ts'
import { chainOf } from './chain.ts'
import { droppedMark, readFrames, type Frame, type Header } from './frame.ts'
import { ACTS, type JournalStorage } from './storage.ts'

/** So many empty files lie ready: a power cut can lose the name of a file that is younger than half a minute. */
const SPARE = 6

/**
 * Empties every file of which nothing is needed, removes those that are too many, and makes those that are too few, by names that
 * `newName` gives; `own` is the one that this tab goes on with.
 */
export async function sweep(database: Database, files: JournalStorage, own: string | null, newName: () => string): Promise<void> {
  const names = (await files.list()).filter((each) => each.startsWith(ACTS))
  const read = new Map(await Promise.all(names.map(async (name) => [name, await readFrames(await files.read(name))] as const)))
  const losers = await findLosers(database, [...read.values()].flat())
  let spare = 0
  // All of them before anything goes: without its winner nobody could tell a loser any more.
  for (const [name, frames] of read) {
    for (const frame of frames) if (losers.has(frame)) await files.write(name, frame.at, droppedMark.slice(), true).catch(() => undefined)
  }
  for (const [name, frames] of read) {
    const kept = frames.filter((frame) => !losers.has(frame))
    const done = await database.run(['receipts', 'attachments'], 'readonly', async (tx) => {
      for (const { header } of kept) if (!(await isDelivered(tx, header))) return false
      return true
    })
    if (!done) continue
    spare += 1
    // Where another tab writes to it, that one sees to it itself.
    await (spare > SPARE && name !== own ? files.remove(name) : files.truncate(name, 0)).catch(() => undefined)
  }
  for (; spare < SPARE; spare += 1) await files.truncate(newName(), 0)
}

async function isDelivered(tx: Tx, header: Header): Promise<boolean> {
  const receipts = await Promise.all(header.ids.map((id) => tx.objectStore('receipts').getKey(id)))
  if (receipts.some((receipt) => receipt === undefined)) return false
  const photos = await Promise.all(header.photos.map((sha256) => tx.objectStore('attachments').get(sha256)))
  // One that is not here any more was delivered long ago.
  return photos.every((photo) => photo?.state !== 'waiting')
}

/** Acts that another tab's took the place of, and that a crash left behind. Of a lost database only the chain tells. */
async function findLosers(database: Database, frames: readonly Frame[]): Promise<Set<Frame>> {
  const own = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'device'))
  const others = frames.filter(({ header }) => header.device !== own)
  const chains = new Set([...new Set(others.map(({ header }) => header.device))].flatMap((device) => chainOf(others.filter(({ header }) => header.device === device))))
  const unsure = frames.filter((frame) => frame.header.device === own && !frame.kept)
  const lost = await database.run(['meta', 'ledger'], 'readonly', async (tx) => {
    const { seq } = (await getMeta(tx, 'head')) ?? emptyHead
    const there = await Promise.all(unsure.map(({ header }) => tx.objectStore('ledger').getKey(header.ids[0]!)))
    return unsure.filter(({ header }, i) => header.first <= seq && there[i] === undefined)
  })
  return new Set([...others.filter((frame) => !chains.has(frame)), ...lost])
}
