import type { Draft } from '#domain/entries/kinds.ts'
import { isFit, plainForm, siteValues, type SiteForm } from './site-form.ts'

/** A registration as it is typed. */
export interface Registration extends SiteForm {
  /** The site's id from the first letter on, so that it cannot be registered twice. */
  id: string
  /** Sites that look like this one and are not, by the inspector's word. */
  others: string[]
}

/** The entry of a registration; `null` while there is a problem. Persons go into the personal part. */
export function siteDraft(form: Registration, area: string, demo: boolean): Draft | null {
  if (form.kind === null || !isFit(form)) return null
  const { fixed, optional, persons } = siteValues(plainForm(form))
  const personal = filled(persons, '')
  return {
    kind: 'site.registered',
    v: 2,
    id: form.id,
    area,
    about: { site: form.id },
    body: { ...fixed, kind: form.kind, ...filled(optional, null), ...(demo ? { demo: true } : {}) },
    ...(Object.keys(personal).length > 0 ? { personal } : {}),
  }
}

type Filled<T> = { [K in keyof T]?: NonNullable<T[K]> }

/** Those fields that say something. */
function filled<T extends object>(fields: T, nothing: '' | null): Filled<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== nothing)) as Filled<T>
}
