/**
 * How acts lie in a journal's file, one after the other:
 *
 *     mark (1 byte) · length of the header (4) · length of the body (4) · header (JSON, UTF-8) · body (sealed)
 *
 * The header says no more than the database does in the clear; all of it but the mark is authenticated with the body. A write that a
 * crash cut short is a frame longer than its file, and the end of what can be read.
 */
import * as v from 'valibot'
import { hash } from '#domain/entries/envelope.ts'
import { uuid } from '#domain/uuid.ts'

const hex = (bytes: number) => v.pipe(v.string(), v.regex(/^[0-9a-f]+$/), v.length(bytes * 2))

const headerSchema = v.object({
  device: v.string(),
  /** `deviceSeq` of the first of `ids`, and where it hangs on the chain. */
  first: v.number(),
  prev: v.nullable(hash),
  /** Of the act's last entry. */
  hash,
  ids: v.pipe(v.array(uuid), v.minLength(1)),
  /** SHA-256 of its photographs. */
  photos: v.array(hash),
  /** Whose key seals it; a name of the account's public key, not of the account. */
  key: v.string(),
  /** The other half of the agreement (ECDH P-256, raw point), made for this act. */
  point: hex(65),
  iv: hex(12),
})
export type Header = v.InferOutput<typeof headerSchema>

export interface Frame {
  /** Where it begins in its file. */
  at: number
  header: Header
  /** Whether the database said that it has the act. Without it, it may have. */
  kept: boolean
  /** What was authenticated. */
  bound: Uint8Array<ArrayBuffer>
  body: Blob
}

/** The mark of an act before the database has it, after that, and of one that it never had. */
const [WRITTEN, KEPT, DROPPED] = [0x77, 0x6b, 0x64]
const PREFIX = 9
/** With one look one usually has the whole header. */
const LOOK = 4_096

export const keptMark = Uint8Array.of(KEPT)
export const droppedMark = Uint8Array.of(DROPPED)

export function headerBytes(header: Header): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(header))
}

export function toFrame(header: Uint8Array, body: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(PREFIX + header.length + body.byteLength)
  const view = new DataView(frame.buffer)
  view.setUint8(0, WRITTEN)
  view.setUint32(1, header.length)
  view.setUint32(5, body.byteLength)
  frame.set(header, PREFIX)
  frame.set(new Uint8Array(body), PREFIX + header.length)
  return frame
}

/** The frames of `file` in the order in which they were written, as far as it can be read, without those that were dropped. */
export async function readFrames(file: Blob): Promise<Frame[]> {
  const frames: Frame[] = []
  for (let at = 0; at + PREFIX <= file.size; ) {
    const look = await file.slice(at, at + LOOK).arrayBuffer()
    const view = new DataView(look)
    const [mark, length] = [view.getUint8(0), view.getUint32(1)]
    const from = at + PREFIX + length
    const end = from + view.getUint32(5)
    if ((mark !== WRITTEN && mark !== KEPT && mark !== DROPPED) || end > file.size) break
    const bound = new Uint8Array(PREFIX + length <= look.byteLength ? look.slice(PREFIX, PREFIX + length) : await file.slice(at + PREFIX, from).arrayBuffer())
    const header = readHeader(bound)
    if (header === null) break
    if (mark !== DROPPED) frames.push({ at, header, kept: mark === KEPT, bound, body: file.slice(from, end) })
    at = end
  }
  return frames
}

function readHeader(bytes: Uint8Array): Header | null {
  try {
    const read = v.safeParse(headerSchema, JSON.parse(new TextDecoder().decode(bytes)))
    return read.success ? read.output : null
  } catch {
    return null
  }
}
