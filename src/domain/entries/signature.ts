/** The family `signature.*`: who signed what, or refused to. Of a visit's record, or of a notice where `about` names one. */
import * as v from 'valibot'
import { hash } from './envelope.ts'
import { text } from './fields.ts'
import { versioned } from './versions.ts'

/** `unit`: the head or representative of those inspected. */
export const signerRoles = ['unit', 'witness', 'inspector', 'recorder'] as const
export type SignerRole = (typeof signerRoles)[number]

const signer = {
  role: v.picklist(signerRoles),
  /** What the signer is at the site, such as 负责人. */
  title: v.nullable(text(50)),
  /** SHA-256 of the text that lay before the signer. */
  signed: hash,
}

/** On glass, with the strokes in `personal`, or on paper, which was photographed. The signer's name is in `personal`. */
export const signatureTaken = v.object({
  ...signer,
  method: v.variant('kind', [v.object({ kind: v.literal('screen') }), v.object({ kind: v.literal('paper'), photo: hash })]),
})

export const refusalReasons = ['refused', 'absent', 'unable', 'other'] as const

/** The law has a refusal put on record. Who refused and who saw it are in `personal`. */
export const signatureRefused = v.object({ ...signer, reason: v.picklist(refusalReasons), note: v.optional(text(500)) })

export const signatureFamily = {
  'signature.taken': versioned(signatureTaken),
  'signature.refused': versioned(signatureRefused),
}
