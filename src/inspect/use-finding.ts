import { computed, inject, onScopeDispose, shallowRef } from 'vue'
import { foldVisits, type Visit } from '#domain/fold.ts'
import { shanghaiDay } from '#domain/time.ts'
import { DOORS, type Doors } from '#device/doors.ts'
import { findingDrafts, findingProblem, isGround, prefill, type FindingForm, type FindingSource } from './finding.ts'
import { notWrittenText } from './inspect-text.ts'
import { useJotting } from './jotting.ts'
import { findingKey, forgetUnfinished, noteUnfinished } from './unfinished.ts'

type Step = { kind: 'filling' } | { kind: 'refused' } | { kind: 'writing' } | { kind: 'trouble'; sentence: string }

/** One finding being written down: prefilled from its source, kept while it is unfinished, saved in one piece with its photographs. */
export function useFinding(visitId: string, source: FindingSource) {
  const doors = inject<Doors>(DOORS)!
  const today = shanghaiDay(doors.clock.phoneNow())
  const visit = shallowRef<Visit | null | undefined>()
  const step = shallowRef<Step>({ kind: 'filling' })
  const spaceShort = shallowRef(false)
  void doors.durability.spaceShort().then((short) => { spaceShort.value = short })

  // Read again after every change: a recheck can clear somebody while the form is being filled in.
  const read = async () => {
    visit.value = foldVisits(await doors.ledger.about('visit', visitId)).get(visitId) ?? null
    return visit.value
  }
  const loading = read()
  onScopeDispose(doors.ledger.onChange(() => void read()))
  const named = computed(() => visit.value?.checks.filter((check) => source.checks.includes(check.id)) ?? [])
  const ground = computed(() => named.value.filter(isGround))
  /** Begun about people against whom nothing is held now: no finding. */
  const groundless = computed(() => source.checks.length > 0 && ground.value.length === 0)

  const jotting = useJotting<FindingForm>(doors.jottings, {
    key: findingKey(visitId, source),
    initial: async () => {
      await loading
      return { ...prefill(named.value, source.item, today), id: doors.random.uuid() }
    },
    plain: (form) => ({ ...form, photos: form.photos.map((photo) => ({ ...photo })) }),
    saved: async ({ id }) => {
      const done = (await loading)?.findings.some((finding) => finding.id === id) ?? false
      if (done) await forgetUnfinished(doors.jottings, visitId, source)
      return done
    },
    onKept: () => void noteUnfinished(doors.jottings, visitId, source),
  })
  const problem = computed(() => (jotting.form.value ? findingProblem(jotting.form.value, today) : null))

  /** Whether everything is on disk. When not, the form stays as it is and `step` says why. */
  async function save(): Promise<boolean> {
    const form = jotting.form.value
    if (!form || !visit.value || groundless.value || step.value.kind === 'writing') return false
    if (problem.value !== null) {
      step.value = { kind: 'refused' }
      return false
    }
    step.value = { kind: 'writing' }
    // Another tab may have gone on with the same half-written form and saved it: what stands here is then a finding of its own.
    const latest = (await read()) ?? visit.value
    const id = latest.findings.some((finding) => finding.id === form.id) ? doors.random.uuid() : form.id
    const photos = new Map(form.photos.map(({ sha256, bytes, mime, width, height }) => [sha256, { sha256, bytes, mime, width, height }]))
    const drafts = findingDrafts({ ...form, id }, latest, named.value, doors.random.uuid)
    const written = await doors.ledger.write(drafts, [...photos.values()])
    if (written.kind === 'not-written') {
      step.value = { kind: 'trouble', sentence: notWrittenText[written.why] }
      return false
    }
    await discard()
    return true
  }

  async function discard(): Promise<void> {
    await jotting.drop()
    await forgetUnfinished(doors.jottings, visitId, source)
  }
  return { visit, today, step, spaceShort, named, ground, groundless, form: jotting.form, restored: jotting.restored, problem, save, discard }
}
