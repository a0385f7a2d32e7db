/**
 * Remembered answers. Found by a keyed hash, sealed, so that no number and no person can be read from the database. Only the
 * platform's colours are told again; when it says anything else of a person, that is kept with its time, so that an older green
 * can neither stay nor come back with a late reply (promise 1).
 */
import * as v from 'valibot'
import { answerSchema } from '#domain/check.ts'
import type { AnswersDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import type { Database } from './open.ts'

const remembered = v.object({ answer: answerSchema, simulated: v.boolean() })

export function createAnswers(database: Database, vault: Vault): AnswersDoor {
  return {
    keyOf: (id) => vault.keyed(id),
    async remember(id, answer, simulated) {
      if (answer.kind === 'fault') return
      const key = await vault.keyed(id)
      const row = { key, answeredAt: answer.answeredAt, sealed: await vault.sealJson({ answer, simulated }, bound(key)) }
      await database.run(['answers'], 'readwrite', async (tx) => {
        const kept = await tx.objectStore('answers').get(key)
        if (kept === undefined || kept.answeredAt <= answer.answeredAt) await tx.objectStore('answers').put(row)
      })
    },
    async recall(id) {
      const key = await vault.keyed(id)
      const row = await database.run(['answers'], 'readonly', (tx) => tx.objectStore('answers').get(key))
      if (row === undefined) return null
      const kept = v.safeParse(remembered, await vault.openJson(row.sealed, bound(key)))
      return kept.success && kept.output.answer.kind === 'code' ? kept.output : null
    },
  }
}

function bound(key: string): string {
  return `answer ${key}`
}
