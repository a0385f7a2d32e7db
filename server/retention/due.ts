/** What is due to be erased, a page at a time, each page within one area. */
import { groupBy } from '#domain/folds/read.ts'
import type { Doors } from '../doors.ts'
import { openAside } from '../ledger/quarantine.ts'
import { readParcel } from '../ledger/read-parcel.ts'
import type { Rest } from './rest.ts'

export interface Due {
  area: string
  /** Ids of entries. */
  entries: readonly string[]
  /** SHA-256 of each photograph. */
  photos: readonly string[]
  /** What was kept aside; `place` is where it stood in its device's chain, which has to outlive it. */
  asides: readonly { digest: string; place: { deviceSeq: number; prev: string | null } | null }[]
}

type Parts = Pick<Doors, 'db' | 'keys'>
const PAGE = 500

/** Entries that still name somebody, received before `limit`, about nothing but matters at rest. */
export async function* agedEntries({ db }: Parts, limit: number, rest: Rest): AsyncGenerator<Due> {
  for (let after = { receivedAt: -1, id: '' }; ;) {
    const page = await db
      .selectFrom('entry')
      .select(['id', 'receivedAt', 'area', 'kind', 'site', 'visit', 'finding'])
      .where('personalSealed', 'is not', null)
      .where('receivedAt', '<', limit)
      .where((eb) => eb.or([eb('receivedAt', '>', after.receivedAt), eb.and([eb('receivedAt', '=', after.receivedAt), eb('id', '>', after.id)])]))
      .orderBy('receivedAt')
      .orderBy('id')
      .limit(PAGE)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    after = last
    const over: typeof page = []
    for (const row of page) if (await rest.isOver(row)) over.push(row)
    for (const [area, rows] of groupBy(over, (row) => row.area)) yield { area, entries: rows.map((row) => row.id), photos: [], asides: [] }
  }
}

/** Photographs received before `limit` that belong to matters at rest only, and those that no entry ever told of. */
export async function* agedPhotos({ db }: Parts, limit: number, rest: Rest): AsyncGenerator<Due> {
  for (let after = ''; ;) {
    const page = await db
      .selectFrom('attachment')
      .innerJoin('account', 'account.id', 'attachment.uploader')
      .select(['attachment.sha256', 'account.area'])
      .where('attachment.receivedAt', '<', limit)
      .where('attachment.sha256', '>', after)
      .orderBy('attachment.sha256')
      .limit(PAGE)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    after = last.sha256
    const uses = await db
      .selectFrom('attachmentUse')
      .innerJoin('entry', 'entry.id', 'attachmentUse.entryId')
      .select(['attachmentUse.sha256', 'entry.area', 'entry.kind', 'entry.site', 'entry.visit', 'entry.finding', 'entry.receivedAt'])
      .where('attachmentUse.sha256', 'in', page.map((row) => row.sha256))
      .execute()
    const over: typeof page = []
    for (const { sha256, area } of page) {
      const own = uses.filter((use) => use.sha256 === sha256)
      let done = own.every((use) => use.receivedAt < limit)
      for (const use of own) done &&= await rest.isOver(use)
      if (done) over.push({ sha256, area: own[0]?.area ?? area })
    }
    for (const [area, rows] of groupBy(over, (row) => row.area)) yield { area, entries: [], photos: rows.map((row) => row.sha256), asides: [] }
  }
}

/** What was kept aside before `limit`: who looked after it in all that time will not any more. */
export async function* agedAsides({ db, keys }: Parts, limit: number): AsyncGenerator<Due> {
  for (let after = ''; ;) {
    const page = await db
      .selectFrom('quarantine')
      .innerJoin('account', 'account.id', 'quarantine.account')
      .select(['digest', 'sealed', 'device', 'deviceSeq', 'account.area'])
      .where('receivedAt', '<', limit)
      .where('erasedBy', 'is', null)
      .where('digest', '>', after)
      .orderBy('digest')
      .limit(PAGE)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    after = last.digest
    const asides = page.map((row) => {
      const link = row.deviceSeq === null ? readParcel(openAside(row, keys)).link : null
      const place = link === null || link.device !== row.device ? null : { deviceSeq: link.deviceSeq, prev: link.prev }
      return { area: row.area, aside: { digest: row.digest, place } }
    })
    for (const [area, rows] of groupBy(asides, (row) => row.area)) yield { area, entries: [], photos: [], asides: rows.map((row) => row.aside) }
  }
}
