/** The thread of `long-envelope.ts`: one reply, one answer. */
import { parentPort, workerData } from 'node:worker_threads'
import { readPlatformReply, type Protocol } from './envelope.ts'

const { xml, protocol } = workerData as { xml: string; protocol: Protocol }
parentPort?.postMessage(readPlatformReply(xml, protocol))
