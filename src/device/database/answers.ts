/**
 * Remembered answers. Found by a keyed hash, sealed, so that no number and no person can be read from the database. Only the
 * platform's colours are remembered; when it says anything else of a person, the old colour is forgotten (promise 1).
 */
import * as v from 'valibot'
import { answerSchema } from '#domain/check.ts'
import type { AnswersDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import type { Database } from './open.ts'

export function createAnswers(database: Database, vault: Vault): AnswersDoor {
  return {
    keyOf: (id) => vault.keyed(id),
    async remember(id, answer) {
      if (answer.kind === 'fault') return
      const key = await vault.keyed(id)
      const row = { key, answeredAt: answer.answeredAt, sealed: await vault.sealJson(answer, bound(key)) }
      await database.run(['answers'], 'readwrite', async (tx) => {
        const answers = tx.objectStore('answers')
        const kept = await answers.get(key)
        if (kept !== undefined && kept.answeredAt > answer.answeredAt) return
        await (answer.kind === 'code' ? answers.put(row) : answers.delete(key))
      })
    },
    async recall(id) {
      const key = await vault.keyed(id)
      const row = await database.run(['answers'], 'readonly', (tx) => tx.objectStore('answers').get(key))
      if (row === undefined) return null
      const answer = v.safeParse(answerSchema, await vault.openJson(row.sealed, bound(key)))
      return answer.success ? answer.output : null
    },
  }
}

function bound(key: string): string {
  return `answer ${key}`
}
