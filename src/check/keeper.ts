/** Checks on their way to disk. What comes while one is being written goes together in the next write: flushing takes most of the time. */
import type { LedgerDoor, Written } from '#device/doors.ts'
import type { CheckDraft } from './ask.ts'

interface Waiting {
  draft: CheckDraft
  settle: (written: Promise<Written>) => void
}

/** Answers for each check alone. One that cannot be written takes no other with it. */
export function createKeeper(ledger: Pick<LedgerDoor, 'write'>): (draft: CheckDraft) => Promise<Written> {
  let waiting: Waiting[] = []
  let busy = false

  async function work(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const written = ledger.write(batch.map(({ draft }) => draft))
      const together = batch.length === 1 || (await written.then(({ kind }) => kind === 'written', () => false))
      for (const { draft, settle } of batch) {
        const own = together ? written : ledger.write([draft])
        settle(own)
        await own.catch(() => {})
      }
    }
    busy = false
  }

  return (draft) =>
    new Promise((settle) => {
      waiting.push({ draft, settle })
      if (!busy) void work()
    })
}
