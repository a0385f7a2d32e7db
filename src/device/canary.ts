/**
 * A count of the ledger kept outside its database. Browsers replace a damaged database by an empty one without a word, and a phone
 * restored from a copy brings an old one: only something that lies elsewhere can tell. Trouble with it costs the warning, nothing else.
 */
import * as v from 'valibot'

export type CanaryStorage = Pick<Storage, 'getItem' | 'setItem'>

const KEY = 'ledger-canary'
const schema = v.object({ device: v.string(), seq: v.number(), entries: v.number(), photos: v.number() })

/** The number of the device's last entry, and how much had no receipt then. */
export type CanaryMark = v.InferOutput<typeof schema>

export interface Canary {
  read(): CanaryMark | null
  note(mark: CanaryMark): void
}

export function createCanary(storage: CanaryStorage): Canary {
  return {
    read() {
      try {
        const mark = v.safeParse(schema, JSON.parse(storage.getItem(KEY) ?? 'null'))
        return mark.success ? mark.output : null
      } catch {
        return null
      }
    },
    note(mark) {
      try {
        storage.setItem(KEY, JSON.stringify(mark))
      } catch {
        // Full or forbidden: the mark stays behind, which is never a false alarm.
      }
    },
  }
}
