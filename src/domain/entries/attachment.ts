/** The family `attachment.*`: photographs of what was found, and of papers. The bytes travel apart, by their hash. */
import * as v from 'valibot'
import { hash } from './envelope.ts'
import { photoRoles } from '../photo-roles.ts'
import { versioned } from './versions.ts'

/** Version 1: a photograph of a finding. Largest 4 MB; the phone makes them about 300 KB. */
export const attachmentAdded = v.object({
  sha256: hash,
  mime: v.picklist(['image/jpeg', 'image/webp']),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4 * 1024 * 1024)),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  role: v.picklist(photoRoles),
})

/** Version 2: papers too. `takenAt` (UTC ms) where the picture is older than this entry, from the gallery, and says when it was taken. */
export const attachmentAdded2 = v.object({
  ...attachmentAdded.entries,
  role: v.picklist([...photoRoles, 'document', 'other']),
  takenAt: v.nullable(v.pipe(v.number(), v.integer())),
})

export const attachmentFamily = {
  'attachment.added': versioned(attachmentAdded, attachmentAdded2),
}
