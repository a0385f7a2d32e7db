import { creditCodeProblem, normaliseCreditCode, type CreditCodeProblem } from '#domain/credit-code.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { Place, SiteKind } from '#domain/entries/site.ts'

/** The registration form as it is typed. */
export interface SiteForm {
  /** The site's id from the first letter on, so that it cannot be registered twice. */
  id: string
  name: string
  kind: SiteKind | null
  address: string
  place: Place
  contractor: string
  creditCode: string
  headcount: string
  contactName: string
  contactPhone: string
}

export const emptySite: Omit<SiteForm, 'id'> = {
  name: '', kind: null, address: '', place: { kind: 'none', reason: 'not-asked' }, contractor: '', creditCode: '', headcount: '', contactName: '',
  contactPhone: '',
}

export interface SiteProblems {
  name: 'short' | 'long' | null
  kind: 'missing' | null
  creditCode: CreditCodeProblem | null
  headcount: 'number' | null
  contactPhone: 'phone' | null
}

/** What keeps the form from being saved, field by field. Empty optional fields are never a problem. */
export function siteProblems(form: Omit<SiteForm, 'id'>): SiteProblems {
  const name = form.name.trim()
  const creditCode = normaliseCreditCode(form.creditCode)
  const phone = form.contactPhone.replace(/[\s-]/g, '')
  return {
    name: name.length < 2 ? 'short' : name.length > 60 ? 'long' : null,
    kind: form.kind === null ? 'missing' : null,
    creditCode: creditCode === '' ? null : creditCodeProblem(creditCode),
    headcount: form.headcount.trim() === '' || /^\d{1,4}$/.test(form.headcount.trim()) ? null : 'number',
    contactPhone: phone === '' || /^\+?\d{7,15}$/.test(phone) ? null : 'phone',
  }
}

/** What can be said of a code that is still being typed: a letter that no code has, and the whole once it is long enough. */
export function creditCodeSoFar(text: string): CreditCodeProblem | null {
  const code = normaliseCreditCode(text)
  if (/[IOSVZ]/.test(code)) return 'characters'
  return code.length < 18 ? null : creditCodeProblem(code)
}

/** The entry of a registration; `null` while there is a problem. A contact's name and number go into the personal part. */
export function siteDraft(form: SiteForm, area: string, demo: boolean): Draft | null {
  if (form.kind === null || Object.values(siteProblems(form)).some((problem) => problem !== null)) return null
  const filled = <K extends string, V>(key: K, text: string, value: V) => (text.trim() === '' ? {} : ({ [key]: value } as Record<K, V>))
  const personal = {
    ...filled('contactName', form.contactName, form.contactName.trim()),
    ...filled('contactPhone', form.contactPhone, form.contactPhone.replace(/[\s-]/g, '')),
  }
  return {
    kind: 'site.registered',
    id: form.id,
    area,
    about: { site: form.id },
    body: {
      name: form.name.trim(),
      kind: form.kind,
      address: form.address.trim(),
      place: form.place.kind === 'point' ? { ...form.place } : { kind: 'none', reason: form.place.reason },
      ...filled('contractor', form.contractor, form.contractor.trim()),
      ...filled('creditCode', form.creditCode, normaliseCreditCode(form.creditCode)),
      ...filled('headcount', form.headcount, Number(form.headcount)),
      ...(demo ? { demo: true } : {}),
    },
    ...(Object.keys(personal).length > 0 ? { personal } : {}),
  }
}
