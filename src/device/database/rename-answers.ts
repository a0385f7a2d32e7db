/**
 * Names the remembered answers anew, so that whoever can use the first naming key but has no PIN cannot look for a person among them.
 * All of them at once and together with the note of it: an answer that is not found could let an older one speak.
 */
import type { Keys } from '../key-ring.ts'
import type { Vault } from '../vault.ts'
import { answerBound } from './known-answers.ts'
import { getMeta, putMeta, type Database } from './open.ts'
import { isSameSeal } from './sealing.ts'
import type { AnswerRow } from './schema.ts'

const TRIES = 5

/** `vault` and `keys` are those of the unlocked store. False when there was nothing to do, or others were writing all the time. */
export async function renameAnswers(database: Database, vault: Vault, keys: Pick<Keys, 'rename'>): Promise<boolean> {
  const renamed = await database.run(['meta'], 'readonly', async (tx) => (await getMeta(tx, 'lock'))?.renamed ?? true)
  for (let tries = 0; !renamed && tries < TRIES; tries += 1) {
    const old = (await database.run(['answers'], 'readonly', (tx) => tx.objectStore('answers').getAll())).filter(isOwn)
    const fresh = await Promise.all(old.map((row) => rename(row, vault, keys)))
    const done = await database.run(['answers', 'meta'], 'readwrite', async (tx) => {
      const store = tx.objectStore('answers')
      const [now, lock] = await Promise.all([store.getAll(), getMeta(tx, 'lock')])
      const own = now.filter(isOwn)
      if (lock === undefined || own.length !== old.length || own.some((row, i) => !isSameSeal(row.sealed, old[i]?.sealed ?? null))) return false
      await Promise.all([...old.map((row) => store.delete(row.key)), ...fresh.map((row) => store.put(row)), putMeta(tx, 'lock', { ...lock, renamed: true })])
      return true
    })
    if (done) return true
  }
  return false
}

/** What cannot be opened keeps its seal: its time still tells that something newer was known. */
async function rename(row: AnswerRow, vault: Vault, keys: Pick<Keys, 'rename'>): Promise<AnswerRow> {
  const key = await keys.rename(row.key)
  const bytes = await vault.open(row.sealed, answerBound(row.key))
  return { ...row, key, sealed: bytes === null ? row.sealed : await vault.seal(bytes, answerBound(key)) }
}

/** The phone's own answers are named in hex, the pack's rows otherwise. */
function isOwn({ key }: AnswerRow): boolean {
  return /^[0-9a-f]{64}$/.test(key)
}
