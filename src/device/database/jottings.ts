/** Half-written forms, sealed whole. A jotting that cannot be kept costs some typing, so trouble with it is passed over. */
import type { JottingsDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import type { Database } from './open.ts'

export function createJottings(database: Database, vault: Vault): JottingsDoor {
  return {
    async keep(key, value) {
      try {
        const row = { key, sealed: await vault.seal(pack(value), jottingBound(key)) }
        await database.run(['jottings'], 'readwrite', (tx) => tx.objectStore('jottings').put(row))
      } catch {
        // No space or no database: the ledger's write will say so.
      }
    },
    async find(key) {
      try {
        const row = await database.run(['jottings'], 'readonly', (tx) => tx.objectStore('jottings').get(key))
        const packed = row === undefined ? null : await vault.open(row.sealed, jottingBound(key))
        return packed === null ? undefined : unpack(packed)
      } catch {
        return undefined
      }
    },
    async drop(key) {
      try {
        await database.run(['jottings'], 'readwrite', (tx) => tx.objectStore('jottings').delete(key))
      } catch {
        // It is only found once more.
      }
    },
  }
}

/** What the row `key` is bound to. */
export function jottingBound(key: string): string {
  return `jotting ${key}`
}

const PLACE = '\u0000buffer '

/** JSON's length (4 bytes), JSON with places for the buffers, then the buffers one after the other. */
export function pack(value: unknown): ArrayBuffer {
  const buffers: ArrayBuffer[] = []
  const text = JSON.stringify(value ?? null, (_, part: unknown) =>
    part instanceof ArrayBuffer ? `${PLACE}${buffers.push(part) - 1} ${part.byteLength}` : part,
  )
  const json = new TextEncoder().encode(text)
  const packed = new Uint8Array(4 + json.length + buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0))
  new DataView(packed.buffer).setUint32(0, json.length)
  packed.set(json, 4)
  let at = 4 + json.length
  for (const buffer of buffers) {
    packed.set(new Uint8Array(buffer), at)
    at += buffer.byteLength
  }
  return packed.buffer
}

export function unpack(packed: ArrayBuffer): unknown {
  const length = new DataView(packed).getUint32(0)
  const text = new TextDecoder().decode(packed.slice(4, 4 + length))
  let at = 4 + length
  // Arrays and members are revived in the order in which they were written, so the buffers come in order too.
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== 'string' || !part.startsWith(PLACE)) return part
    const from = at
    at += Number(part.split(' ')[2])
    return packed.slice(from, at)
  })
}
