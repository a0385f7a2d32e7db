/** 2.2.3 and 2.2.6 GetWorkerImage: a photograph in base64, from the card in XML or from the register in JSON. */
import { meaningOf, type MessageRule } from '../message-rules.ts'
import { readFields, textOf } from '../json-fields.ts'
import type { FaceImage } from '../results.ts'
import { readRows, spokenMessage } from './document.ts'
import { readFrame, troubleOf } from './frame.ts'
import { reading, refusal, refused, type ReadLimits, type Reading } from './reading.ts'

const table = { list: 'WorkerImages', row: 'WorkerImage', fields: ['Image'] } as const

const LARGEST_BYTES = 2 * 1024 * 1024

/** The photograph of the identity card; `null` when there is none, or none that is a picture. Several are of other people. */
export function readCardImage(text: string, rules: readonly MessageRule[], limits: ReadLimits): Reading<FaceImage | null> {
  const message = spokenMessage(text)
  if (message !== null && meaningOf(message, rules) === 'no-record') return reading(null)
  const read = readRows(text, table, rules, { ...limits, rows: 1 })
  return read.kind === 'trouble' ? read : reading(readPicture(read.value[0]?.Image ?? ''))
}

/** The photograph of the register, from a decoded reply; `null` as above. */
export function readFaceImage(body: unknown, rules: readonly MessageRule[]): Reading<FaceImage | null> {
  const frame = readFrame(body)
  if (frame.kind === 'trouble') return refused(frame)
  if (frame.kind === 'failure' && meaningOf(frame.message, rules) === 'no-record') return reading(null)
  if (frame.kind !== 'success') return refused(troubleOf(frame, rules))
  const data: unknown = frame.fields.get('data') ?? []
  if (!Array.isArray(data)) return refusal('platform', 'data is no list')
  if (data.length > 1) return refusal('platform', 'several photographs for one person', 'too-many-rows')
  return reading(readPicture(textOf(readFields(data[0])?.get('faceimage'))))
}

const SIGNATURES = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
] as const

/** A file of another kind is no photograph, whatever it is called on the way. */
function readPicture(text: string): FaceImage | null {
  const base64 = text.replace(/^data:[^,]{0,100},/, '').replace(/\s/g, '')
  if (base64.length > (LARGEST_BYTES / 3) * 4 + 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const [mime] = SIGNATURES.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte)) ?? []
  return mime === undefined || bytes.length > LARGEST_BYTES ? null : { mime, bytes }
}
