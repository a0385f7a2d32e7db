/** Sites: what was registered, then what was changed, field by field. */
import type { Personal } from '../entries/envelope.ts'
import type { Entry } from '../entries/kinds.ts'
import type { Filing, SiteClosing } from '../entries/site.ts'
import type { Day, Instant } from '../time.ts'
import { groupBy, only, readAll, type Any, type Read } from './read.ts'

/** Persons of a site; `null` where nobody is named, or not any more. */
interface SitePersons {
  contactName: string | null
  contactPhone: string | null
  ownerName: string | null
  ownerPhone: string | null
  foremanName: string | null
  foremanPhone: string | null
}

export interface Site extends SitePersons {
  id: string
  area: string
  name: string
  kind: string
  address: string
  place: { kind: 'point'; lat: number; lng: number; accuracyM: number } | { kind: 'none'; reason: string }
  contractor: string | null
  creditCode: string | null
  headcount: number | null
  filing: Filing
  filingNo: string | null
  owner: string | null
  ownerCreditCode: string | null
  prjNumber: string | null
  areaSqm: string | null
  costWan: string | null
  plannedStart: Day | null
  plannedEnd: Day | null
  status: 'active' | 'suspended' | 'closed'
  /** Why and when it was closed; `null` unless its status is `closed`. */
  closed: { reason: SiteClosing; duplicateOf: string | null; at: Instant } | null
  demo: boolean
  registeredAt: Instant
  registeredBy: string
  /** Second registrations under the same name, and closings of a closed site. */
  disputed: Entry[]
}

/** Sites by id. Changes to a site whose registration is not here are left for a later fold. */
export function foldSites(entries: readonly Any[]): Map<string, Site> {
  const groups = groupBy(only(readAll(entries), 'site.registered', 'site.amended', 'site.closed'), (entry) =>
    entry.about.site ?? (entry.kind === 'site.registered' ? entry.id : undefined))
  const sites = new Map<string, Site>()
  for (const [id, group] of groups) {
    const [registered, ...further] = only(group, 'site.registered')
    if (registered === undefined) continue
    const site = fromRegistration(id, registered)
    site.disputed.push(...further.map((entry) => entry.stored))
    for (const entry of only(group, 'site.amended', 'site.closed')) change(site, entry)
    sites.set(id, site)
  }
  return sites
}

function fromRegistration(id: string, { area, at, by, body, personal }: Read<'site.registered'>): Site {
  return {
    id,
    area,
    name: body.name,
    kind: body.kind,
    address: body.address,
    place: body.place,
    contractor: body.contractor ?? null,
    creditCode: body.creditCode ?? null,
    headcount: body.headcount ?? null,
    filing: body.filing,
    filingNo: body.filingNo ?? null,
    owner: body.owner ?? null,
    ownerCreditCode: body.ownerCreditCode ?? null,
    prjNumber: body.prjNumber ?? null,
    areaSqm: body.areaSqm ?? null,
    costWan: body.costWan ?? null,
    plannedStart: body.plannedStart ?? null,
    plannedEnd: body.plannedEnd ?? null,
    ...nobody,
    ...personsIn(personal),
    status: 'active',
    closed: null,
    demo: body.demo ?? false,
    registeredAt: at,
    registeredBy: by,
    disputed: [],
  }
}

function change(site: Site, entry: Read<'site.amended' | 'site.closed'>): void {
  if (entry.kind === 'site.amended') {
    const { reason: _, ...fields } = entry.body
    Object.assign(site, said(fields), personsIn(entry.personal), fields.status === undefined ? {} : { closed: null })
  } else if (site.status === 'closed') {
    site.disputed.push(entry.stored)
  } else {
    const { reason, duplicateOf } = entry.body
    Object.assign(site, { status: 'closed', closed: { reason, duplicateOf, at: entry.at } } satisfies Partial<Site>)
  }
}

/** Only the fields of which something was said: an absent one stays as it was. */
function said(fields: Partial<Record<keyof Site, unknown>>): Partial<Site> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const nobody: SitePersons = { contactName: null, contactPhone: null, ownerName: null, ownerPhone: null, foremanName: null, foremanPhone: null }

/** The persons that `personal` speaks of; an empty text means that there is none. */
function personsIn(personal: Personal | null): Partial<SitePersons> {
  const named = Object.keys(nobody).flatMap((field) => {
    const value = personal?.[field as keyof SitePersons]
    return value === undefined ? [] : [[field, value === '' ? null : value]]
  })
  return Object.fromEntries(named) as Partial<SitePersons>
}
