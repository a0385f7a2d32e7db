/** Opens what released versions left on disk, see test/fixtures/stores. */
import 'fake-indexeddb/auto'
import { cpSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { wrap, type IDBPDatabase } from 'idb'
import { first } from '#device/database/migrations/001-first.ts'
import type { PhoneSchema } from '#device/database/schema.ts'

const folder = join(import.meta.dirname, '../fixtures/stores')

interface StoredPhone {
  version: number
  stores: Record<string, [IDBValidKey, unknown][]>
}

interface StoredKey {
  raw: string
  algorithm: { name: string; hash?: string }
  usages: KeyUsage[]
}

/** The phone's database of `version`, in an IndexedDB of its own, at its own schema version. */
export async function storedPhone(version: string): Promise<IDBFactory> {
  const stored = JSON.parse(readFileSync(join(folder, `phone-${version}.json`), 'utf8')) as StoredPhone
  // Revived before the transaction, which would end while a key is imported.
  const rows = await Promise.all(Object.entries(stored.stores).map(async ([store, held]) => [store, await Promise.all(held.map(async ([key, value]) => [key, await revive(value)] as const))] as const))
  const indexedDB = new IDBFactory()
  const request = indexedDB.open('suan-xun', stored.version)
  request.onupgradeneeded = () => first(wrap(request.result) as IDBPDatabase<PhoneSchema>)
  const db = (await wrap(request)) as IDBPDatabase
  const tx = db.transaction([...db.objectStoreNames], 'readwrite')
  for (const [name, held] of rows) {
    const store = tx.objectStore(name)
    for (const [key, value] of held) void (store.keyPath === null ? store.put(value, key) : store.put(value))
  }
  await tx.done
  db.close()
  return indexedDB
}

/** A copy of the server's data folder of `version`. The caller removes it. */
export function storedServer(version: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'suan-xun-stored-'))
  cpSync(join(folder, `server-${version}`), copy, { recursive: true })
  return copy
}

async function revive(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(revive))
  if (value === null || typeof value !== 'object') return value
  if ('$bytes' in value) return new Uint8Array(Buffer.from(String(value.$bytes), 'base64')).buffer
  if ('$key' in value) {
    const { raw, algorithm, usages } = value.$key as StoredKey
    return crypto.subtle.importKey('raw', Buffer.from(raw, 'hex'), algorithm, false, usages)
  }
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, part]) => [name, await revive(part)])))
}
