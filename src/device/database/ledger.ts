/**
 * The ledger on the phone. What a person does is acknowledged only when entry, outbox row, photographs, chain head and counters
 * are durable together; a write that fails leaves nothing behind.
 */
import { within } from '#domain/areas.ts'
import type { Draft, Recorded } from '#domain/entries/kinds.ts'
import { signedText } from '#domain/outbox.ts'
import type { DeviceKey } from '../device-key.ts'
import type { ClockDoor, LedgerDoor, NewPhoto, RandomDoor, SessionDoor, Written } from '../doors.ts'
import type { Journal } from '../journal/journal.ts'
import type { KeyRing } from '../key-ring.ts'
import type { Vault } from '../vault.ts'
import type { Changes } from './changes.ts'
import type { Composed } from './compose.ts'
import { getMeta, isNoSpace, putMeta, type Database, type Tx } from './open.ts'
import { toOutboxRow } from './outbox-rows.ts'
import { openParcel, photoBound, sealPersonal } from './sealing.ts'
import { emptyCounters, emptyHead, type Head, type LedgerRow, type PhotoRow } from './schema.ts'

export interface LedgerParts {
  database: Database
  vault: Vault
  ring: Pick<KeyRing, 'reload'>
  deviceKey: Pick<DeviceKey, 'sign'>
  clock: ClockDoor
  random: RandomDoor
  session: SessionDoor
  changes: Changes
  journal: Pick<Journal, 'around'>
}

/** Another tab can take the head between reading and setting it; so many times in a row means that something is wrong. */
const TRIES = 20

export function createLedger({ database, vault, ring, deviceKey, clock, random, session, changes, journal }: LedgerParts): LedgerDoor {
  let turn: Promise<unknown> = Promise.resolve()

  async function write(drafts: readonly Draft[], photos: readonly NewPhoto[]): Promise<Written> {
    const signedIn = await session.load()
    if (signedIn === null) return { kind: 'not-written', why: 'signed-out' }
    // Its schemas are not part of the first load; `main.ts` has them fetched before anybody can write.
    const composing = await import('./soon.ts').catch(() => null)
    if (composing === null) return { kind: 'not-written', why: 'database' }
    const own = await session.device()
    const at = clock.phoneNow()
    const { offset, trusted } = clock.read(signedIn.policy)
    const stamp = { at, clockOffset: offset, clockTrusted: trusted, by: signedIn.account.id, device: own.device }
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = (await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'head'))) ?? emptyHead
      const { composed, head } = await composing.compose(drafts, before, stamp, random)
      const [rows, photoRows] = await Promise.all([Promise.all(composed.map(toRow)), Promise.all(photos.map((photo) => sealPhoto(photo, at)))])
      const parcels = composed.map(({ entry, personal }, i) => ({ entry, personal, ...(rows[i]?.sig === undefined ? {} : { sig: rows[i].sig }) }))
      const stored = await journal.around({ account: stamp.by, device: own, parcels, photos, at }, () =>
        database.run(['ledger', 'outbox', 'attachments', 'meta'], 'readwrite', (tx) => store(tx, before, head, rows, photoRows)),
      )
      if (stored) return { kind: 'written', ids: rows.map((row) => row.entry.id) }
      // Perhaps the other tab has set a PIN.
      ring.reload()
    }
    return { kind: 'not-written', why: 'database' }
  }

  async function toRow({ entry, personal }: Composed): Promise<LedgerRow> {
    const [sealed, sig] = await Promise.all([sealPersonal(vault, entry, personal), deviceKey.sign(signedText(entry))])
    return { entry, personal: sealed, ...(sig === null ? {} : { sig }) }
  }

  async function sealPhoto(photo: NewPhoto, at: number): Promise<PhotoRow> {
    const { sha256, mime } = photo
    return { sha256, mime, at, state: 'waiting', receipt: null, sealed: await vault.seal(photo.bytes, photoBound(sha256)) }
  }

  function open(rows: readonly LedgerRow[]): Promise<Recorded[]> {
    return Promise.all(
      rows.map(async (row) => {
        const { entry, personal } = await openParcel(vault, row)
        return { ...entry, personal }
      }),
    )
  }

  return {
    write(drafts, photos = []) {
      const written = turn.then(() => write(drafts, photos)).catch(toOutcome)
      turn = written.catch(() => {})
      return written.then((outcome) => {
        if (outcome.kind === 'written') changes.tell()
        return outcome
      })
    },
    async about(kind, id) {
      return open(await database.run(['ledger'], 'readonly', (tx) => tx.objectStore('ledger').index(kind).getAll(id)))
    },
    async sites() {
      const rows = await database.run(['meta', 'ledger'], 'readonly', async (tx) => {
        const area = (await getMeta(tx, 'session'))?.account.area
        if (area === undefined) return []
        const all = await tx.objectStore('ledger').index('kind').getAll(allAfter('site.registered'))
        return all.filter((row) => within(row.entry.area, area))
      })
      return open(rows)
    },
    async ofArea(kinds) {
      return database.run(['meta', 'ledger'], 'readonly', async (tx) => {
        const area = (await getMeta(tx, 'session'))?.account.area
        if (area === undefined) return []
        const index = tx.objectStore('ledger').index('kind')
        const rows = await Promise.all(kinds.map((kind) => index.getAll(allAfter(kind))))
        return rows.flatMap((some) => some.flatMap(({ entry }) => (within(entry.area, area) ? [entry] : [])))
      })
    },
    async recentVisits(limit) {
      const rows = await database.run(['meta', 'ledger'], 'readonly', async (tx) => {
        const account = (await getMeta(tx, 'session'))?.account.id
        if (account === undefined) return []
        const store = tx.objectStore('ledger')
        const visits: string[] = []
        let cursor = await store.index('by').openCursor(allAfter(account, 'visit.started'), 'prev')
        while (cursor !== null && visits.length < limit) {
          visits.push(cursor.value.entry.about.visit ?? cursor.value.entry.id)
          cursor = await cursor.continue()
        }
        return (await Promise.all(visits.map((visit) => store.index('visit').getAll(visit)))).flat()
      })
      return rows.map((row) => row.entry)
    },
    async photo(sha256) {
      const row = await database.run(['attachments'], 'readonly', (tx) => tx.objectStore('attachments').get(sha256))
      if (row === undefined) return null
      const bytes = await vault.open(row.sealed, photoBound(sha256))
      return bytes === null ? null : { bytes, mime: row.mime }
    },
    onChange: changes.listen,
  }
}

/** False, with nothing stored, when another tab has moved the head or set a PIN: what is sealed under the old key might never be opened again. */
async function store(tx: Tx<'readwrite'>, before: Head, head: Head, rows: readonly LedgerRow[], photos: readonly PhotoRow[]): Promise<boolean> {
  const [now, counted, clock, lock] = await Promise.all([getMeta(tx, 'head'), getMeta(tx, 'counters'), getMeta(tx, 'clock'), getMeta(tx, 'lock')])
  if ((now ?? emptyHead).seq !== before.seq) return false
  const newest = lock === undefined ? undefined : 'guarded'
  if ([...rows.map((row) => row.personal), ...photos.map((photo) => photo.sealed)].some((sealed) => sealed !== null && sealed.key !== newest)) return false
  const attachments = tx.objectStore('attachments')
  const held = await Promise.all(photos.map((photo) => attachments.getKey(photo.sha256)))
  const fresh = photos.filter((photo, i) => held[i] === undefined && photos.findIndex((other) => other.sha256 === photo.sha256) === i)
  const counters = counted ?? emptyCounters
  await Promise.all([
    // `async`, so that a request refused on the spot is one failure among the others and leaves none of them unheard.
    ...rows.map(async (row) => tx.objectStore('ledger').add(row)),
    ...rows.map(async (row) => tx.objectStore('outbox').add(toOutboxRow(row.entry))),
    ...fresh.map(async (photo) => attachments.add(photo)),
    putMeta(tx, 'head', head),
    putMeta(tx, 'counters', { ...counters, waiting: counters.waiting + rows.length, photosWaiting: counters.photosWaiting + fresh.length }),
    putMeta(tx, 'clock', { mark: clock?.mark ?? null, highest: Math.max(clock?.highest ?? 0, ...rows.map((row) => row.entry.at)) }),
  ])
  return true
}

/** Storage's own failures become outcomes; a draft that does not fit is a bug and stays one. */
function toOutcome(cause: unknown): Written {
  if (isNoSpace(cause)) return { kind: 'not-written', why: 'no-space' }
  if (cause instanceof TypeError || cause instanceof RangeError) throw cause
  return { kind: 'not-written', why: 'database' }
}

/** The rows of a compound index that begin with `prefix`; the last part is a text. */
function allAfter(...prefix: string[]): IDBKeyRange {
  return IDBKeyRange.bound([...prefix, ''], [...prefix, '\uffff'])
}
