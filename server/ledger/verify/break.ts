/** A break: something in the database that is not as it was when its receipt was given. */

export const breakKinds = [
  'gap', 'unreadable', 'columns', 'hash', 'prev', 'signature', 'personal', 'personal-missing', 'head', 'receipt', 'aside', 'certificate',
] as const
export type BreakKind = (typeof breakKinds)[number]

export interface Break {
  kind: BreakKind
  /** The chain or sequence it is in: of a device, of an area, or of what certificates say. */
  of: 'device' | 'area' | 'certificate'
  /** Name of the device, code of the area, id of the certificate. */
  name: string
  /** Its number there; `null` where it has none. */
  seq: number | null
  /** The entry at the break (after a gap: the next one), or `null` where there is none. */
  entry: string | null
}
