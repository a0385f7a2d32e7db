/** A signature being taken: who, how, and under which text. */
import { encodeStrokes, type InkPoint } from '#domain/documents/strokes.ts'
import type { refusalReasons, SignerRole } from '#domain/entries/signature.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { Visit } from '#domain/fold.ts'
import type { FindingPhoto } from './finding.ts'

export type RefusalReason = (typeof refusalReasons)[number]

export interface SignForm {
  /** Of the entry it becomes: a form that was saved just before the phone died is known by it. */
  id: string
  role: SignerRole
  name: string
  title: string
  way: 'screen' | 'paper' | 'refused'
  strokes: InkPoint[][]
  photos: FindingPhoto[]
  reason: RefusalReason
  note: string
  witness: string
  /** Hash of the text that lay before the signer at the first stroke or photograph; `null` before that. */
  shown: string | null
}

export function emptySignForm(id: string, role: SignerRole, name: string): SignForm {
  return { id, role, name, title: '', way: 'screen', strokes: [], photos: [], reason: 'refused', note: '', witness: '', shown: null }
}

export type SignProblem = 'no-name' | 'no-strokes' | 'no-photo' | 'no-reason' | 'text-changed'

/** What is still missing before it can be kept; `hash` is of the text as it stands now. */
export function signProblem(form: SignForm, hash: string): SignProblem | null {
  const refused = form.way === 'refused'
  // Who is absent or will not say a name has none.
  if (!refused && form.name.trim() === '') return 'no-name'
  if (form.way === 'screen' && form.strokes.length === 0) return 'no-strokes'
  if (form.way === 'paper' && form.photos.length === 0) return 'no-photo'
  if (refused && form.reason === 'other' && form.note.trim() === '') return 'no-reason'
  return !refused && form.shown !== hash ? 'text-changed' : null
}

/** The entries of a signature or a refusal under the text with `hash`. */
export function signDrafts(form: SignForm, visit: Pick<Visit, 'id' | 'site' | 'area'>, notice: string | null, hash: string): Draft[] {
  const common = { area: visit.area, about: { site: visit.site, visit: visit.id, ...(notice === null ? {} : { notice }) } }
  const [name, title, witness, note] = [form.name.trim(), form.title.trim(), form.witness.trim(), form.note.trim()]
  const signer = { role: form.role, title: title === '' ? null : title, signed: hash }
  const named = name === '' ? {} : { signerName: name }
  switch (form.way) {
    case 'refused':
      return [{
        ...common, kind: 'signature.refused', id: form.id, body: { ...signer, reason: form.reason, ...(note === '' ? {} : { note }) },
        personal: { ...named, ...(witness === '' ? {} : { witnessName: witness }) },
      }]
    case 'screen': {
      const strokes = encodeStrokes(form.strokes)
      return [{ ...common, kind: 'signature.taken', id: form.id, body: { ...signer, method: { kind: 'screen' } }, personal: { ...named, ...(strokes === null ? {} : { strokes }) } }]
    }
    case 'paper': {
      const photo = form.photos[0]!
      const { sha256, mime, width, height } = photo
      return [
        { ...common, kind: 'attachment.added', v: 2, body: { sha256, mime, width, height, bytes: photo.bytes.byteLength, role: 'document', takenAt: null } },
        { ...common, kind: 'signature.taken', id: form.id, body: { ...signer, method: { kind: 'paper', photo: sha256 } }, personal: named },
      ]
    }
  }
}
