/**
 * Remembered answers: what this phone heard itself, and what the newest pack knows. Found by keyed hashes, sealed, so that no number
 * and no person can be read from the database. Only the platform's colours are told again; when it says anything else of a person,
 * that is kept with its time, so that an older green can neither stay nor come back with a late reply or a pack (promise 1).
 */
import * as v from 'valibot'
import { answerSchema } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import type { AnswersDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import { answerBound, findInPack, type Remembered } from './known-answers.ts'
import type { Database } from './open.ts'

const toldSchema = v.object({ answer: answerSchema, simulated: v.boolean() })

export function createAnswers(database: Database, vault: Vault): AnswersDoor {
  async function findOwn(id: IdNumber): Promise<Remembered | null> {
    const key = await vault.keyed(id)
    const row = await database.run(['answers'], 'readonly', (tx) => tx.objectStore('answers').get(key))
    if (row === undefined) return null
    const opened = v.safeParse(toldSchema, await vault.openJson(row.sealed, answerBound(key)))
    return { answeredAt: row.answeredAt, told: opened.success ? opened.output : null }
  }

  return {
    keyOf: (id) => vault.keyed(id),
    async remember(id, answer, simulated) {
      if (answer.kind === 'fault') return
      const key = await vault.keyed(id)
      const row = { key, answeredAt: answer.answeredAt, sealed: await vault.sealJson({ answer, simulated }, answerBound(key)) }
      await database.run(['answers'], 'readwrite', async (tx) => {
        const kept = await tx.objectStore('answers').get(key)
        if (kept === undefined || kept.answeredAt <= answer.answeredAt) await tx.objectStore('answers').put(row)
      })
    },
    async recall(id) {
      const [own, packed] = await Promise.all([findOwn(id), findInPack(database, vault, id)])
      const newest = own !== null && (packed === null || own.answeredAt >= packed.answeredAt) ? own : packed
      const told = newest?.told ?? null
      return told?.answer.kind === 'code' ? told : null
    },
  }
}
