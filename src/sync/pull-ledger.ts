/** What others wrote in the area, and what the server learned later of one's own checks, comes to the phone page by page. */
import type { PullReply, Session } from '#domain/contract.ts'
import { upgradeEntry } from '#domain/entries/upgrade.ts'
import type { Doors } from '#device/doors.ts'
import type { Alert, OnProgress, SyncEnd, Tally } from './sync-outcome.ts'
import { toEnd } from './trouble.ts'

/** How often another tab, or a new history, may move the cursor under us before the run leaves the rest to the next. */
const LOST_TURNS = 5

export async function pullLedger(
  doors: Pick<Doors, 'network' | 'outbox' | 'ledger' | 'session'>,
  session: Session,
  tally: Tally,
  onProgress: OnProgress,
): Promise<SyncEnd> {
  const { device } = await doors.session.device()
  let lost = 0
  for (;;) {
    const cursor = await doors.outbox.cursor()
    const reply = await doors.network.pull(cursor, device)
    if (reply.kind !== 'ok') return toEnd(reply)
    const page = reply.value
    const alerts = await changesIn(doors, session, page)
    if (await doors.outbox.applyPull(cursor, page)) {
      tally.pulled += page.entries.length
      tally.alerts.push(...alerts)
      onProgress(tally)
      if (page.epoch !== session.epoch) return { kind: 'history-changed' }
      if (!page.more) return { kind: 'done' }
      // The next entry cannot be read.
      if (page.entries.length === 0) return { kind: 'incomplete' }
    } else {
      lost += 1
      if (lost > LOST_TURNS) return { kind: 'incomplete' }
    }
  }
}

/** Rechecks of the page that are new to this phone, changed the result, and concern a visit of the signed-in account. */
async function changesIn(doors: Pick<Doors, 'ledger'>, session: Session, page: PullReply): Promise<Alert[]> {
  const alerts: Alert[] = []
  for (const parcel of page.entries) {
    const entry = upgradeEntry(parcel.entry)
    if (entry?.kind !== 'check.rechecked') continue
    const { visit, check } = entry.about
    if (!entry.body.changed || visit === undefined || check === undefined) continue
    const known = await doors.ledger.about('visit', visit)
    const own = [...known, ...page.entries.map((parcel) => parcel.entry)].some(
      (other) => other.kind === 'visit.started' && other.about.visit === visit && other.by === session.account.id,
    )
    if (!own || known.some((other) => other.id === entry.id)) continue
    alerts.push({ check, visit, before: entry.body.before, after: entry.body.verdict.code })
  }
  return alerts
}
