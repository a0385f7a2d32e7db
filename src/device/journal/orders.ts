/** What page and worker say to each other. */

/** The journal's folder in the origin's private file system. */
export const JOURNAL = 'journal'

export type Order =
  /** Whether it can work at all. */
  | { kind: 'look' }
  | { kind: 'write'; file: string; at: number; bytes: Uint8Array<ArrayBuffer>; durable: boolean }
  | { kind: 'truncate'; file: string; size: number }
  | { kind: 'remove'; file: string }

export interface Answer {
  id: number
  trouble: { name: string; message: string } | null
}
