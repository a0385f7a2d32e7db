/** What this phone offers under other devices' names, and how it comes in and out. Transactions only; nothing is sealed or opened in them. */
import type { Entry } from '#domain/entries/kinds.ts'
import type { Delivery } from '#domain/outbox.ts'
import type { Device } from '../doors.ts'
import { getMeta, putMeta, type Database, type Tx } from './open.ts'
import { count, toOutboxRow } from './outbox-rows.ts'
import { emptyHead, type LedgerRow, type OutboxRow, type PhotoRow, type Sealed } from './schema.ts'

/** Former devices with something that waits. */
export function formersWaiting(database: Database): Promise<Device[]> {
  return database.run(['rescued', 'meta'], 'readonly', async (tx) => {
    const [formers, rows] = await Promise.all([getMeta(tx, 'formers'), tx.objectStore('rescued').getAll()])
    const waits = new Set(rows.filter((row) => row.delivery.state === 'waiting').map((row) => row.device))
    return (formers ?? []).filter(({ device }) => waits.has(device))
  })
}

export interface Waiting {
  device: Device
  rows: { row: LedgerRow; delivery: Delivery }[]
}

/** All that waits, by device, each in the order of its chain, and the names of the photographs that wait. */
export function everythingWaiting(database: Database): Promise<{ queues: Waiting[]; photos: string[] }> {
  return database.run(['outbox', 'rescued', 'ledger', 'attachments', 'meta'], 'readonly', async (tx) => {
    const [device, deviceSecret, formers] = await Promise.all([getMeta(tx, 'device'), getMeta(tx, 'deviceSecret'), getMeta(tx, 'formers')])
    const [own, others] = await Promise.all([tx.objectStore('outbox').getAll(), tx.objectStore('rescued').getAll()])
    const read = async (rows: readonly OutboxRow[]) => {
      const found = await Promise.all(rows.map(async (row) => ({ row: await tx.objectStore('ledger').get(row.entryId), delivery: row.delivery })))
      return found.flatMap(({ row, delivery }) => (row === undefined ? [] : [{ row, delivery }]))
    }
    const queues = [
      ...(device === undefined || deviceSecret === undefined ? [] : [{ device: { device, deviceSecret }, rows: await read(own) }]),
      ...(await Promise.all((formers ?? []).map(async (former) => ({ device: former, rows: await read(others.filter((row) => row.device === former.device)) })))),
    ]
    const photos = await tx.objectStore('attachments').index('state').getAllKeys(IDBKeyRange.bound(['waiting', 0], ['waiting', Number.MAX_SAFE_INTEGER]))
    return { queues: queues.filter((queue) => queue.rows.length > 0), photos }
  })
}

/** One photograph that is to wait here; false when this phone has it already. */
export function takePhoto(database: Database, photo: PhotoRow): Promise<boolean> {
  return database.run(['attachments', 'meta'], 'readwrite', async (tx) => {
    await refuseOldSeals(tx, [photo.sealed])
    if ((await tx.objectStore('attachments').getKey(photo.sha256)) !== undefined) return false
    await Promise.all([tx.objectStore('attachments').add(photo), count(tx, { photosWaiting: 1 })])
    return true
  })
}

/**
 * Takes in what another device had waiting, in one transaction, and says how much of it is new here. What has a receipt here, or waits
 * here already, stays as it is. `null`, with nothing taken, where it is this very phone's and ahead of it: its chain would fork.
 */
export function takeQueue(database: Database, { device, rows }: Waiting): Promise<number | null> {
  return database.run(['ledger', 'outbox', 'rescued', 'receipts', 'meta'], 'readwrite', async (tx) => {
    const [own, head, formers] = await Promise.all([getMeta(tx, 'device'), getMeta(tx, 'head'), getMeta(tx, 'formers')])
    await refuseOldSeals(tx, rows.flatMap(({ row }) => row.personal ?? []))
    const fresh: typeof rows = []
    for (const item of rows) if (!(await isHere(item.row.entry))) fresh.push(item)
    if (fresh.length === 0) return 0
    if (device.device === own && fresh.some(({ row }) => row.entry.deviceSeq > (head ?? emptyHead).seq)) return null
    const quarantined = fresh.filter(({ delivery }) => delivery.state === 'quarantined').length
    await Promise.all([
      // Also over a copy that was pulled: that one lacks the personal part.
      ...fresh.map(async ({ row }) => tx.objectStore('ledger').put(row)),
      ...fresh.map(async ({ row, delivery }) => tx.objectStore('rescued').put({ ...toOutboxRow(row.entry), device: device.device, delivery })),
      putMeta(tx, 'formers', [...(formers ?? []).filter((former) => former.device !== device.device), device]),
      count(tx, { waiting: fresh.length - quarantined, quarantined }),
    ])
    return fresh.length

    async function isHere(entry: Entry): Promise<boolean> {
      const [receipt, ownRow, rescuedRows] = await Promise.all([
        tx.objectStore('receipts').getKey(entry.id),
        tx.objectStore('outbox').index('entry').getKey(entry.id),
        tx.objectStore('rescued').index('entry').getKey(entry.id),
      ])
      return receipt !== undefined || ownRow !== undefined || rescuedRows !== undefined
    }
  })
}

/** Another tab has set a PIN since this was sealed: the key it was sealed under might be gone by the time it is read. */
async function refuseOldSeals(tx: Tx, seals: readonly Sealed[]): Promise<void> {
  const newest = (await getMeta(tx, 'lock')) === undefined ? undefined : 'guarded'
  if (seals.some((sealed) => sealed.key !== newest)) throw new DOMException('sealed under an older key', 'InvalidStateError')
}
