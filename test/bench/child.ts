/** Pieces of a benchmark in processes of their own, so that the CPU each of them takes is its own. They talk by messages. */
import { fork } from 'node:child_process'
import { join } from 'node:path'

interface Question {
  id: number
  what: string
  given: unknown
}

type Reply = { id: number; gave: unknown } | { id: number; failed: string }

export interface Child {
  /** What the child's `what` gives for `given`. */
  ask<T>(what: string, given?: unknown): Promise<T>
  end(): Promise<void>
}

/** Starts `file` of this folder, which must call `answerParent`. */
export function startChild(file: string, ...args: string[]): Child {
  const child = fork(join(import.meta.dirname, file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const waiting = new Map<number, (reply: Reply | null) => void>()
  let lastId = 0
  child.on('message', (reply: Reply) => waiting.get(reply.id)?.(reply))
  const ended = new Promise<void>((resolve) => child.once('exit', () => {
    for (const settle of waiting.values()) settle(null)
    resolve()
  }))
  return {
    ask: <T>(what: string, given: unknown = null) =>
      new Promise<T>((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, (reply) => {
          waiting.delete(id)
          if (reply !== null && 'gave' in reply) resolve(reply.gave as T)
          else reject(new Error(`${file} ${args.join(' ')}: ${reply?.failed ?? 'ended'}`))
        })
        const question: Question = { id, what, given }
        child.send(question)
      }),
    async end() {
      child.disconnect()
      await ended
    },
  }
}

/** In the child: answers its parent, and calls `close` when the parent lets it go. */
export function answerParent(answers: Readonly<Record<string, (given: never) => unknown>>, close: () => Promise<void>): void {
  process.on('message', (question: Question) => {
    const give = async (): Promise<unknown> => answers[question.what]?.(question.given as never)
    void give().then(
      (gave) => process.send?.({ id: question.id, gave: gave ?? null }),
      (error: unknown) => process.send?.({ id: question.id, failed: String(error) }),
    )
  })
  process.once('disconnect', () => void close().finally(() => process.exit()))
}

/** The CPU time (µs) that this process has taken so far, all its threads together. */
export function cpuTaken(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
