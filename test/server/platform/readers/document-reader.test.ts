import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultMessageRules } from '../../../../server/platform/message-rules.ts'
import { createDocumentReader, type DocumentReader, type DocumentReaderBounds } from '../../../../server/platform/readers/document-reader.ts'
import { defaultReadLimits } from '../../../../server/platform/readers/reading.ts'
import { workerRow, workersDocument } from '../../../support/platform-documents.ts'

const crowd = workersDocument(...Array.from({ length: 5000 }, (_, i) => ({ ...workerRow, Zjhm: `3205811987${String(i).padStart(8, '0')}` })))
const many = (count: number) => expect.objectContaining({ kind: 'value', value: expect.objectContaining({ length: count }) })

const open: DocumentReader[] = []
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close()
})
function start(bounds: Partial<DocumentReaderBounds> = {}): DocumentReader {
  const reader = createDocumentReader(defaultMessageRules, defaultReadLimits, { longText: 500_000, deadlineMs: 15_000, idleMs: 15_000, ...bounds })
  open.push(reader)
  return reader
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** How long the event loop was held up at worst while `work` ran (ms). */
async function worstDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await pause(5)
  await work()
  await pause(5)
  delay.disable()
  return delay.max / 1e6
}

describe('reading a document', () => {
  it('of 5,000 people leaves the server free for others', async () => {
    expect(crowd.length).toBeGreaterThan(2_000_000)
    const held = await worstDelay(() => start({ longText: Infinity }).read('workers', crowd))
    const inThread = start()
    // The best of three: other programs on this machine hold up its event loops, too.
    const free: number[] = []
    for (let i = 0; i < 3; i++) free.push(await worstDelay(async () => expect(await inThread.read('workers', crowd)).toEqual(many(5000))))
    expect(Math.min(...free), `${held.toFixed(0)} ms without a thread`).toBeLessThan(held / 2)
  })

  it('gives the same in the thread as without it, in whatever order they end', async () => {
    const documents = ['', workersDocument(workerRow), workersDocument({ ...workerRow, Zjhm: '' }), '{"result":1,"success":false," msg":"参数不能为空"}', '<a>']
    const [here, there] = await Promise.all([Infinity, -1].map((longText) => {
      const reader = start({ longText })
      return Promise.all(documents.map((text) => reader.read('workers', text)))
    }))
    expect(there).toEqual(here)
    expect(there?.map((reading) => reading.kind)).toEqual(['value', 'value', 'trouble', 'trouble', 'trouble'])
  })

  it('that takes too long is a fault, and the next document is read', async () => {
    const reader = start({ deadlineMs: 1 })
    const readings = await Promise.all([reader.read('workers', crowd), reader.read('project', crowd)])
    for (const reading of readings) expect(reading).toMatchObject({ kind: 'trouble', fault: 'timeout' })
    expect(await reader.read('workers', workersDocument(workerRow))).toEqual(many(1))
  })

  it('goes on after the thread was let go', async () => {
    const reader = start({ longText: -1, idleMs: 1 })
    expect(await reader.read('workers', workersDocument(workerRow))).toEqual(many(1))
    await pause(30)
    expect(await reader.read('workers', workersDocument(workerRow))).toEqual(many(1))
  })

  it('ends as a fault when the server closes', async () => {
    const reader = start()
    const underWay = reader.read('workers', crowd)
    await reader.close()
    expect(await underWay).toMatchObject({ kind: 'trouble', fault: 'platform' })
  })
})
