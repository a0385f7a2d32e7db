/** One day at one site, as the phone that was there has it: for papers of any length. */
import type { Answer } from '#domain/check.ts'
import type { DraftPersonal, Entry, EntryKind, EntryOf, Recorded } from '#domain/entries/kinds.ts'
import { newestVersions } from '#domain/entries/upgrade.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
import { judge } from '#domain/verdict.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'

export const start = Date.parse('2026-11-22T10:00:00+08:00')
/** Names grow with time, as the ledger's do. */
export const nameAt = (ms: number, n = 0) => uuidv7(start + ms, new Uint8Array(10).fill(n))
export const [site, visit, notice] = [nameAt(-1000, 1), nameAt(0, 2), nameAt(40 * MINUTE, 3)]

let count = 0
/** An entry written `ms` after the visit began. */
export function at<K extends EntryKind>(ms: number, kind: K, about: Entry['about'], body: EntryOf<K>['body'], personal: DraftPersonal | null = null, change: Partial<Entry> = {}): Recorded {
  count = (count + 1) % 250
  const envelope = {
    id: nameAt(ms, count), at: start + ms, clockOffset: 0, clockTrusted: true, by: 'account-wang', device: 'phone', deviceSeq: 1, prev: null, area: '320581101',
    personalDigest: personal === null ? null : 'd'.repeat(64), hash: 'e'.repeat(64), ...change,
  }
  // The kind and its body come from one call; put together they lose that.
  return { ...envelope, kind, v: newestVersions[kind], about, body, personal: personal === null ? null : { salt: 's'.repeat(16), ...personal } } as unknown as Recorded
}

const code = (colour: 'green' | 'yellow' | 'red', answeredAt: number): Answer =>
  colour === 'green' ? { kind: 'code', colour, validUntil: '2027-01-05', nameMasked: '', answeredAt } : { kind: 'code', colour, validUntil: null, nameMasked: '', answeredAt }
export const verdictOf = (colour: 'green' | 'yellow' | 'red', basis: 'live' | 'remembered', now: number, ageMs = 0) =>
  judge({ kind: 'person', key: 'k' }, [{ basis, key: 'k', answer: code(colour, now - ageMs) }], { now, trusted: true }, defaultPolicy)
const unknown = (now: number) => judge({ kind: 'person', key: 'k' }, [], { now, trusted: true }, defaultPolicy)

export const checkName = (i: number) => nameAt(MINUTE + i * 1000, 50)
export const findingName = (i: number) => nameAt(20 * MINUTE + i * 1000, 60)

function verdictAt(i: number, now: number) {
  if (i % 7 === 1) return verdictOf('red', 'live', now)
  if (i % 7 === 2) return verdictOf('green', 'remembered', now, 3 * HOUR)
  if (i % 7 === 3) return unknown(now)
  return i % 7 === 4 ? verdictOf('yellow', 'live', now) : verdictOf('green', 'live', now)
}

export interface Size {
  people?: number
  findings?: number
  long?: boolean
}

/** The whole visit with a rectification notice about all of its findings; the first finding is about the second person. */
export function entries({ people = 2, findings = 1, long = false }: Size = {}): Recorded[] {
  const about = { site, visit }
  const name = long ? '常熟市梅李镇通港路与珍门路交叉口东北侧原纺织仓储用房改造及屋面修缮加固装饰装修临时工程（二期）' : '通江路店面装修'
  return [
    at(-1000, 'site.registered', { site }, {
      name, kind: 'decoration', address: long ? '江苏省常熟市梅李镇通港路一百八十八号三号楼东侧原纺织仓储用房及其附属用房' : '通江路 1 号', place: { kind: 'none', reason: 'denied' }, filing: 'unknown',
      contractor: long ? '江苏常熟某某某某建筑装饰安装工程有限责任公司梅李分公司第三项目部' : '梅李装饰队',
    }, { contactName: '周建国', contactPhone: '13800000000' }, { id: site }),
    at(0, 'visit.started', about, { kind: 'routine', informed: true, template: { id: 'small-works', version: '2026-11' } }, null, { id: visit }),
    ...Array.from({ length: people }, (_, i) => {
      const ms = MINUTE + i * 1000
      return at(ms, 'check.made', { ...about, check: checkName(i) }, {
        method: 'camera', subject: 'person', shape: 'id-number', seenColour: null, verdict: verdictAt(i, start + ms), answer: null, simulated: false,
      }, { idNumber: '320581198001010000', lastFour: String(1000 + i), nameMasked: i % 5 === 0 ? '欧**' : '张*' }, { id: checkName(i) })
    }),
    at(15 * MINUTE, 'visit.answered', about, { item: 'H01', value: 'not-conform' }),
    ...Array.from({ length: findings }, (_, i) =>
      at(20 * MINUTE + i * 1000, 'finding.raised', { ...about, finding: findingName(i) }, {
        item: 'H01', severity: i % 3 === 0 ? 'serious' : 'general', action: 'deadline', deadline: `2026-11-${25 + (i % 4)}`, draft: false,
        text: long ? '二层东侧楼梯口及预留洞口临边没有防护栏杆，脚手板没有满铺，电线拖地并且没有漏电保护器，作业人员高处作业没有系挂安全带' : '二层临边无防护栏杆',
        checks: i === 0 ? Array.from({ length: people }, (_, n) => n).filter((n) => n % 7 === 1).map(checkName) : [],
        location: long ? '三号楼二层东侧' : null, basis: null, party: null, duplicateOf: null,
      }, null, { id: findingName(i) })),
    at(40 * MINUTE, 'notice.issued', { ...about, notice }, {
      type: 'rectification-notice', number: null, temporaryNumber: '临-7F3A-1', template: { id: 'rectification-notice', version: '2026-11' }, unit: '常熟市梅李镇',
      findings: Array.from({ length: findings }, (_, i) => findingName(i)), deadline: '2026-11-28', document: '0'.repeat(64), replaces: null,
    }, { officers: [{ name: '王建', certificate: '' }] }, { id: notice }),
    at(45 * MINUTE, 'visit.ended', about, { result: findings === 0 ? 'no-problem' : 'problems', note: '负责人已到场' }),
  ]
}
