/** Who signed, who refused, and the lines that wait for a pen. */
import type { Signature } from '../fold.ts'
import { inkOf, type Ink } from './ink.ts'
import { decodeStrokes } from './strokes.ts'
import type { Slot } from './templates.ts'
import { momentWords, roleWords } from './words.ts'

/** Whether what was signed is what stands there now; `unknown` where this phone does not have all of it. */
export type Agreement = 'same' | 'changed' | 'unknown'

export interface SignatureLine {
  label: string
  certificate: boolean
  /** `null` for a line that waits. */
  signed: { name: string; title: string | null; at: string; ink: Ink | null; photo: string | null; refusal: string | null; agreement: Agreement } | null
}

export const refusalWords: Readonly<Record<string, string>> = { refused: '拒绝签名', absent: '不在现场', unable: '无法签名', other: '未签名' }

/** The lines of `slots`, filled with `signatures`; further signatures of a role get further lines. `hash` is of what stands there now, `null` when that is not known. */
export function signatureLines(slots: readonly Slot[], signatures: readonly Signature[], hash: string | null): SignatureLine[] {
  const waiting = new Map(slots.map((slot) => [slot.role, counted(signatures.filter((signature) => signature.role === slot.role))]))
  const lines = slots.map((slot): SignatureLine => {
    const next = waiting.get(slot.role)?.shift()
    return { label: slot.label, certificate: slot.certificate ?? false, signed: next === undefined ? null : told(next, hash) }
  })
  const taken = new Set(slots.map((slot) => slot.role))
  const further = [...[...waiting.values()].flat(), ...signatures.filter(({ role }) => !taken.has(role))]
  const labelOf = (signature: Signature) => slots.find((slot) => slot.role === signature.role)?.label ?? roleWords[signature.role]
  return [...lines, ...further.map((signature): SignatureLine => ({ label: labelOf(signature), certificate: false, signed: told(signature, hash) }))]
}

/** Of one person's several words the last counts: who refused may sign after all, and what was changed is signed again. */
function counted(signatures: readonly Signature[]): Signature[] {
  const last = new Map<string, Signature>()
  for (const signature of signatures) {
    // There is one unit; whoever speaks for it last speaks for it.
    const key = signature.role === 'unit' ? '' : (signature.name ?? signature.id)
    last.delete(key)
    last.set(key, signature)
  }
  return [...last.values()]
}

function told({ name, title, at, signed, outcome }: Signature, hash: string | null) {
  return {
    name: name ?? '（姓名未显示）',
    title,
    at: momentWords(at),
    ink: outcome.kind === 'screen' && outcome.strokes !== null ? inkOf(decodeStrokes(outcome.strokes)) : null,
    photo: outcome.kind === 'paper' ? outcome.photo : null,
    refusal: outcome.kind === 'refused' ? refusalSentence(outcome) : null,
    agreement: hash === null ? 'unknown' : signed === hash ? 'same' : 'changed',
  } as const
}

function refusalSentence({ reason, note, witness }: Extract<Signature['outcome'], { kind: 'refused' }>): string {
  return [refusalWords[reason] ?? '未签名', note === '' ? null : `情况：${note}`, witness === null ? null : `见证人：${witness}`].filter((part) => part !== null).join('；')
}
