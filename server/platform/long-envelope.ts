/** Reads the envelope of a long reply in a thread of its own: the list of a large site takes a fifth of a second, in which nobody else is to wait. */
import { Worker } from 'node:worker_threads'
import type { PlatformReply, Protocol } from './envelope.ts'

/** UTF-16 code units; shorter replies are read where they arrive. */
export const LONG_REPLY = 500_000

/** As `readPlatformReply`; rejects when `signal` ends it. */
export function readLongReply(xml: string, protocol: Protocol, signal: AbortSignal): Promise<PlatformReply> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./long-envelope-thread.ts', import.meta.url), { workerData: { xml, protocol }, execArgv: [] })
    const stop = (): void => {
      void thread.terminate()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    thread.once('message', (reply: PlatformReply) => resolve(reply))
    thread.once('error', reject)
    thread.once('exit', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('the thread for long replies ended'))
    })
  })
}
