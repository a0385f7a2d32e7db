/** How a finding comes about: what is filled in beforehand, and the entries that saving it writes. */
import { checklistItem, smallWorksTemplate, type ChecklistItem } from '#domain/checklist/small-works.ts'
import type { Action, PhotoRole, Severity } from '#domain/entries/finding.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { Check, Visit } from '#domain/fold.ts'
import { DEFAULT_DAYS, itemOf, peopleWords } from '#domain/crew-findings.ts'
import { isDraftGround, isGround } from '#domain/finding-ground.ts'
import { addDays, type Day } from '#domain/time.ts'
import type { NewPhoto } from '#device/doors.ts'

export { isCleared, isDraftGround, isGround, knownNow, unaddressed } from '#domain/finding-ground.ts'

export interface FindingPhoto extends NewPhoto {
  role: 'before' | 'after'
}

export interface FindingForm {
  /** The finding's id from the first letter on, so that it cannot be raised twice. */
  id: string
  item: string
  severity: Severity
  text: string
  action: Action
  deadline: Day
  photos: FindingPhoto[]
}

/** Where a finding comes from: checks of the visit, an item of the checklist, or neither. */
export interface FindingSource {
  checks: readonly string[]
  item: string | null
}

const GRAVITY: readonly Severity[] = ['general', 'serious', 'major']

/** The form as it opens: everything filled in, so that one more tap saves it. */
export function prefill(checks: readonly Check[], item: string | null, today: Day): Omit<FindingForm, 'id'> {
  const deadline = addDays(today, DEFAULT_DAYS)
  const chosen = item === null ? null : (checklistItem(smallWorksTemplate, item) ?? null)
  if (chosen !== null) return fromItem(chosen, deadline)
  const { gravest, text } = wordsFor(checks.filter(isGround))
  if (gravest === undefined) return { item: '', severity: 'general', text, action: 'fixed-on-site', deadline, photos: [] }
  return { ...fromItem(gravest, deadline), text }
}

/** What is said of `ground`, people counted, and the gravest item it falls under. */
function wordsFor(ground: readonly Check[]): { gravest: ChecklistItem | undefined; text: string } {
  const counted = new Map<ChecklistItem, number>()
  for (const check of ground) {
    const found = itemOf(check)
    if (found) counted.set(found, (counted.get(found) ?? 0) + 1)
  }
  return {
    gravest: [...counted.keys()].sort((a, b) => GRAVITY.indexOf(b.severity) - GRAVITY.indexOf(a.severity))[0],
    text: [...counted].map(([item, count]) => peopleWords(item, count)).join('；'),
  }
}

function fromItem(item: ChecklistItem, deadline: Day): Omit<FindingForm, 'id'> {
  return { item: item.code, severity: item.severity, text: item.findingText, action: item.action, deadline, photos: [] }
}

/** Adds a quick phrase, once, after what stands there. */
export function withPhrase(text: string, phrase: string): string {
  if (text.includes(phrase)) return text
  const before = text.trim().replace(/[。；，]$/, '')
  return before === '' ? phrase : `${before}；${phrase}`
}

export type FindingProblem = 'no-text' | 'too-long' | 'deadline-past'

export function findingProblem(form: Omit<FindingForm, 'id'>, today: Day): FindingProblem | null {
  if (form.text.trim() === '') return 'no-text'
  if (form.text.trim().length > 1000) return 'too-long'
  return form.action === 'deadline' && form.deadline < today ? 'deadline-past' : null
}

/** Before and after are said only where something was mended on the spot. */
function roleOf(photo: FindingPhoto, action: Action): PhotoRole {
  return action === 'fixed-on-site' ? photo.role : 'scene'
}

/** What is known live makes one finding; each remembered check makes a draft of its own, so that a recheck settles it alone. */
function apart(ground: readonly Check[]): Check[][] {
  const live = ground.filter((check) => !isDraftGround(check))
  const drafts = ground.filter(isDraftGround).map((check) => [check])
  return live.length > 0 || drafts.length === 0 ? [live, ...drafts] : drafts
}

/** The form as it goes for `part` of its ground: only what is said of these, wherever the prefilled words still stand. */
function formFor(form: FindingForm, part: readonly Check[], ground: readonly Check[]): FindingForm {
  if (part.length === ground.length) return form
  const own = wordsFor(part)
  return { ...form, item: own.gravest?.code ?? form.item, text: form.text.replace(wordsFor(ground).text, () => own.text) }
}

/**
 * The entries of what was found, to be written together with the photographs, which belong to every finding of the form. There is more
 * than one finding where live and remembered results were chosen together; the first bears the form's id.
 */
export function findingDrafts(form: FindingForm, visit: Pick<Visit, 'id' | 'site' | 'area'>, checks: readonly Check[], newId: () => string): Draft[] {
  const ground = checks.filter(isGround)
  return apart(ground).flatMap((part, index) => oneFinding({ ...formFor(form, part, ground), id: index === 0 ? form.id : newId() }, visit, part))
}

function oneFinding(form: FindingForm, visit: Pick<Visit, 'id' | 'site' | 'area'>, ground: readonly Check[]): Draft[] {
  const { id } = form
  const common = { area: visit.area, about: { site: visit.site, visit: visit.id, finding: id } }
  const drafts: Draft[] = [
    {
      ...common,
      kind: 'finding.raised',
      id,
      body: {
        item: form.item === '' ? null : form.item,
        severity: form.severity,
        text: form.text.trim(),
        checks: ground.map((check) => check.id),
        action: form.action,
        deadline: form.action === 'deadline' ? form.deadline : null,
        draft: ground.some(isDraftGround),
      },
    },
  ]
  for (const photo of form.photos) {
    const { sha256, mime, width, height } = photo
    drafts.push({
      ...common, kind: 'attachment.added', body: { sha256, mime, width, height, bytes: photo.bytes.byteLength, role: roleOf(photo, form.action) },
    })
  }
  if (form.action === 'fixed-on-site') drafts.push({ ...common, kind: 'finding.rectified', body: {} })
  return drafts
}
