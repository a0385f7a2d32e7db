import { computed, inject, shallowRef, watch } from 'vue'
import type { SignerRole } from '#domain/entries/signature.ts'
import { DOORS, SESSION, type Doors, type SessionRef } from '#device/doors.ts'
import { useFromLedger } from './from-ledger.ts'
import { notWrittenText } from './inspect-text.ts'
import { useJotting } from './jotting.ts'
import { findPaper, readPapers, signingTrouble } from './paper-reading.ts'
import { emptySignForm, signDrafts, signProblem, type SignForm } from './sign-form.ts'

type Step = { kind: 'filling' } | { kind: 'refused' } | { kind: 'writing' } | { kind: 'trouble'; sentence: string }

/** One signature under the paper `paper` of a visit: kept up to the last stroke while it is unfinished, saved in one piece. */
export function useSigning(visitId: string, paper: string) {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const step = shallowRef<Step>({ kind: 'filling' })
  const account = session.value?.account ?? null
  const read = () => readPapers(doors.ledger, visitId, account)
  const loading = read()
  const papers = useFromLedger(doors.ledger, read)
  const found = computed(() => (papers.value ? findPaper(papers.value, paper) : null))
  const trouble = computed(() => (papers.value ? signingTrouble(papers.value, found.value?.notice ?? null) : null))

  const jotting = useJotting<SignForm>(doors.jottings, {
    key: `sign:${visitId}:${paper}`,
    initial: async () => {
      const first = await loading
      const role = first === null ? 'unit' : nextRole(first)
      return emptySignForm(doors.random.uuid(), role, role === 'inspector' || role === 'recorder' ? (account?.name ?? '') : '')
    },
    plain: (form) => ({ ...form, strokes: form.strokes.map((stroke) => stroke.map((point) => ({ ...point }))), photos: form.photos.map((photo) => ({ ...photo })) }),
    saved: async ({ id }) => (await loading)?.entries.some((entry) => entry.id === id) ?? false,
  })

  /** Whose turn it is: the unit, then the witness is passed over, as there often is none, then the inspector. */
  function nextRole(of: NonNullable<typeof papers.value>): SignerRole {
    const signatures = (paper === 'record' ? of.visit.signatures : of.notices.find(({ notice }) => notice.id === paper)?.notice.signatures) ?? []
    return (['unit', 'inspector', 'recorder', 'witness'] as const).find((role) => !signatures.some((signature) => signature.role === role)) ?? 'witness'
  }

  const hash = computed(() => found.value?.sheet.hash ?? null)
  const problem = computed(() => (jotting.form.value && hash.value !== null ? signProblem(jotting.form.value, hash.value) : null))

  // The text that lies there at the first stroke or photograph is the one that is signed.
  watch(
    () => (jotting.form.value?.strokes.length ?? 0) + (jotting.form.value?.photos.length ?? 0),
    (count) => {
      const form = jotting.form.value
      if (form) form.shown = count === 0 ? null : (form.shown ?? hash.value)
    },
  )

  /** Whether everything is on disk. When not, the form stays as it is and `step` says why. */
  async function save(): Promise<boolean> {
    const [form, at] = [jotting.form.value, found.value]
    if (!form || !papers.value || at === null || trouble.value !== null || step.value.kind === 'writing') return false
    if (problem.value !== null) {
      step.value = { kind: 'refused' }
      return false
    }
    step.value = { kind: 'writing' }
    const photos = form.way === 'paper' ? form.photos.slice(0, 1).map(({ sha256, bytes, mime, width, height }) => ({ sha256, bytes, mime, width, height })) : []
    const written = await doors.ledger.write(signDrafts(form, papers.value.visit, at.notice?.id ?? null, at.sheet.hash), photos)
    if (written.kind === 'not-written') {
      step.value = { kind: 'trouble', sentence: notWrittenText[written.why] }
      return false
    }
    await jotting.drop()
    return true
  }
  return { papers, found, trouble, form: jotting.form, restored: jotting.restored, drop: jotting.drop, step, problem, save }
}
