/** One page of the area's ledger and its cursor, applied together or not at all. */
import { canonical } from '#domain/canonical.ts'
import type { PullReply } from '#domain/contract.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import { upgradeEntry } from '#domain/entries/upgrade.ts'
import type { IdNumber } from '#domain/identity.ts'
import type { AnswersDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import { getMeta, putMeta, type Database, type Tx } from './open.ts'
import { numbered } from './outbox-rows.ts'
import { REOFFER_STORES, reofferIn } from './reoffer.ts'
import { openParcel, sealPersonal } from './sealing.ts'
import { emptyPull } from './schema.ts'

/**
 * `before` is the canonical text of the cursor the page was asked with. False when the cursor has moved since, or when the page
 * is of another history of the server, or of one that was set back: reading then starts anew, because the old cursor says nothing
 * about that history, and what was delivered to the former one is offered again.
 */
export async function applyPull(database: Database, vault: Vault, answers: AnswersDoor, before: string, page: PullReply): Promise<boolean> {
  // Before the cursor moves: a page that is cut off here is read again, and remembering twice is remembering once.
  for (const { entry } of page.entries) await learn(database, vault, answers, entry)
  const rows = await Promise.all(
    page.entries.map(async ({ entry, personal }) => ({ entry, personal: await sealPersonal(vault, entry, personal) })),
  )
  return database.run([...REOFFER_STORES], 'readwrite', async (tx) => {
    const pull = (await getMeta(tx, 'pull')) ?? emptyPull
    if (canonical(pull.cursor) !== before) return false
    if ((pull.epoch !== null && pull.epoch !== page.epoch) || (await hasForgotten(tx, page))) {
      await reofferIn(tx, Number.MAX_SAFE_INTEGER)
      await putMeta(tx, 'pull', { epoch: page.epoch, cursor: {} })
      return false
    }
    // An area that was turned back begins anew by itself.
    if (Object.entries(pull.cursor).some(([area, seq]) => (page.cursor[area] ?? 0) < seq)) await reofferIn(tx, Number.MAX_SAFE_INTEGER)
    const ledger = tx.objectStore('ledger')
    // What is here stays as it is: the phone's own copy has the personal part, which a pull leaves out.
    const held = await Promise.all(rows.map((row) => ledger.getKey(row.entry.id)))
    const fresh = new Map(rows.filter((_, i) => held[i] === undefined).map((row) => [row.entry.id, row]))
    await Promise.all([...[...fresh.values()].map(async (row) => ledger.put(row)), putMeta(tx, 'pull', { epoch: page.epoch, cursor: page.cursor })])
    return true
  })
}

/** Whether the server lacks what this phone once delivered. Its numbers may have been given to others since: no cursor of before counts. */
async function hasForgotten(tx: Tx, page: PullReply): Promise<boolean> {
  if (page.deviceSeq === undefined) return false
  const [head, waiting] = await Promise.all([getMeta(tx, 'head'), tx.objectStore('outbox').index('state').get(numbered('waiting'))])
  // Everything before the first that waits was answered by the server once.
  const answered = waiting === undefined ? (head?.seq ?? 0) : waiting.deviceSeq - 1
  return page.deviceSeq < answered
}

/** What the server heard later about a person checked on this phone takes the place of the older answer remembered here. */
async function learn(database: Database, vault: Vault, answers: AnswersDoor, entry: Entry): Promise<void> {
  const rechecked = upgradeEntry(entry)
  if (rechecked?.kind !== 'check.rechecked') return
  const { about: { check }, body } = rechecked
  const row = check === undefined ? undefined : await database.run(['ledger'], 'readonly', (tx) => tx.objectStore('ledger').get(check))
  if (row?.entry.kind !== 'check.made') return
  const { personal } = await openParcel(vault, row)
  if (personal?.idNumber === undefined) return
  const { answer } = body
  // A recheck names nobody; whose it is, is known here.
  const named = answer.kind === 'code' ? { ...answer, nameMasked: answer.nameMasked || (personal.nameMasked ?? '') } : answer
  await answers.remember(personal.idNumber as IdNumber, named, body.simulated)
}
