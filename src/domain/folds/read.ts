/** How folds read entries: each once, in one order whatever the order of arrival, and in the newest version of its kind. */
import type { Personal } from '../entries/envelope.ts'
import type { CurrentEntry, Entry, EntryKind, Recorded } from '../entries/kinds.ts'
import { upgradeEntry } from '../entries/upgrade.ts'

export type Any = Recorded | Entry

/** `stored` is the entry as it was written, naming nobody: the one that histories and disputes keep. */
export type Read<K extends EntryKind = EntryKind> = Extract<CurrentEntry, { kind: K }> & { personal: Personal | null; stored: Entry }

function personalOf(entry: Any): Personal | null {
  return 'personal' in entry ? entry.personal : null
}

/** Of two copies the one that names the person tells more; two entries that claim one id (kept apart by the server) are told apart by their hashes. */
function better(a: Any, b: Any): Any {
  if (a.hash !== b.hash) return a.hash < b.hash ? a : b
  return personalOf(a) === null ? b : a
}

/**
 * Oldest first by name (UUIDv7; a phone's names only ever grow). Entries of a kind or version newer than this app are left for a
 * later fold.
 */
export function readAll(entries: readonly Any[]): Read[] {
  const once = new Map<string, Any>()
  for (const entry of entries) {
    const held = once.get(entry.id)
    once.set(entry.id, held === undefined ? entry : better(held, entry))
  }
  return [...once.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((entry) => {
      const { personal, ...stored }: Entry & { personal?: Personal | null } = entry
      const current = upgradeEntry(stored)
      return current === null ? [] : [{ ...current, personal: personal ?? null, stored }]
    })
}

export function only<K extends EntryKind>(entries: readonly Read[], ...kinds: readonly K[]): Read<K>[] {
  const wanted: readonly EntryKind[] = kinds
  return entries.filter((entry): entry is Read<K> => wanted.includes(entry.kind))
}

/** `entries` by what `keyOf` says; those of which it says nothing are left out. */
export function groupBy<E>(entries: readonly E[], keyOf: (entry: E) => string | undefined): Map<string, E[]> {
  const groups = new Map<string, E[]>()
  for (const entry of entries) {
    const key = keyOf(entry)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  return groups
}
