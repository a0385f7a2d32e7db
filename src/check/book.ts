import { shallowRef } from 'vue'
import { foldVisits, type Visit } from '#domain/fold.ts'
import type { Doors } from '#device/doors.ts'
import type { CheckDraft } from './ask.ts'
import { keptRows, withRows, type CrewRow, type Keeping } from './crew.ts'
import { createKeeper } from './keeper.ts'
import { createPending } from './pending.ts'

export type Book = ReturnType<typeof openBook>

/**
 * The checks of one visit, held in memory while it is being scanned: what the ledger has, and what is on its way there. `account` is
 * who scans. The ledger is the truth; the rows follow it.
 */
export function openBook(doors: Pick<Doors, 'ledger' | 'jottings'>, account: string, id: string) {
  const visit = shallowRef<Visit | null>(null)
  const rows = shallowRef<readonly CrewRow[]>([])
  const keep = createKeeper(doors.ledger)
  const pending = createPending(doors.jottings, account, id)
  let reading: Promise<void> | null = null
  let stale = false

  async function read(): Promise<void> {
    const entries = await doors.ledger.about('visit', id)
    visit.value = foldVisits(entries).get(id) ?? null
    rows.value = withRows(rows.value, keptRows(visit.value?.checks ?? [], entries, rows.value))
  }

  /** Reads the visit anew: rechecks, findings, what another tab wrote. One reading at a time, and one more after a change meanwhile. */
  function refresh(): Promise<void> {
    stale = true
    reading ??= (async () => {
      try {
        while (stale) {
          stale = false
          await read()
        }
      } finally {
        reading = null
      }
    })()
    return reading
  }

  function find(row: string): CrewRow | undefined {
    return rows.value.find((one) => one.id === row)
  }

  function put(row: CrewRow): void {
    rows.value = withRows(rows.value, [row])
  }

  function setKeeping(row: CrewRow | undefined, keeping: Keeping): void {
    if (row?.state.kind === 'judged') put({ ...row, state: { ...row.state, keeping } })
  }

  /** Writes the check of row `row`, which says afterwards whether it is on disk. */
  async function write(row: string, draft: CheckDraft): Promise<void> {
    const written = await keep(draft)
    // Another tab may have taken up the same code after a kill.
    const kept = written.kind === 'written' || (written.why === 'database' && (await isThere(row)))
    setKeeping(find(row), kept ? { kind: 'kept' } : { kind: 'not-kept', why: written.why, draft })
    if (kept) await pending.remove(row)
  }

  async function isThere(entryId: string): Promise<boolean> {
    const entries = await doors.ledger.about('visit', id).catch(() => [])
    return entries.some((entry) => entry.id === entryId)
  }

  /** Tries once more to write what could not be written. */
  async function writeAgain(row: string): Promise<void> {
    const held = find(row)
    if (held?.state.kind !== 'judged' || held.state.keeping.kind !== 'not-kept') return
    const { draft } = held.state.keeping
    setKeeping(held, { kind: 'saving' })
    await write(row, draft)
  }

  return { id, visit, rows, pending, refresh, find, put, write, writeAgain }
}
