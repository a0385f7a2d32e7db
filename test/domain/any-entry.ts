/** Entries of every kind, for tests: a valid body or more for each, and a maker of envelopes. */
import type { Entry, EntryKind, EntryOf } from '#domain/entries/kinds.ts'
import { judge } from '#domain/verdict.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { uuidv7 } from '#domain/uuid.ts'

export const now = Date.parse('2026-11-22T01:30:00Z')
const sha = 'a'.repeat(64)

/** The `n`-th name; later ones sort later. */
export const nameOf = (n: number) => uuidv7(now + n, new Uint8Array(10).fill(n % 251))

const yellow = { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '', answeredAt: now - 1000 } as const
const verdictOf = (basis: 'live' | 'remembered') => judge({ kind: 'person', key: 'k' }, [{ basis, key: 'k', answer: yellow }], { now, trusted: true }, defaultPolicy)
const firm = { kind: 'enterprise', name: '演示装饰有限公司', creditCode: null, role: 'specialist-contractor' } as const

type Body = { [K in EntryKind]: { kind: K } & Pick<EntryOf<K>, 'v' | 'body'> }[EntryKind]

/** At least one body of every kind, and of every version of it. */
export const bodies: readonly Body[] = [
  { kind: 'site.registered', v: 1, body: { name: '演示小区加梯', kind: 'other', address: '人民路1号', place: { kind: 'none', reason: 'denied' } } },
  { kind: 'site.registered', v: 2, body: { name: '演示厂房', kind: 'plant-repair', address: '', place: { kind: 'none', reason: 'timeout' }, filing: 'filed', filingNo: '备1', areaSqm: '120.5' } },
  { kind: 'site.amended', v: 1, body: { name: '演示小区加梯（二期）', creditCode: null, headcount: 12 } },
  { kind: 'site.amended', v: 1, body: { status: 'active', address: '人民路2号', reason: '复工' } },
  { kind: 'site.closed', v: 1, body: { reason: 'finished', duplicateOf: null } },
  { kind: 'visit.started', v: 1, body: { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } } },
  { kind: 'visit.answered', v: 1, body: { item: 'E01', value: 'conform' } },
  { kind: 'visit.answered', v: 1, body: { item: 'E01', value: 'not-conform' } },
  { kind: 'visit.ended', v: 1, body: { result: 'problems' } },
  { kind: 'visit.voided', v: 1, body: { reason: '点错了' } },
  { kind: 'check.made', v: 1, body: { method: 'camera', subject: 'person', shape: 'id-number', seenColour: null, verdict: verdictOf('remembered'), answer: yellow, simulated: true } },
  { kind: 'check.rechecked', v: 1, body: { before: 'yellow-remembered', verdict: verdictOf('live'), answer: yellow, changed: false, simulated: true } },
  { kind: 'check.colour-seen', v: 1, body: { colour: 'green' } },
  { kind: 'check.colour-seen', v: 1, body: { colour: null } },
  { kind: 'finding.raised', v: 1, body: { item: 'C02', severity: 'general', text: '持黄码人员在场作业', checks: [], action: 'deadline', deadline: '2026-11-25', draft: true } },
  { kind: 'finding.raised', v: 1, body: { item: null, severity: 'serious', text: '临边无防护', checks: [], action: 'stop-work', deadline: null, draft: false } },
  {
    kind: 'finding.raised', v: 2,
    body: { item: 'E01', severity: 'general', text: '未戴安全帽', checks: [], action: 'fixed-on-site', deadline: null, draft: false, location: '三楼', basis: null, party: firm, duplicateOf: null },
  },
  { kind: 'finding.amended', v: 1, body: { action: 'deadline', deadline: '2026-11-21', reason: '负责人要求延期' } },
  { kind: 'finding.amended', v: 1, body: { severity: 'major', reason: '更正' } },
  { kind: 'finding.confirmed', v: 1, body: { by: 'recheck' } },
  { kind: 'finding.rectified', v: 1, body: {} },
  { kind: 'finding.reinspected', v: 1, body: { conclusion: 'fixed', opinion: '已整改', deadline: null } },
  { kind: 'finding.reinspected', v: 1, body: { conclusion: 'not-fixed', opinion: '', deadline: null } },
  { kind: 'finding.reinspected', v: 1, body: { conclusion: 'partly', opinion: '还差一处', deadline: '2026-11-21' } },
  { kind: 'finding.escalated', v: 1, body: { to: 'town', reason: 'not-fixed' } },
  { kind: 'finding.closed', v: 1, body: { reason: 'fixed' } },
  { kind: 'finding.withdrawn', v: 1, body: { reason: 'recheck-cleared' } },
  { kind: 'finding.withdrawn', v: 1, body: { reason: 'mistake', note: '看错了' } },
  {
    kind: 'notice.issued', v: 1,
    body: { type: 'rectification-notice', number: null, temporaryNumber: '临-1-7', template: { id: 'n', version: '1' }, unit: '梅李镇建管所', findings: [nameOf(30)], deadline: null, document: sha, replaces: nameOf(40) },
  },
  { kind: 'notice.numbered', v: 1, body: { number: '梅建告〔2026〕1号' } },
  { kind: 'notice.delivered', v: 1, body: { method: 'on-site', tracking: null } },
  { kind: 'bulletin.listed', v: 1, body: { level: 'town', title: '第 3 期', party: firm, checks: [], text: '逾期未整改', publishedOn: '2026-12-01' } },
  { kind: 'credit.suggested', v: 1, body: { party: { kind: 'individual', role: 'individual-contractor' }, items: [{ code: 'D-1', points: 2, basis: '逾期未改' }] } },
  { kind: 'credit.reviewed', v: 1, body: { level: 'town', decision: 'approved' } },
  { kind: 'credit.reviewed', v: 1, body: { level: 'city', decision: 'approved' } },
  { kind: 'credit.reviewed', v: 1, body: { level: 'city', decision: 'rejected' } },
  { kind: 'credit.entered', v: 1, body: { reference: 'XY-9', enteredOn: '2026-12-05' } },
  { kind: 'case.transferred', v: 1, body: { to: '综合行政执法局', text: '涉嫌违法', entries: [], attachments: [sha], notice: null, receipt: null } },
  { kind: 'attachment.added', v: 1, body: { sha256: sha, mime: 'image/jpeg', bytes: 10, width: 4, height: 3, role: 'scene' } },
  { kind: 'attachment.added', v: 2, body: { sha256: sha, mime: 'image/webp', bytes: 10, width: 4, height: 3, role: 'document', takenAt: now } },
  { kind: 'signature.taken', v: 1, body: { role: 'unit', title: '负责人', signed: sha, method: { kind: 'screen' } } },
  { kind: 'signature.taken', v: 1, body: { role: 'witness', title: null, signed: sha, method: { kind: 'paper', photo: sha } } },
  { kind: 'signature.refused', v: 1, body: { role: 'unit', title: null, signed: sha, reason: 'refused', note: '转身离开' } },
]

/** A version 1 body of `kind`. */
export function bodyOf<K extends EntryKind>(kind: K): EntryOf<K>['body'] {
  return bodies.find((one) => one.kind === kind)!.body as EntryOf<K>['body']
}

/** One entry around `what`, the `n`-th of its phone. */
export function around(what: Body, n: number, about: Entry['about'], rest: Partial<Entry> = {}): Entry {
  const envelope = {
    id: nameOf(n), at: now + n, clockOffset: 0, clockTrusted: true, by: 'wang', device: 'phone', deviceSeq: n + 1, prev: null, area: '320581101', about,
    personalDigest: null, hash: n.toString(16).padStart(64, '0'),
  }
  return { ...envelope, ...what, ...rest } as Entry
}

let written = 1000

/** The next entry after all others, of version 1 unless said otherwise. */
export function entry<K extends EntryKind>(kind: K, about: Entry['about'], body: EntryOf<K>['body'], rest: Partial<Entry> = {}): Entry {
  written += 1
  return around({ kind, v: 1, body } as Body, written, about, rest)
}
