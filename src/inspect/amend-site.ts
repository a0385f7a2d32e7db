/** What is said of a site after it was registered: that something is different, that it is over, that it goes on. */
import { canonical, type Json } from '#domain/canonical.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { SiteClosing } from '#domain/entries/site.ts'
import type { Site } from '#domain/fold.ts'
import { isFit, plainForm, siteValues, type SiteForm } from './site-form.ts'

/** What was there when the form was opened, and what stands there now. Only what this person changed is written: others may have changed the rest. */
export interface Amendment {
  before: SiteForm
  form: SiteForm
  reason: string
}

type Whose = Pick<Site, 'id' | 'area'>

export function isChanged({ before, form }: Amendment): boolean {
  const [was, is] = [siteValues(before), siteValues(form)]
  return Object.keys({ ...differing(was.fixed, is.fixed), ...differing(was.optional, is.optional), ...differing(was.persons, is.persons) }).length > 0
}

/** The entry of a change; `null` while there is a problem or nothing is different. */
export function amendmentDraft({ id, area }: Whose, { before, form, reason }: Amendment): Draft | null {
  if (form.kind === null || !isFit(form)) return null
  const [was, is] = [siteValues(plainForm(before)), siteValues(plainForm(form))]
  const { kind, ...fixed } = differing(was.fixed, is.fixed)
  const personal = differing(was.persons, is.persons)
  const changes = { ...fixed, ...(kind ? { kind } : {}), ...differing(was.optional, is.optional) }
  if (Object.keys(changes).length + Object.keys(personal).length === 0) return null
  return {
    kind: 'site.amended',
    area,
    about: { site: id },
    body: { ...changes, ...because(reason) },
    ...(Object.keys(personal).length > 0 ? { personal } : {}),
  }
}

/** The fields of `is` that `was` has otherwise. */
function differing<T extends object>(was: T, is: T): Partial<T> {
  const differs = ([field, value]: [string, unknown]) => canonical(value as Json) !== canonical(was[field as keyof T] as Json)
  return Object.fromEntries(Object.entries(is).filter(differs)) as Partial<T>
}

export interface Closing {
  reason: SiteClosing | null
  /** The site that remains, where this one is a duplicate. */
  duplicateOf: string | null
  note: string
}

export type ClosingProblem = 'no-reason' | 'no-remaining-site'

export function closingProblem({ reason, duplicateOf }: Closing): ClosingProblem | null {
  if (reason === null) return 'no-reason'
  return reason === 'duplicate' && duplicateOf === null ? 'no-remaining-site' : null
}

/** The entry of a closing; `null` while there is a problem. */
export function closingDraft({ id, area }: Whose, closing: Closing): Draft | null {
  const { reason, duplicateOf, note } = closing
  if (reason === null || closingProblem(closing) !== null) return null
  const told = note.trim()
  return {
    kind: 'site.closed', area, about: { site: id }, body: { reason, duplicateOf: reason === 'duplicate' ? duplicateOf : null, ...(told === '' ? {} : { note: told.slice(0, 200) }) },
  }
}

export function reopeningDraft({ id, area }: Whose, reason: string): Draft {
  return { kind: 'site.amended', area, about: { site: id }, body: { status: 'active', ...because(reason) } }
}

function because(reason: string): { reason?: string } {
  const told = reason.trim()
  return told === '' ? {} : { reason: told.slice(0, 200) }
}
