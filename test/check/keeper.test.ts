import { expect, it } from 'vitest'
import type { Written } from '#device/doors.ts'
import type { CheckDraft } from '#check/ask.ts'
import { createKeeper } from '#check/keeper.ts'

/** A ledger that says what it was given, and takes a moment. `bad` is what it cannot write. */
function slowLedger(bad = '') {
  const writes: string[][] = []
  const write = async (drafts: readonly { id?: string }[]): Promise<Written> => {
    const ids = drafts.map(({ id = '' }) => id)
    writes.push(ids)
    await new Promise((later) => setTimeout(later, 1))
    if (ids.includes('bug')) throw new TypeError('does not fit')
    return ids.includes(bad) ? { kind: 'not-written', why: 'database' } : { kind: 'written', ids }
  }
  return { ledger: { write: write as never }, writes }
}
const draft = (id: string) => ({ id }) as CheckDraft

it('a crew’s checks that come while one is being written go to disk together', async () => {
  const { ledger, writes } = slowLedger()
  const keep = createKeeper(ledger)
  const kept = await Promise.all(['a', 'b', 'c'].map((id) => keep(draft(id))))
  expect(kept.map(({ kind }) => kind)).toEqual(['written', 'written', 'written'])
  expect(writes).toEqual([['a'], ['b', 'c']])
  await keep(draft('d'))
  expect(writes).toHaveLength(3)
})

it('a check that cannot be written takes no other with it', async () => {
  const { ledger } = slowLedger('c')
  const keep = createKeeper(ledger)
  const kept = await Promise.all(['a', 'b', 'c', 'd'].map((id) => keep(draft(id))))
  expect(kept.map(({ kind }) => kind)).toEqual(['written', 'written', 'not-written', 'written'])
})

it('a bug in one is that one’s, and the others are written', async () => {
  const { ledger } = slowLedger()
  const keep = createKeeper(ledger)
  const kept = await Promise.allSettled(['a', 'bug', 'c'].map((id) => keep(draft(id))))
  expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await keep(draft('d'))).toMatchObject({ kind: 'written' })
})
