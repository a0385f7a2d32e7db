/** Signatures and refusals, of a visit's record or of a notice. */
import type { SignerRole } from '../entries/signature.ts'
import type { Instant } from '../time.ts'
import type { Read } from './read.ts'

export interface Signature {
  id: string
  role: SignerRole
  title: string | null
  /** SHA-256 of what was signed, or was to be. */
  signed: string
  at: Instant
  /** `null` where the name is not here or was erased. */
  name: string | null
  outcome: { kind: 'screen'; strokes: string | null } | { kind: 'paper'; photo: string } | { kind: 'refused'; reason: string; note: string; witness: string | null }
}

export function signatureOf(entry: Read<'signature.taken' | 'signature.refused'>): Signature {
  const { role, title, signed } = entry.body
  return { id: entry.id, role, title, signed, at: entry.at, name: entry.personal?.signerName ?? null, outcome: outcomeOf(entry) }
}

function outcomeOf(entry: Read<'signature.taken' | 'signature.refused'>): Signature['outcome'] {
  if (entry.kind === 'signature.refused') {
    const { reason, note = '' } = entry.body
    return { kind: 'refused', reason, note, witness: entry.personal?.witnessName ?? null }
  }
  const { method } = entry.body
  return method.kind === 'paper' ? method : { kind: 'screen', strokes: entry.personal?.strokes ?? null }
}
