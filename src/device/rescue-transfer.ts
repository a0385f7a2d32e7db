/** Export and import of rescue files; loaded when one is asked for. */
import * as v from 'valibot'
import { parcelSchema } from '#domain/contract.ts'
import { hash } from '#domain/entries/envelope.ts'
import { quarantineReasons } from '#domain/outbox.ts'
import type { Changes } from './database/changes.ts'
import { isNoSpace, type Database } from './database/open.ts'
import { everythingWaiting, takePhoto, takeQueue } from './database/rescued.ts'
import { openParcel, photoBound, sealPersonal } from './database/sealing.ts'
import type { LedgerRow } from './database/schema.ts'
import { sha256 } from './digest.ts'
import type { ClockDoor, RandomDoor, RescueDoor, RescueImport } from './doors.ts'
import { openFile, sealFile } from './rescue-file.ts'
import type { Vault } from './vault.ts'

export interface RescueParts {
  database: Database
  vault: Vault
  changes: Changes
  random: RandomDoor
  clock: Pick<ClockDoor, 'phoneNow'>
}

const deliverySchema = v.variant('state', [
  v.object({ state: v.literal('waiting') }),
  v.object({ state: v.literal('quarantined'), reason: v.picklist(quarantineReasons) }),
])
const manifestSchema = v.object({
  madeAt: v.number(),
  queues: v.array(v.object({ device: v.string(), deviceSecret: v.string(), entries: v.array(v.object({ parcel: parcelSchema, delivery: deliverySchema })) })),
  photos: v.array(v.object({ sha256: hash, mime: v.picklist(['image/jpeg', 'image/webp']), at: v.number() })),
})
type Manifest = v.InferOutput<typeof manifestSchema>

export function createTransfer({ database, vault, changes, random, clock }: RescueParts): Pick<RescueDoor, 'export' | 'import'> {
  async function takeIn(manifest: Manifest, nextFrame: () => Promise<ArrayBuffer | null>): Promise<RescueImport> {
    let [entries, photos, damaged, offered] = [0, 0, 0, 0]
    for (const { device, deviceSecret, entries: items } of manifest.queues) {
      const rows = await Promise.all(
        items.map(async ({ parcel: { entry, personal, ...signed }, delivery }) => {
          const row: LedgerRow = { entry, personal: await sealPersonal(vault, entry, personal), ...signed }
          return { row, delivery }
        }),
      )
      const taken = await takeQueue(database, { device: { device, deviceSecret }, rows })
      if (taken === null) return { kind: 'not-imported', why: 'own-chain' }
      entries += taken
      offered += rows.length
    }
    for (const { sha256: name, mime, at } of manifest.photos) {
      const bytes = await nextFrame()
      if (bytes === null || (await sha256(bytes)) !== name) damaged += 1
      else if (await takePhoto(database, { sha256: name, mime, at, state: 'waiting', receipt: null, sealed: await vault.seal(bytes, photoBound(name)) })) photos += 1
    }
    return { kind: 'imported', entries, photos, known: offered - entries, photosDamaged: damaged }
  }

  return {
    async export(passphrase) {
      const { queues, photos } = await everythingWaiting(database)
      const rows = await database.run(['attachments'], 'readonly', (tx) => Promise.all(photos.map(async (name) => (await tx.objectStore('attachments').get(name))!)))
      if (queues.length + rows.length === 0) return null
      const manifest: Manifest = {
        madeAt: clock.phoneNow(),
        queues: await Promise.all(
          queues.map(async ({ device: { device, deviceSecret }, rows: waiting }) => ({
            device,
            deviceSecret,
            entries: await Promise.all(waiting.map(async ({ row, delivery }) => ({ parcel: await openParcel(vault, row), delivery }))),
          })),
        ),
        photos: rows.map(({ sha256: name, mime, at }) => ({ sha256: name, mime, at })),
      }
      const sealed = await sealFile(passphrase, random)
      await sealed.add(new TextEncoder().encode(JSON.stringify(manifest)).buffer)
      // One that cannot be opened here keeps its place, empty.
      for (const { sha256: name, sealed: photo } of rows) await sealed.add((await vault.open(photo, photoBound(name))) ?? new ArrayBuffer(0))
      return { file: sealed.end(), entries: queues.reduce((sum, queue) => sum + queue.rows.length, 0), photos: rows.length }
    },
    async import(file, passphrase) {
      try {
        const opened = await openFile(file, passphrase)
        if (opened.kind !== 'open') return { kind: 'not-imported', why: opened.kind }
        const first = await opened.next()
        if (first === null) return { kind: 'not-imported', why: 'wrong-passphrase' }
        const manifest = v.safeParse(manifestSchema, JSON.parse(new TextDecoder().decode(first)))
        // It is whole, or it could not have been opened: an app newer than this one wrote it.
        if (!manifest.success) return { kind: 'not-imported', why: 'newer-version' }
        const outcome = await takeIn(manifest.output, opened.next)
        changes.tell()
        return outcome
      } catch (cause) {
        if (cause instanceof TypeError || cause instanceof RangeError) throw cause
        // What was taken in before is taken in; the rest comes by importing once more.
        return { kind: 'not-imported', why: isNoSpace(cause) ? 'no-space' : 'database' }
      }
    },
  }
}
