import { getMeta, putMeta, type Tx } from './open.ts'
import { emptyHead } from './schema.ts'

/** Lets go of the phone's name, so that it takes another at its next use; what waits under the old one is offered under that. */
export async function dropName(tx: Tx<'readwrite'>): Promise<void> {
  const [device, deviceSecret, head, formers] = await Promise.all([getMeta(tx, 'device'), getMeta(tx, 'deviceSecret'), getMeta(tx, 'head'), getMeta(tx, 'formers')])
  if (device === undefined || deviceSecret === undefined) return
  const own = await tx.objectStore('outbox').getAll()
  await Promise.all([
    ...own.map(async (row) => tx.objectStore('rescued').put({ ...row, device })),
    tx.objectStore('outbox').clear(),
    putMeta(tx, 'formers', [...(formers ?? []), { device, deviceSecret }]),
    putMeta(tx, 'head', { ...emptyHead, lastId: (head ?? emptyHead).lastId }),
    tx.objectStore('meta').delete('device'),
    tx.objectStore('meta').delete('deviceSecret'),
  ])
}
