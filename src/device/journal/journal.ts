/**
 * The journal: what a person does, written beside the database before it is written into it. Browsers replace a damaged database, and
 * one on a disk that is full, by an empty one without a word; what then had not been delivered is still here, sealed so that only its
 * author's next sign-in opens it (docs/decisions/0014-journal-beside-the-database.md).
 */
import type { Parcel } from '#domain/contract.ts'
import type { Instant } from '#domain/time.ts'
import type { Changes } from '../database/changes.ts'
import { pack } from '../database/jottings.ts'
import { getMeta, isNoSpace, putMeta, type Database } from '../database/open.ts'
import { toHex } from '../digest.ts'
import type { ClockDoor, Device, JournalDoor, NewPhoto, RandomDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import { headerBytes, keptMark, toFrame } from './frame.ts'
import { agree, makeKey, openKey, type JournalKey, type OpenedKey } from './keys.ts'
import { noteMissing, restore } from './restore.ts'
import { ACTS, KEYS, type JournalStorage } from './storage.ts'
import { sweep } from './sweep.ts'

/** One act of a person, open, as it is to be stored. */
export interface Act {
  account: string
  device: Device
  parcels: readonly Parcel[]
  photos: readonly NewPhoto[]
  at: Instant
}

export interface Journal extends JournalDoor {
  /**
   * Writes the act here, then lets `store` write it into the database; takes it out again when that says false or throws. Throws
   * `QuotaExceededError`, with nothing stored, when there is no room here; whatever else is wrong here does not hold the act up.
   */
  around(act: Act, store: () => Promise<boolean>): Promise<boolean>
}

export interface JournalParts {
  /** `null` where this browser has no place for a journal. */
  open: () => Promise<JournalStorage | null>
  database: Database
  vault: Vault
  changes: Changes
  random: RandomDoor
  clock: Pick<ClockDoor, 'phoneNow'>
}

/** From this size on, another file is begun: one act that waits for long keeps no more than that of what was delivered. */
const LARGE = 16 * 1024 * 1024

export function createJournal(parts: JournalParts): Journal {
  const { database, random } = parts
  let storage: Promise<JournalStorage | null> | null = null
  /** This tab's own file; `null` before the first act, and when nobody knows what is in it any more. */
  let own: { name: string; size: number } | null = null
  let turn: Promise<unknown> = Promise.resolve()

  const newName = () => ACTS + toHex(random.bytes(8))

  /** An empty file that nobody else writes to: one that was there before, because a power cut can lose the name of a new one. */
  async function ownFile(files: JournalStorage): Promise<{ name: string; size: number }> {
    if (own !== null && own.size <= LARGE) return own
    for (const name of await files.list()) {
      if (!name.startsWith(ACTS) || (await files.read(name)).size > 0) continue
      if (await files.truncate(name, 0).then(() => true, () => false)) return (own = { name, size: 0 })
    }
    own = { name: newName(), size: 0 }
    await files.truncate(own.name, 0)
    return own
  }

  function opened(): Promise<JournalStorage | null> {
    storage ??= parts.open().catch(() => {
      storage = null
      return null
    })
    return storage
  }

  /** One after the other: nobody sweeps a file while an act is between file and database. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  /** Where the act begins in the own file; `null` where it could not be written for another reason than space. */
  async function write(files: JournalStorage, act: Act): Promise<number | null> {
    try {
      const keys = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'journalKeys'))
      const key = keys?.[act.account]
      if (key === undefined) return null
      const [frame, file] = [await seal(act, key), await ownFile(files)]
      const at = file.size
      const end = at + frame.length
      await files.write(file.name, at, frame, true)
      file.size = end
      return at
    } catch (cause) {
      if (own !== null) await cutBack(files, own)
      if (isNoSpace(cause)) throw cause
      return null
    }
  }

  /** Takes away what lies behind `size`. Where that fails nobody knows what is there, and nothing is put behind it. */
  async function cutBack(files: JournalStorage, { name, size }: { name: string; size: number }): Promise<void> {
    await files.truncate(name, size).catch(() => (own = null))
  }

  async function seal({ device, parcels, photos, at }: Act, { name, point }: JournalKey): Promise<Uint8Array<ArrayBuffer>> {
    const [first, last] = [parcels[0]!.entry, parcels.at(-1)!.entry]
    const agreed = await agree(point)
    const iv = new Uint8Array(random.bytes(12))
    const header = headerBytes({
      device: device.device, first: first.deviceSeq, prev: first.prev, hash: last.hash, ids: parcels.map(({ entry }) => entry.id),
      photos: photos.map(({ sha256 }) => sha256), key: name, point: agreed.point, iv: toHex(iv),
    })
    const open = pack({ deviceSecret: device.deviceSecret, parcels, photos: photos.map(({ sha256, mime, bytes }) => ({ sha256, mime, at, bytes })) })
    return toFrame(header, await globalThis.crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: header }, agreed.key, open))
  }

  async function keysOf(files: JournalStorage, account: string, secret: string): Promise<OpenedKey[]> {
    const names = (await files.list()).filter((name) => name.startsWith(KEYS))
    const keys = await Promise.all(names.map(async (name) => openKey(await files.read(name), account, secret)))
    return keys.filter((key) => key !== null)
  }

  return {
    around: (act, store) =>
      inTurn(async () => {
        const files = await opened()
        const at = files === null ? null : await write(files, act)
        if (files === null || at === null || own === null) return store()
        const file = own
        let stored = false
        try {
          stored = await store()
        } finally {
          // Where neither can be done, the chain tells later which acts were stored.
          if (stored) await files.write(file.name, at, keptMark.slice(), false).catch(() => undefined)
          else {
            file.size = at
            await cutBack(files, file)
          }
        }
        return stored
      }),
    async enrol(account, secret) {
      try {
        const files = await opened()
        if (files === null) return
        let key: JournalKey | undefined = (await keysOf(files, account, secret))[0]
        if (key === undefined) {
          const made = await makeKey(account, secret, random)
          await files.write(KEYS + made.key.name, 0, made.file, true)
          key = made.key
        }
        const { name, point } = key
        await database.run(['meta'], 'readwrite', async (tx) => putMeta(tx, 'journalKeys', { ...(await getMeta(tx, 'journalKeys')), [account]: { name, point } }))
      } catch {
        // No space or no database: without a key the phone writes no journal, and works.
      }
    },
    async restore(account, secret) {
      try {
        const files = await opened()
        if (files !== null) await restore(parts, files, await keysOf(files, account, secret))
      } catch {
        // It stays where it is and is tried at the next sign-in.
      }
    },
    async sweep() {
      const files = await opened()
      if (files === null) return
      await inTurn(async () => {
        await sweep(database, files, own?.name ?? null, newName)
        if (own !== null && (await files.read(own.name)).size === 0) own.size = 0
        // The sooner it is there, the surer it is there after a power cut.
        await ownFile(files)
        await noteMissing(parts, files)
      }).catch(() => undefined)
    },
  }
}
