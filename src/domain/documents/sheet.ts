/** A sheet is a paper with everything that stands around it: its number, who signed, what was learned later, how it was delivered. */
import { foldVisits, type Notice } from '../fold.ts'
import { foldNotices } from '../folds/notice.ts'
import type { Any } from '../folds/read.ts'
import type { DeliveryMethod } from '../entries/notice.ts'
import type { Instant } from '../time.ts'
import { inspectionRecord } from './inspection-record.ts'
import { changedSentence, learnedLater } from './later.ts'
import { issuedPapers, type Officer } from './notice-paper.ts'
import { blankNumber } from './number.ts'
import { paperText, type Paper } from './paper.ts'
import { signatureLines, type SignatureLine } from './signature-lines.ts'
import { templateOf } from './templates.ts'
import { momentWords } from './words.ts'

export interface Sheet {
  paper: Paper
  /** SHA-256 of the paper's text: what a signature now is put under. */
  hash: string
  /** The final one; `null` until the server has given it. */
  number: string | null
  temporaryNumber: string | null
  /** What stands on paper while there is no number. */
  blankNumber: string
  signatures: readonly SignatureLine[]
  /** What whoever reads it has to know first. */
  warnings: readonly string[]
  /** Those of them that a list of papers has to show, in short. */
  flags: readonly string[]
  later: readonly string[]
  delivery: string | null
  /** 一式两份 and the like. */
  copies: string
  /** Template, version and the first digits of the hash. */
  footer: string
}

/** How this reader sees the ledger. */
export interface Reader {
  /** SHA-256 of a text, hex. */
  hash: (text: string) => Promise<string>
  /** Whether it has all that stands in papers; a supervisor's view has not, and can then say neither that a paper was changed nor that it was not. */
  whole: boolean
}

/** The record of `visit` from the entries of its site; `inspector` is the name of who made it, `null` when not known here. */
export async function recordSheet(entries: readonly Any[], visit: string, inspector: string | null, reader: Reader): Promise<Sheet | null> {
  const paper = inspectionRecord(entries, visit, inspector ?? '')
  const folded = foldVisits(entries).get(visit)
  if (paper === null || folded === undefined) return null
  const hash = await reader.hash(paperText(paper))
  const checks = folded.checks.map((check) => check.id)
  const known = entries.filter((entry) => entry.kind !== 'check.rechecked')
  const comparable = reader.whole && inspector !== null && isWhole(entries, visit)
  const signatures = signatureLines(templateOf(paper.template)?.slots ?? [], folded.signatures, comparable ? hash : null)
  const { changed, lines } = learnedLater(entries, checks, known)
  return {
    paper,
    hash,
    number: `XC${paper.dated.replace(/\D+/g, '-')}${visit.slice(-6).toUpperCase()}`,
    temporaryNumber: null,
    blankNumber: '',
    signatures,
    ...cautions({ changed, signatures, genuine: true }, [
      ...(folded.voided === null ? [] : [`这次巡查已作废：${folded.voided}`]),
      ...(folded.endedAt === null ? ['巡查还没有结束，内容还会变。'] : []),
    ]),
    later: lines,
    delivery: null,
    ...foot(paper, hash),
  }
}

/** The notice `id` as it was issued; `null` where it, its visit or its template is not here. */
export async function noticeSheet(entries: readonly Any[], id: string, reader: Reader): Promise<Sheet | null> {
  const notice = foldNotices(entries).get(id)
  const issued = entries.find((entry) => entry.kind === 'notice.issued' && (entry.about.notice ?? entry.id) === id)
  if (notice === undefined || issued === undefined) return null
  const officers = ('personal' in issued ? issued.personal?.officers : undefined) ?? []
  const found = await asIssued(entries, notice, officers, reader)
  if (found === null) return null
  const { paper, known, hash } = found
  const genuine = hash === notice.document
  const comparable = genuine || (reader.whole && isWhole(entries, notice.visit))
  const checks = [...foldVisits(entries).values()].flatMap((visit) => visit.findings).filter((finding) => notice.findings.includes(finding.id)).flatMap((finding) => finding.checks)
  const { changed, lines } = learnedLater(entries, checks, known)
  const signatures = signatureLines(templateOf(paper.template)?.slots ?? [], notice.signatures, comparable ? hash : null)
  return {
    paper,
    hash,
    number: notice.number,
    temporaryNumber: notice.temporaryNumber,
    blankNumber: blankNumber(notice.issuedAt),
    signatures,
    ...cautions({ changed, signatures, genuine: genuine || !comparable }, notice.supersededBy === null ? [] : ['这份文书已被新的文书代替。']),
    later: lines,
    delivery: notice.delivery === null ? null : deliverySentence(notice.delivery),
    ...foot(paper, hash),
  }
}

/** The paper whose hash the notice keeps, else the likeliest. */
async function asIssued(entries: readonly Any[], notice: Notice, officers: readonly Officer[], reader: Reader) {
  let likeliest: { paper: Paper; known: readonly Any[]; hash: string } | null = null
  for (const candidate of issuedPapers(entries, notice, officers)) {
    const hash = await reader.hash(paperText(candidate.paper))
    if (hash === notice.document) return { ...candidate, hash }
    likeliest ??= { ...candidate, hash }
  }
  return likeliest
}

/** A paper that has not been issued yet. */
export async function draftSheet(paper: Paper, at: Instant, { hash: hashOf }: Pick<Reader, 'hash'>): Promise<Sheet> {
  const hash = await hashOf(paperText(paper))
  const signatures = signatureLines(templateOf(paper.template)?.slots ?? [], [], hash)
  return { paper, hash, number: null, temporaryNumber: null, blankNumber: blankNumber(at), signatures, warnings: [], flags: [], later: [], delivery: null, ...foot(paper, hash) }
}

function foot(paper: Paper, hash: string) {
  const { id, version } = paper.template
  return { copies: templateOf(paper.template)?.copies ?? '', footer: `模板 ${id} ${version}　内容摘要 ${hash.slice(0, 12)}` }
}

/** `genuine`: as far as can be told here, it reads as it was issued. */
function cautions({ changed, signatures, genuine }: { changed: number; signatures: readonly SignatureLine[]; genuine: boolean }, more: readonly string[]) {
  const stale = signatures.some((line) => line.signed?.agreement === 'changed')
  const told: { flag: string; todo: string }[] = [
    ...(genuine ? [] : [{ flag: '内容与开具时不同', todo: '请核对' }]),
    ...(changed === 0 ? [] : [{ flag: changedSentence(changed), todo: '见“后来的复核”' }]),
    ...(stale ? [{ flag: '签名后内容有变更', todo: '请重新签名' }] : []),
  ]
  return { warnings: [...more, ...told.map(({ flag, todo }) => `${flag}，${todo}。`)], flags: told.map(({ flag }) => flag) }
}

export const deliveryWords: Readonly<Record<DeliveryMethod, string>> = { 'on-site': '当面送达', left: '留置送达', post: '邮寄送达', electronic: '电子送达' }

function deliverySentence({ method, at, recipient, tracking }: NonNullable<Notice['delivery']>): string {
  return [deliveryWords[method], momentWords(at), recipient === null ? null : `签收人 ${recipient}`, tracking === null ? null : `单号 ${tracking}`].filter((part) => part !== null).join('，')
}

/** Whether everything that names people in papers of `visit` is here: on another phone, and after its retention, it is not. */
function isWhole(entries: readonly Any[], visit: string): boolean {
  const named = entries.filter((entry) => entry.personalDigest !== null && (entry.kind.startsWith('site.') || (entry.about.visit === visit && entry.kind !== 'check.rechecked')))
  return named.every((entry) => 'personal' in entry && entry.personal !== null)
}
