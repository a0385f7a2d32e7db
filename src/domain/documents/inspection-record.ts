/** 现场巡查记录单: when, where, what was looked at, what was found and what was done about it. */
import { visitKinds } from '../entries/visit.ts'
import { countByClass, foldSites, foldVisits, type Check, type Finding, type Visit } from '../fold.ts'
import type { Any } from '../folds/read.ts'
import { shanghaiDay } from '../time.ts'
import { isFormal, toldFinding } from './findings.ts'
import type { Block, Paper } from './paper.ts'
import { peopleTable } from './people.ts'
import { issuerName, siteFields } from './site-fields.ts'
import { newestTemplate } from './templates.ts'
import { dayWords, momentWords, visitWords } from './words.ts'

/**
 * The record of `visit` from the entries of its site, as it was seen there: what the server learned later stands beside a paper
 * (`later.ts`), so that it takes nobody's signature away. `null` where visit or site is not here.
 */
export function inspectionRecord(entries: readonly Any[], visit: string, inspector: string): Paper | null {
  const seen = asSeen(entries, visit)
  const folded = foldVisits(seen).get(visit)
  const site = foldSites(seen).get(folded?.site ?? '')
  if (folded === undefined || site === undefined) return null
  const template = newestTemplate('inspection-record')
  const findings = folded.findings.filter(isFormal)
  const drafts = folded.findings.filter((finding) => finding.state === 'draft')
  const kind = visitKinds.find((name) => name === folded.kind)
  return {
    type: 'inspection-record',
    template: { id: template.id, version: template.version },
    issuer: issuerName(folded.area),
    title: template.title,
    addressee: null,
    blocks: [
      {
        kind: 'fields',
        fields: [
          ...siteFields(site),
          { label: '巡查类别', value: kind === undefined ? '' : visitWords[kind] },
          { label: '巡查人员', value: inspector },
          { label: '开始时间', value: momentWords(folded.startedAt) },
          { label: '结束时间', value: folded.endedAt === null ? '' : momentWords(folded.endedAt) },
        ],
      },
      { kind: 'heading', text: '一、巡查情况' },
      { kind: 'paragraph', text: template.opening },
      { kind: 'paragraph', text: summary(folded) },
      ...noteOf(seen, visit),
      { kind: 'heading', text: '二、人员查验' },
      ...(folded.checks.length === 0 ? [{ kind: 'paragraph', text: '本次没有查验人员。' } as const] : peopleTable(folded.checks)),
      { kind: 'heading', text: '三、发现的问题及处理' },
      ...told(findings, folded.checks, '本次未发现问题。'),
      ...(drafts.length === 0 ? [] : [{ kind: 'heading', text: '四、待复核事项（脱网结果，复核前不作为问题）' } as const, ...told(drafts, folded.checks, '')]),
      ...template.closing.map((text) => ({ kind: 'paragraph', text }) as const),
    ],
    dated: dayWords(shanghaiDay(folded.endedAt ?? folded.startedAt)),
    demo: site.demo || folded.checks.some((check) => check.simulated),
  }
}

function told(findings: readonly Finding[], checks: readonly Check[], none: string): Block[] {
  if (findings.length === 0) return [{ kind: 'paragraph', text: none }]
  return [{ kind: 'findings', items: findings.map((finding) => toldFinding(finding, checks)) }]
}

function summary(visit: Visit): string {
  const { green, yellow, red, expired, 'no-code': none, unsettled } = countByClass(visit.checks)
  const counted = [['绿码', green], ['黄码', yellow], ['红码', red], ['过期', expired], ['无码', none], ['待核', unsettled]].filter(([, n]) => n !== 0)
  const people = visit.checks.length === 0 ? '未查验人员' : `查验务工人员 ${visit.checks.length} 人次（${counted.map(([what, n]) => `${what} ${n}`).join('、')}）`
  const answers = [...visit.answers.values()]
  const wrong = answers.filter((answer) => answer === 'not-conform').length
  const list = answers.length === 0 ? '' : `；对照检查清单检查 ${answers.length} 项，不符合 ${wrong} 项`
  return `${people}${list}；记录问题 ${visit.findings.filter(isFormal).length} 个。`
}

/** The entries as the inspector had them at the end of `visit`: nothing of other visits, of later changes of the site, or of the server's rechecks. */
function asSeen(entries: readonly Any[], visit: string): Any[] {
  const end = entries.filter((entry) => entry.kind === 'visit.ended' && entry.about.visit === visit).map((entry) => entry.id).sort()[0]
  return entries.filter((entry) => {
    if (entry.kind.startsWith('site.')) return end === undefined || entry.id < end
    if (entry.about.visit !== visit || entry.kind === 'check.rechecked' || entry.kind === 'finding.confirmed') return false
    return !(entry.kind === 'finding.withdrawn' && entry.body.reason === 'recheck-cleared')
  })
}

/** What was added at the end of the visit. */
function noteOf(entries: readonly Any[], visit: string): Block[] {
  const ended = entries.find((entry) => entry.kind === 'visit.ended' && entry.about.visit === visit)
  return ended?.kind === 'visit.ended' && ended.body.note !== undefined ? [{ kind: 'paragraph', text: `备注：${ended.body.note}` }] : []
}
