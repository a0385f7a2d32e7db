/** A thread that reads large documents, so that the event loop of the server stays free. */
import { parentPort } from 'node:worker_threads'
import type { MessageRule } from '../message-rules.ts'
import { documentReaders, type DocumentKind } from './documents.ts'
import type { ReadLimits } from './reading.ts'

/** One document to read; the answer is `{ id, reading }`. */
export interface Task {
  id: number
  kind: DocumentKind
  text: string
  rules: readonly MessageRule[]
  limits: ReadLimits
}

parentPort?.on('message', ({ id, kind, text, rules, limits }: Task) => {
  parentPort?.postMessage({ id, reading: documentReaders[kind](text, rules, limits) })
})
