/** Who is signed in, and this phone's own name. Kept apart from what waits to be sent: signing out touches none of that. */
import type { RandomDoor, SessionDoor } from './doors.ts'
import { getMeta, putMeta, type Database } from './database/open.ts'

export function createSession(database: Database, random: RandomDoor): SessionDoor {
  let name: string | null = null
  return {
    async load() {
      return (await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'session'))) ?? null
    },
    async save(session) {
      await database.run(['meta'], 'readwrite', (tx) => putMeta(tx, 'session', session))
    },
    async clear() {
      await database.run(['meta'], 'readwrite', (tx) => tx.objectStore('meta').delete('session'))
    },
    async device() {
      const fresh = random.uuid()
      name ??= await database.run(['meta'], 'readwrite', async (tx) => {
        const kept = await getMeta(tx, 'device')
        if (kept === undefined) await putMeta(tx, 'device', fresh)
        return kept ?? fresh
      })
      return name
    },
  }
}
