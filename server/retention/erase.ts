/**
 * Erases what names people once it has been kept long enough: the sealed part of entries, photographs, what was kept aside, and in the
 * books beside the ledger whom they were about. Hashes and digests stay, so every chain stays whole; a certificate in the same transaction
 * says what went of the ledger. May be stopped at any moment and run any number of times.
 */
import { DAY } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { Doors } from '../doors.ts'
import { entryOf } from '../ledger/rows.ts'
import { writeAsServer } from '../ledger/server-writer.ts'
import { eraseBooks } from './books.ts'
import { bodyOf, CERTIFICATE } from './certificate.ts'
import { agedAsides, agedEntries, agedPhotos, type Due } from './due.ts'
import { createRest } from './rest.ts'

type Parts = Pick<Doors, 'db' | 'keys' | 'blobs' | 'config' | 'now' | 'random'>

/** Erases what is due and returns how many things that was. */
export async function eraseDue(doors: Parts): Promise<number> {
  const days = doors.config.retentionDays
  let erased = 0
  if (days !== null) {
    const limit = doors.now() - days * DAY
    const rest = createRest(doors.db, limit)
    for (const aged of [agedEntries, agedPhotos, agedAsides]) {
      for await (const due of aged(doors, limit, rest)) erased += await erase(doors, due, limit)
    }
    erased += await eraseBooks(doors.db, limit)
  }
  await removeFiles(doors)
  return erased
}

/** One certificate for what lies within one area, and the erasing itself. */
async function erase(doors: Parts, due: Due, limit: number): Promise<number> {
  const id = uuidv7(doors.now(), doors.random(10))
  return doors.db.transaction().execute(async (tx) => {
    const rows = due.entries.length === 0 ? [] : await tx
      .updateTable('entry')
      .set({ personalSealed: null, erasedBy: id })
      .where('id', 'in', due.entries)
      .where('personalSealed', 'is not', null)
      .returning(['id', 'bytes'])
      .execute()
    const entries = rows.map((row) => ({ id: row.id, personalDigest: entryOf(row).personalDigest }))
    const photos = due.photos.length === 0 ? [] : await tx.deleteFrom('attachment').where('sha256', 'in', due.photos).returning('sha256').execute()
    for (const { sha256 } of photos) await tx.insertInto('attachmentErased').values({ sha256, erasedBy: id, gone: 0 }).execute()
    const asides: string[] = []
    for (const { digest, place } of due.asides) {
      const blank = tx.updateTable('quarantine').set({ sealed: '', erasedBy: id, ...place }).where('digest', '=', digest).where('erasedBy', 'is', null)
      if ((await blank.executeTakeFirst()).numUpdatedRows === 1n) asides.push(digest)
    }
    const erased = { entries, photos: photos.map((photo) => photo.sha256), asides }
    const count = entries.length + photos.length + asides.length
    if (count > 0) await writeAsServer(tx, doors, [{ kind: CERTIFICATE, id, about: {}, area: due.area, body: bodyOf(erased, limit) }])
    return count
  })
}

/** After the commit: a file without its row shows nobody anything, a row without its file would be a lie. */
async function removeFiles({ db, blobs }: Pick<Parts, 'db' | 'blobs'>): Promise<void> {
  const rows = await db.selectFrom('attachmentErased').select('sha256').distinct().where('gone', '=', 0).execute()
  for (const { sha256 } of rows) {
    // Whoever sent it anew has it under a new receipt; then the file is that one's.
    const again = await db.selectFrom('attachment').select('sha256').where('sha256', '=', sha256).executeTakeFirst()
    if (again === undefined) await blobs.remove(sha256)
    await db.updateTable('attachmentErased').set({ gone: 1 }).where('sha256', '=', sha256).execute()
  }
}
