/**
 * Who may write what. Inspectors write what happens on a site; what an office decides is its supervisors'. An entry by anybody else is
 * kept aside by the server, whole, and can enter once its author has the right.
 */
import type { Role } from '../contract.ts'
import type { EntryKind } from './kinds.ts'

const onSite: readonly Role[] = ['inspector']
const town: readonly Role[] = ['town-supervisor']
const office: readonly Role[] = ['town-supervisor', 'city-supervisor']
/** A finding is followed up by whoever goes there next: its inspector, or the town that reinspects. */
const followUp: readonly Role[] = ['inspector', 'town-supervisor']
const everybody: readonly Role[] = ['inspector', 'town-supervisor', 'city-supervisor']
const server: readonly Role[] = []

/** The roles whose accounts may write each kind; none for what only the server writes. */
export const authorsOf: Readonly<Record<EntryKind, readonly Role[]>> = {
  'site.registered': onSite, 'site.amended': onSite, 'site.closed': onSite,
  'visit.started': onSite, 'visit.answered': onSite, 'visit.ended': onSite, 'visit.voided': onSite,
  'check.made': onSite, 'check.colour-seen': onSite, 'check.rechecked': server,
  'finding.raised': onSite, 'finding.amended': followUp, 'finding.confirmed': server, 'finding.rectified': followUp, 'finding.reinspected': followUp,
  'finding.escalated': office, 'finding.closed': office, 'finding.withdrawn': everybody,
  'notice.issued': everybody, 'notice.numbered': server, 'notice.delivered': everybody,
  'bulletin.listed': office, 'credit.suggested': town, 'credit.reviewed': office, 'credit.entered': office, 'case.transferred': office,
  'attachment.added': everybody, 'signature.taken': everybody, 'signature.refused': everybody,
}
