/** Brings back from the journal what a lost database held, under the device that wrote it: from then on it goes the way of a rescue file. */
import * as v from 'valibot'
import { parcelSchema } from '#domain/contract.ts'
import { hash } from '#domain/entries/envelope.ts'
import type { ClockDoor, Device, Loss } from '../doors.ts'
import type { Changes } from '../database/changes.ts'
import { unpack } from '../database/jottings.ts'
import { getMeta, isNoSpace, putMeta, type Database, type Tx } from '../database/open.ts'
import { takePhoto, takeQueue, type Waiting } from '../database/rescued.ts'
import { photoBound, sealPersonal } from '../database/sealing.ts'
import { fromHex, sha256 } from '../digest.ts'
import type { Vault } from '../vault.ts'
import { chainOf } from './chain.ts'
import { readFrames, type Frame } from './frame.ts'
import { agreeAgain, type OpenedKey } from './keys.ts'
import { ACTS, type JournalStorage } from './storage.ts'

export interface RestoreParts {
  database: Database
  vault: Vault
  changes: Changes
  clock: Pick<ClockDoor, 'phoneNow'>
}

const bodySchema = v.object({
  deviceSecret: v.string(),
  parcels: v.array(parcelSchema),
  photos: v.array(v.object({ sha256: hash, mime: v.picklist(['image/jpeg', 'image/webp']), at: v.number(), bytes: v.instance(ArrayBuffer) })),
})

/** Takes in what `keys` open and notes beside the loss what came of it. Throws what the database throws; what is in by then stays in. */
export async function restore(parts: RestoreParts, files: JournalStorage, keys: readonly OpenedKey[]): Promise<void> {
  const missing = await findMissing(parts.database, files)
  if (missing.length === 0) return
  const found = { entries: 0, photos: 0 }
  const damaged = new Set<string>()
  let noSpace = false
  for (const device of new Set(missing.map(({ header }) => header.device))) {
    const mine = missing.filter(({ header }) => header.device === device)
    try {
      await takeIn(parts, mine, { keys, damaged, found })
    } catch (cause) {
      if (!isNoSpace(cause)) throw cause
      noSpace = true
    }
  }
  const still = (await findMissing(parts.database, files)).filter(({ header }) => !damaged.has(header.hash))
  const left = still.reduce((sum, { header }) => sum + header.ids.length, 0)
  await parts.database.run(['meta'], 'readwrite', (tx) => note(tx, { at: parts.clock.phoneNow(), found, left, noSpace }))
  parts.changes.tell()
}

/** Notes beside a loss how much of it only waits for a sign-in. */
export async function noteMissing({ database, changes, clock }: Pick<RestoreParts, 'database' | 'changes' | 'clock'>, files: JournalStorage): Promise<void> {
  const loss = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'loss'))
  if (loss === undefined || loss.restored !== undefined) return
  const left = (await findMissing(database, files)).reduce((sum, { header }) => sum + header.ids.length, 0)
  if (left === 0) return
  await database.run(['meta'], 'readwrite', (tx) => note(tx, { at: clock.phoneNow(), found: { entries: 0, photos: 0 }, left, noSpace: false }))
  changes.tell()
}

/** The acts of lost databases that this one lacks, each device's in the order of its chain. */
async function findMissing(database: Database, files: JournalStorage): Promise<Frame[]> {
  const names = (await files.list()).filter((name) => name.startsWith(ACTS))
  const frames = (await Promise.all(names.map(async (name) => readFrames(await files.read(name))))).flat()
  const own = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'device'))
  const others = frames.filter(({ header }) => header.device !== own)
  const chains = [...new Set(others.map(({ header }) => header.device))].flatMap((device) => chainOf(others.filter(({ header }) => header.device === device)))
  return database.run(['outbox', 'rescued', 'receipts'], 'readonly', async (tx) => {
    const here = await Promise.all(chains.map(({ header }) => isHere(tx, header.ids)))
    return chains.filter((_, i) => !here[i])
  })
}

async function isHere(tx: Tx, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) {
    const found = await Promise.all([
      tx.objectStore('receipts').getKey(id),
      tx.objectStore('outbox').index('entry').getKey(id),
      tx.objectStore('rescued').index('entry').getKey(id),
    ])
    if (found.every((key) => key === undefined)) return false
  }
  return true
}

interface Taking {
  keys: readonly OpenedKey[]
  /** Ends of acts that no sign-in will open. */
  damaged: Set<string>
  found: { entries: number; photos: number }
}

/** The acts of one device. What does not fit any more stays in the journal, and so does what comes after it. */
async function takeIn({ database, vault }: RestoreParts, frames: readonly Frame[], { keys, damaged, found }: Taking): Promise<void> {
  let device: Device | null = null
  const rows: Waiting['rows'] = []
  try {
    for (const frame of frames) {
      const key = keys.find(({ name }) => name === frame.header.key)
      if (key === undefined) continue
      const act = await open(frame, key)
      if (act === null) {
        damaged.add(frame.header.hash)
        continue
      }
      // First the photographs: once the entries are here, the journal is not asked again.
      for (const { bytes, ...photo } of act.photos) {
        if ((await sha256(bytes)) !== photo.sha256) continue
        const sealed = await vault.seal(bytes, photoBound(photo.sha256))
        if (await takePhoto(database, { ...photo, state: 'waiting', receipt: null, sealed })) found.photos += 1
      }
      device = { device: frame.header.device, deviceSecret: act.deviceSecret }
      for (const { entry, personal, ...signed } of act.parcels) {
        rows.push({ row: { entry, personal: await sealPersonal(vault, entry, personal), ...signed }, delivery: { state: 'waiting' } })
      }
    }
  } finally {
    if (device !== null) found.entries += (await takeQueue(database, { device, rows })) ?? 0
  }
}

/** `null` where it is damaged. */
async function open({ header, bound, body }: Frame, key: OpenedKey): Promise<v.InferOutput<typeof bodySchema> | null> {
  try {
    const terms = { name: 'AES-GCM', iv: fromHex(header.iv), additionalData: bound }
    const opened = await globalThis.crypto.subtle.decrypt(terms, await agreeAgain(key, header.point), await body.arrayBuffer())
    return v.parse(bodySchema, unpack(opened))
  } catch {
    return null
  }
}

/** What the inspector is told together with the loss, also of a loss that nothing else gave away. */
async function note(tx: Tx<'readwrite'>, { at, found, left, noSpace }: { at: number; found: { entries: number; photos: number }; left: number; noSpace: boolean }): Promise<void> {
  const kept = await getMeta(tx, 'loss')
  // It has been read, and there is nothing to add.
  if (kept === undefined && found.entries + found.photos === 0) return
  const loss: Loss = kept ?? { at, entries: 0, photos: 0 }
  const before = loss.restored ?? { entries: 0, photos: 0 }
  const restored = { entries: before.entries + found.entries, photos: before.photos + found.photos, left, noSpace }
  await putMeta(tx, 'loss', { ...loss, restored })
}
