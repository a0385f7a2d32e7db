/** The journal's files in the origin's private file system, which browsers keep apart from their databases. */
import { JOURNAL, type Answer, type Order } from './orders.ts'
import type { JournalStorage } from './storage.ts'

/** Opening a file on a phone that has much to do takes its time (ms); an act does not wait longer. */
const PATIENCE = 10_000

/** `null` where the browser has no such files, or none that can be written durably. */
export async function openOpfs(): Promise<JournalStorage | null> {
  // Absent in old browsers and on pages without https, whatever the types say.
  const { storage } = navigator as Partial<Navigator>
  if (storage === undefined || !('getDirectory' in storage)) return null
  const folder = async () => (await storage.getDirectory()).getDirectoryHandle(JOURNAL, { create: true })
  const ask = createThread()
  try {
    // Only a worker can tell.
    await ask({ kind: 'look' })
  } catch {
    return null
  }
  return {
    write: (file, at, bytes, durable) => ask({ kind: 'write', file, at, bytes, durable }),
    truncate: (file, size) => ask({ kind: 'truncate', file, size }),
    async list() {
      const names: string[] = []
      for await (const name of (await folder()).keys()) names.push(name)
      return names
    },
    read: async (file) => (await (await folder()).getFileHandle(file)).getFile(),
    remove: (file) => ask({ kind: 'remove', file }),
  }
}

/** The worker is begun with the first order, and anew after one that died. */
function createThread(): (order: Order) => Promise<void> {
  let worker: Worker | null = null
  let next = 1
  const waiting = new Map<number, (answer: Answer) => void>()

  function begin(): Worker {
    const begun = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    begun.addEventListener('message', ({ data }: MessageEvent<Answer>) => waiting.get(data.id)?.(data))
    begun.addEventListener('error', end)
    return begun
  }

  function end(): void {
    worker?.terminate()
    worker = null
    for (const [id, answer] of waiting) answer({ id, trouble: { name: 'UnknownError', message: 'the worker ended' } })
  }

  return async (order) => {
    const id = next++
    const trouble = await new Promise<Answer['trouble']>((resolve) => {
      const late = setTimeout(end, PATIENCE)
      waiting.set(id, (answer) => {
        clearTimeout(late)
        waiting.delete(id)
        resolve(answer.trouble)
      })
      worker ??= begin()
      worker.postMessage({ id, order }, order.kind === 'write' ? [order.bytes.buffer] : [])
    })
    if (trouble !== null) throw new DOMException(trouble.message, trouble.name)
  }
}
