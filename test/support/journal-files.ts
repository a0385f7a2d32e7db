/** A disk for journals, in memory: what lies on it outlives the phone's lives and its database. */
import type { JournalStorage } from '#device/journal/storage.ts'

export interface JournalDisk {
  files: Map<string, Uint8Array<ArrayBuffer>>
  /** Bytes that still fit. */
  room: number
  /** As one tab sees it, until `closed`; `cross` is called before and after everything it does and may never return. */
  open(tab?: { cross: () => Promise<void>; closed: () => boolean }): JournalStorage
}

export function createJournalDisk(): JournalDisk {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const writers = new Map<string, { closed: () => boolean }>()
  const disk: JournalDisk = { files, room: Infinity, open: (tab = { cross: async () => {}, closed: () => false }) => view(tab) }

  function grow(name: string, size: number): Uint8Array<ArrayBuffer> {
    const before = files.get(name) ?? new Uint8Array()
    const after = new Uint8Array(size)
    after.set(before.subarray(0, size))
    files.set(name, after)
    disk.room -= size - before.length
    return after
  }

  function view(tab: { cross: () => Promise<void>; closed: () => boolean }): JournalStorage {
    const hold = (name: string) => {
      const writer = writers.get(name)
      if (writer !== undefined && writer !== tab && !writer.closed()) throw new DOMException('another tab writes to it', 'NoModificationAllowedError')
      writers.set(name, tab)
    }
    const around = async <T>(work: () => T): Promise<T> => {
      await tab.cross()
      const outcome = work()
      await tab.cross()
      return outcome
    }
    return {
      write: (name, at, given) => {
        // As on the way to another thread: the caller has nothing left in hand.
        const bytes = structuredClone(given, { transfer: [given.buffer] })
        return around(() => {
          hold(name)
          const size = files.get(name)?.length ?? 0
          const fits = Math.min(bytes.length, Math.max(0, size + disk.room - at))
          grow(name, Math.max(size, at + fits)).set(bytes.subarray(0, fits), at)
          if (fits < bytes.length) throw new DOMException('the disk is full', 'QuotaExceededError')
        })
      },
      truncate: (name, size) =>
        around(() => {
          hold(name)
          grow(name, size)
        }),
      list: () => around(() => [...files.keys()]),
      read: (name) => around(() => new Blob([files.get(name)!])),
      remove: (name) =>
        around(() => {
          hold(name)
          writers.delete(name)
          grow(name, 0)
          files.delete(name)
        }),
    }
  }
  return disk
}
