/**
 * Reads the platform's documents without holding up anybody else: 5,000 people take a fifth of a second, so a long document goes to a
 * thread of its own. The thread is made when one is needed and let go when it is idle.
 */
import { Worker } from 'node:worker_threads'
import type { MessageRule } from '../message-rules.ts'
import { documentReaders, type DocumentContents, type DocumentKind } from './documents.ts'
import { refusal, type ReadLimits, type Reading, type Refusal } from './reading.ts'
import type { Task } from './worker.ts'

export interface DocumentReader {
  /** Reads the text of a result, which may be empty. Never rejects. */
  read<K extends DocumentKind>(kind: K, text: string): Promise<Reading<DocumentContents[K]>>
  /** Ends the thread; what it was reading is refused. */
  close(): Promise<void>
}

/** `longText` (characters): from here on the thread reads. `deadlineMs`: for one document, waiting included. */
export interface DocumentReaderBounds {
  longText: number
  deadlineMs: number
  idleMs: number
}
const usualBounds: DocumentReaderBounds = { longText: 500_000, deadlineMs: 8_000, idleMs: 30_000 }

const MEMORY_MB = 512

export function createDocumentReader(rules: readonly MessageRule[], limits: ReadLimits, bounds: DocumentReaderBounds = usualBounds): DocumentReader {
  const waiting = new Map<number, (reading: Reading<never> | Refusal) => void>()
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): Worker {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    made.on('message', ({ id, reading }: { id: number; reading: Reading<never> }) => waiting.get(id)?.(reading))
    made.on('error', () => {
      if (thread === made) void end(refusal('platform', 'the thread for long documents failed'))
    })
    made.unref()
    return made
  }

  /** Lets the thread go; whatever still waits for it gets `why`. */
  async function end(why: Refusal): Promise<void> {
    const ending = thread
    thread = null
    for (const settle of waiting.values()) settle(why)
    clearTimeout(idle)
    await ending?.terminate()
  }

  function readInThread<K extends DocumentKind>(kind: K, text: string): Promise<Reading<DocumentContents[K]>> {
    const id = ++lastId
    clearTimeout(idle)
    return new Promise((resolve) => {
      const deadline = setTimeout(() => void end(refusal('timeout', 'a long document took too long to read')), bounds.deadlineMs)
      waiting.set(id, (reading) => {
        clearTimeout(deadline)
        waiting.delete(id)
        if (waiting.size === 0) idle = setTimeout(() => void end(refusal('platform', 'idle')), bounds.idleMs).unref()
        resolve(reading)
      })
      const task: Task = { id, kind, text, rules, limits }
      thread ??= start()
      thread.postMessage(task)
    })
  }

  return {
    read(kind, text) {
      return text.length > bounds.longText ? readInThread(kind, text) : Promise.resolve(documentReaders[kind](text, rules, limits))
    },
    close: () => end(refusal('platform', 'the server is closing')),
  }
}
