/** Walks the numbers of every area: none is missing up to the head, and the receipt of each entry is one this server signed. */
import type { Database } from '../../database/schema.ts'
import type { Keys } from '../keys.ts'
import { receiptOf } from '../rows.ts'
import type { Break } from './break.ts'

export interface AreasVerified {
  areas: number
  receipts: number
  /** Entries of version 0.1.0, which kept no receipts. */
  withoutReceipt: number
  breaks: Break[]
}

const PAGE = 1000

/** Every area, one after the other; of each the first break. */
export async function verifyAreas(db: Database, keys: Keys): Promise<AreasVerified> {
  const heads = new Map((await db.selectFrom('areaHead').selectAll().execute()).map((head) => [head.area, head.seq]))
  const written = await db.selectFrom('entry').select('area').distinct().execute()
  const areas = [...new Set([...heads.keys(), ...written.map((row) => row.area)])].sort()
  const found: AreasVerified = { areas: areas.length, receipts: 0, withoutReceipt: 0, breaks: [] }
  for (const area of areas) {
    const first = await walkArea(db, keys, area, heads.get(area) ?? 0, found)
    if (first !== null) found.breaks.push({ of: 'area', name: area, ...first })
  }
  return found
}

async function walkArea(db: Database, keys: Keys, area: string, head: number, count: AreasVerified): Promise<Pick<Break, 'kind' | 'seq' | 'entry'> | null> {
  let seq = 0
  let receiptsKept = false
  for (;;) {
    const rows = await db
      .selectFrom('entry')
      .select(['id', 'hash', 'area', 'seq', 'receivedAt', 'receiptSig'])
      .where('area', '=', area)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    if (rows.length === 0) return seq === head ? null : { kind: 'head', seq, entry: null }
    const genuine = await Promise.all(rows.map((row) => row.receiptSig === null || keys.isReceipt(receiptOf(row, keys))))
    for (const [i, row] of rows.entries()) {
      const { id: entry } = row
      if (row.seq !== seq + 1) return { kind: 'gap', seq: seq + 1, entry }
      // Once receipts are kept, all are.
      if (!genuine[i] || (row.receiptSig === null && receiptsKept)) return { kind: 'receipt', seq: row.seq, entry }
      receiptsKept ||= row.receiptSig !== null
      if (row.receiptSig === null) count.withoutReceipt += 1
      else count.receipts += 1
      seq = row.seq
    }
  }
}
