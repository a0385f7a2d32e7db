/** The same entries and photographs as documents of PouchDB, whose script the benchmark adds to the page. */
import type { Parcel } from '#domain/contract.ts'
import { photo, photoDraft } from './made.ts'
import { sentSince, sentSoFar, times, type Sent } from './stopwatch.ts'

interface Attachment {
  digest?: string
  content_type: string
  data?: Blob
}

interface Found {
  id: string
  doc?: { _attachments?: Record<string, Attachment> }
}

/** What is used here of PouchDB 9. */
interface Pouch {
  put(document: object): Promise<unknown>
  bulkDocs(documents: readonly object[]): Promise<{ ok?: boolean }[]>
  allDocs(options: { include_docs: true }): Promise<{ rows: Found[] }>
  replicate: { to(remote: string): Promise<{ ok: boolean; doc_write_failures: number }> }
}

declare const PouchDB: new (name: string) => Pouch

let local: Pouch | null = null
const open = () => (local ??= new PouchDB('ledger'))

function withPhoto(document: object, bytes: ArrayBuffer): object {
  return { ...document, _attachments: { photo: { content_type: 'image/jpeg', data: new Blob([bytes], { type: 'image/jpeg' }) } } }
}

export const pouch = {
  /** Keeps `parcels` as documents, those of photographs with the bytes as attachments. */
  async fill(parcels: readonly Parcel[]): Promise<void> {
    let photos = 0
    for (let from = 0; from < parcels.length; from += 200) {
      const documents = await Promise.all(
        parcels.slice(from, from + 200).map(async ({ entry, personal }) => {
          const document = { _id: entry.id, entry, personal }
          return entry.kind === 'attachment.added' ? withPhoto(document, (await photo(photos++)).bytes) : document
        }),
      )
      const kept = await open().bulkDocs(documents)
      if (kept.some(({ ok }) => ok !== true)) throw new Error('not all documents were kept')
    }
  },

  async writes(count: number): Promise<number[]> {
    const taken = await Promise.all(Array.from({ length: count }, (_, n) => photo(1_000_000 + n)))
    return times(count, (n) => open().put(withPhoto({ _id: `act-${n}`, entry: photoDraft('', { site: '', visit: '', finding: '' }, taken[n]!) }, taken[n]!.bytes)))
  },

  /** Replicates all to `remote`, with PouchDB's own settings. */
  async replicate(remote: string): Promise<Sent & { whole: number }> {
    const before = sentSoFar()
    const began = performance.now()
    const { ok, doc_write_failures } = await open().replicate.to(new URL(remote, location.href).href)
    const whole = performance.now() - began
    if (!ok || doc_write_failures > 0) throw new Error(`${doc_write_failures} documents were not replicated`)
    return { whole, ...sentSince(before) }
  },

  /** Ids of documents and digests of attachments; the same text when the same is there. */
  async holds(remote?: string): Promise<{ documents: number; attachments: number; digest: string }> {
    const { rows } = await (remote === undefined ? open() : new PouchDB(new URL(remote, location.href).href)).allDocs({ include_docs: true })
    const lines = rows.map(({ id, doc }) => `${id} ${doc?._attachments?.photo?.digest ?? ''}`)
    return { documents: rows.length, attachments: lines.filter((line) => !line.endsWith(' ')).length, digest: lines.sort().join('\n') }
  },
}

