/** The particulars of a site as they are typed, when it is registered and when it is changed. */
import { creditCodeProblem, normaliseCreditCode, type CreditCodeProblem } from '#domain/credit-code.ts'
import type { Filing, Place, SiteKind } from '#domain/entries/site.ts'
import type { Site } from '#domain/fold.ts'

export const ownerKinds = ['firm', 'individual', 'unknown'] as const
export type OwnerKind = (typeof ownerKinds)[number]

export interface SiteForm {
  name: string
  kind: SiteKind | null
  address: string
  place: Place
  contractor: string
  creditCode: string
  ownerKind: OwnerKind
  owner: string
  ownerCreditCode: string
  ownerName: string
  ownerPhone: string
  headcount: string
  foremanName: string
  foremanPhone: string
  contactName: string
  contactPhone: string
  filing: Filing
  filingNo: string
  prjNumber: string
  plannedStart: string
  plannedEnd: string
  areaSqm: string
  costWan: string
}

export const emptySite: SiteForm = {
  name: '', kind: null, address: '', place: { kind: 'none', reason: 'not-asked' }, contractor: '', creditCode: '', ownerKind: 'unknown', owner: '',
  ownerCreditCode: '', ownerName: '', ownerPhone: '', headcount: '', foremanName: '', foremanPhone: '', contactName: '', contactPhone: '',
  filing: 'unknown', filingNo: '', prjNumber: '', plannedStart: '', plannedEnd: '', areaSqm: '', costWan: '',
}

/** The fields in the groups in which they are asked; all but the first group can stay closed. */
export const siteSections = {
  parties: [
    'contractor', 'creditCode', 'owner', 'ownerCreditCode', 'ownerName', 'ownerPhone', 'headcount', 'foremanName', 'foremanPhone', 'contactName', 'contactPhone',
  ],
  works: ['filingNo', 'prjNumber', 'plannedStart', 'plannedEnd', 'areaSqm', 'costWan'],
} as const satisfies Record<string, readonly (keyof SiteForm)[]>
export type SiteSection = keyof typeof siteSections

export interface SiteProblems {
  name: 'short' | 'long' | null
  kind: 'missing' | null
  creditCode: CreditCodeProblem | null
  ownerCreditCode: CreditCodeProblem | null
  headcount: 'number' | null
  ownerPhone: 'phone' | null
  foremanPhone: 'phone' | null
  contactPhone: 'phone' | null
  plannedEnd: 'before-start' | null
  areaSqm: 'number' | null
  costWan: 'number' | null
}

/** What keeps the form from being saved, field by field. Empty optional fields are never a problem, nor is what is not asked any more. */
export function siteProblems(form: SiteForm): SiteProblems {
  const name = form.name.trim()
  return {
    name: name.length < 2 ? 'short' : name.length > 60 ? 'long' : null,
    kind: form.kind === null ? 'missing' : null,
    creditCode: codeProblem(form.creditCode),
    ownerCreditCode: form.ownerKind === 'firm' ? codeProblem(form.ownerCreditCode) : null,
    headcount: form.headcount.trim() === '' || /^\d{1,4}$/.test(form.headcount.trim()) ? null : 'number',
    ownerPhone: form.ownerKind === 'individual' ? phoneProblem(form.ownerPhone) : null,
    foremanPhone: phoneProblem(form.foremanPhone),
    contactPhone: phoneProblem(form.contactPhone),
    plannedEnd: form.plannedStart !== '' && form.plannedEnd !== '' && form.plannedEnd < form.plannedStart ? 'before-start' : null,
    areaSqm: amountProblem(form.areaSqm),
    costWan: amountProblem(form.costWan),
  }
}

export function isFit(form: SiteForm): boolean {
  return Object.values(siteProblems(form)).every((problem) => problem === null)
}

function codeProblem(text: string): CreditCodeProblem | null {
  const code = normaliseCreditCode(text)
  return code === '' ? null : creditCodeProblem(code)
}

function phoneProblem(text: string): 'phone' | null {
  const phone = plainPhone(text)
  return phone === '' || /^\+?\d{7,15}$/.test(phone) ? null : 'phone'
}

function amountProblem(text: string): 'number' | null {
  const amount = plainAmount(text)
  return amount === '' || /^\d{1,10}(\.\d{1,4})?$/.test(amount) ? null : 'number'
}

const plainPhone = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '')
const plainAmount = (text: string) => text.normalize('NFKC').replace(/[\s,]/g, '')

/** What can be said of a code that is still being typed: a letter that no code has, and the whole once it is long enough. */
export function creditCodeSoFar(text: string): CreditCodeProblem | null {
  const code = normaliseCreditCode(text)
  if (/[IOSVZ]/.test(code)) return 'characters'
  return code.length < 18 ? null : creditCodeProblem(code)
}

type PersonField = 'contactName' | 'contactPhone' | 'ownerName' | 'ownerPhone' | 'foremanName' | 'foremanPhone'

/** The form as entries keep it: `null` where there is nothing; persons apart, an empty text where nobody is named. */
export function siteValues(form: SiteForm) {
  const said = (text: string) => (text.trim() === '' ? null : text.trim())
  const firm = form.ownerKind === 'firm'
  const individual = form.ownerKind === 'individual'
  const persons: Record<PersonField, string> = {
    contactName: form.contactName.trim(),
    contactPhone: plainPhone(form.contactPhone),
    ownerName: individual ? form.ownerName.trim() : '',
    ownerPhone: individual ? plainPhone(form.ownerPhone) : '',
    foremanName: form.foremanName.trim(),
    foremanPhone: plainPhone(form.foremanPhone),
  }
  return {
    fixed: { name: form.name.trim(), kind: form.kind, address: form.address.trim(), place: form.place, filing: form.filing },
    optional: {
      contractor: said(form.contractor),
      creditCode: said(normaliseCreditCode(form.creditCode)),
      owner: firm ? said(form.owner) : null,
      ownerCreditCode: firm ? said(normaliseCreditCode(form.ownerCreditCode)) : null,
      headcount: said(form.headcount) === null ? null : Number(form.headcount),
      filingNo: form.filing === 'filed' ? said(form.filingNo) : null,
      prjNumber: said(form.prjNumber),
      areaSqm: said(plainAmount(form.areaSqm)),
      costWan: said(plainAmount(form.costWan)),
      plannedStart: said(form.plannedStart),
      plannedEnd: said(form.plannedEnd),
    },
    persons,
  }
}

/** The form of a site that is there. */
export function formOf(site: Site): SiteForm {
  const ownerKind = site.owner !== null || site.ownerCreditCode !== null ? 'firm' : site.ownerName !== null || site.ownerPhone !== null ? 'individual' : 'unknown'
  return {
    name: site.name,
    // Of a kind that only a newer app knows nothing is said.
    kind: site.kind as SiteKind,
    address: site.address,
    place: site.place as Place,
    contractor: site.contractor ?? '',
    creditCode: site.creditCode ?? '',
    ownerKind,
    owner: site.owner ?? '',
    ownerCreditCode: site.ownerCreditCode ?? '',
    ownerName: site.ownerName ?? '',
    ownerPhone: site.ownerPhone ?? '',
    headcount: site.headcount === null ? '' : String(site.headcount),
    foremanName: site.foremanName ?? '',
    foremanPhone: site.foremanPhone ?? '',
    contactName: site.contactName ?? '',
    contactPhone: site.contactPhone ?? '',
    filing: site.filing,
    filingNo: site.filingNo ?? '',
    prjNumber: site.prjNumber ?? '',
    plannedStart: site.plannedStart ?? '',
    plannedEnd: site.plannedEnd ?? '',
    areaSqm: site.areaSqm ?? '',
    costWan: site.costWan ?? '',
  }
}

/** A copy without Vue's proxies. */
export function plainForm(form: SiteForm): SiteForm {
  return { ...form, place: { ...form.place } }
}
