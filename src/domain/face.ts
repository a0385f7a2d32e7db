/** A photograph of a worker from the platform, for a person's own eyes to compare. Off unless the operator switches it on; never stored, every view on record. */
import * as v from 'valibot'
import { askSchema } from './contract.ts'

/** `POST /api/faces`: like a check, it needs an open visit of the asker's own. */
export const faceAskSchema = v.omit(askSchema, ['carried'])
/** `none`: the platform has no photograph, or could not be asked. Neither says anything about the worker. `image` is base64. */
export const faceReplySchema = v.variant('kind', [
  v.object({ kind: v.literal('face'), mime: v.picklist(['image/jpeg', 'image/png']), image: v.string(), simulated: v.boolean(), serverTime: v.number() }),
  v.object({ kind: v.literal('none'), why: v.picklist(['no-photo', 'fault']), serverTime: v.number() }),
])
export type FaceReply = v.InferOutput<typeof faceReplySchema>
