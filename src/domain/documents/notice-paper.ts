/** The papers that are handed over: which findings they are about, what is asked, until when. */
import { foldFindings, foldSites, foldVisits, type Check, type Finding, type Notice, type Site } from '../fold.ts'
import { foldNotices } from '../folds/notice.ts'
import { only, readAll, type Any } from '../folds/read.ts'
import { shanghaiDay, type Day, type Instant } from '../time.ts'
import { isFormal, toldFinding } from './findings.ts'
import type { Block, NoticePaperType, Paper } from './paper.ts'
import { peopleTable } from './people.ts'
import { inspectedUnit, issuerName, siteFields } from './site-fields.ts'
import { newestTemplate, templateOf, type Template } from './templates.ts'
import { conclusionWords, dayWords } from './words.ts'

/** Under whose name a notice goes out; `certificate` is empty for who has none. */
export interface Officer {
  name: string
  certificate: string
}

/** What a notice is about, before it is written and after. */
export interface NoticePlan {
  type: NoticePaperType
  template: { id: string; version: string }
  site: string
  visit: string
  findings: readonly string[]
  officers: readonly Officer[]
  /** The notice it takes the place of. */
  replaces: string | null
  at: Instant
}

/** The findings a paper of `type` can be about: of the visit, or for a reinspection those that were looked at again there. */
export function candidatesFor(type: NoticePaperType, entries: readonly Any[], visit: string): Finding[] {
  const all = foldFindings(entries).filter((finding) => finding.state !== 'withdrawn')
  if (type === 'reinspection-opinion') {
    const again = new Set(reinspections(entries, visit).map((entry) => entry.about.finding))
    return all.filter((finding) => again.has(finding.id))
  }
  return all.filter((finding) => finding.visit === visit && fits(type, finding))
}

function fits(type: Exclude<NoticePaperType, 'reinspection-opinion'>, { action }: Finding): boolean {
  switch (type) {
    case 'inspection-notice':
    case 'transfer-letter':
      return true
    case 'rectification-notice':
      return action === 'deadline'
    case 'rectification-order':
      return action === 'deadline' || action === 'stop-work'
    case 'stop-work-advice':
      return action === 'stop-work'
  }
}

function reinspections(entries: readonly Any[], visit: string) {
  return only(readAll(entries), 'finding.reinspected').filter((entry) => entry.about.visit === visit)
}

/** The last day given for `findings`; `null` where none has one. */
export function lastDeadline(findings: readonly Finding[]): Day | null {
  return findings.flatMap((finding) => finding.deadline ?? []).sort().reverse()[0] ?? null
}

/** A paper made now by `plan`, with everything known; `null` where visit, site or template is not here. */
export function plannedPaper(entries: readonly Any[], plan: NoticePlan): Paper | null {
  const template = templateOf(plan.template)
  const visit = foldVisits(entries).get(plan.visit)
  const site = foldSites(entries).get(plan.site)
  if (template === null || visit === undefined || site === undefined) return null
  const findings = foldFindings(entries).filter((finding) => plan.findings.includes(finding.id) && isFormal(finding))
  const about = new Set(findings.flatMap((finding) => finding.checks))
  const checks = [...foldVisits(entries).values()].flatMap((other) => other.checks).filter((check) => about.has(check.id))
  return {
    type: plan.type,
    template: plan.template,
    issuer: issuerName(visit.area),
    title: template.title,
    addressee: plan.type === 'transfer-letter' ? '' : inspectedUnit(site),
    blocks: blocks(template, entries, { plan, site, findings, checks, visitDay: shanghaiDay(visit.startedAt) }),
    dated: dayWords(shanghaiDay(plan.at)),
    demo: site.demo || visit.checks.some((check) => check.simulated),
  }
}

interface Told {
  plan: NoticePlan
  site: Site
  findings: readonly Finding[]
  checks: readonly Check[]
  visitDay: Day
}

function blocks(template: Template, entries: readonly Any[], { plan, site, findings, checks, visitDay }: Told): Block[] {
  const deadline = lastDeadline(findings)
  const opening = template.opening
    .replace('{day}', () => dayWords(visitDay))
    .replace('{site}', () => site.name)
    .replace('{deadline}', () => (deadline === null ? '　　　　年　　月　　日' : dayWords(deadline)))
  const conclusions = plan.type === 'reinspection-opinion' ? conclusionsOf(entries, plan.visit) : new Map<string, string[]>()
  const table = peopleTable(checks)
  return [
    { kind: 'fields', fields: siteFields(site) },
    { kind: 'paragraph', text: opening },
    ...formerNotices(entries, plan).map((text) => ({ kind: 'paragraph', text }) as const),
    { kind: 'findings', items: findings.map((finding) => toldFinding(finding, checks, conclusions.get(finding.id))) },
    ...(table.length === 0 ? [] : [{ kind: 'heading', text: '涉及人员核验情况' } as const, ...table]),
    ...template.closing.map((text) => ({ kind: 'paragraph', text }) as const),
    { kind: 'fields', fields: plan.officers.map(({ name, certificate }, i) => ({ label: `承办人${plan.officers.length > 1 ? i + 1 : ''}`, value: certificate === '' ? name : `${name}（证号 ${certificate}）` })) },
  ]
}

/** The notice it takes the place of, and for a reinspection those that had asked for what was looked at. By the number each was issued with: a final one can come later. */
function formerNotices(entries: readonly Any[], { type, replaces, findings }: NoticePlan): string[] {
  const named = ({ issuedAt, template, temporaryNumber, number }: Notice) =>
    `${dayWords(shanghaiDay(issuedAt))}《${templateOf(template)?.title ?? '文书'}》（${temporaryNumber ?? number ?? ''}）`
  const notices = [...foldNotices(entries).values()]
  const former = notices.filter((notice) => notice.id === replaces).map((notice) => `本文书代替${named(notice)}。`)
  if (type !== 'reinspection-opinion') return former
  const asked = notices.filter((notice) => notice.type !== type && notice.findings.some((finding) => findings.includes(finding)))
  return [...former, ...(asked.length === 0 ? [] : [`原文书：${asked.map(named).join('、')}。`])]
}

function conclusionsOf(entries: readonly Any[], visit: string): Map<string, string[]> {
  return new Map(
    reinspections(entries, visit).map(({ about, body }) => [
      about.finding ?? '',
      [`复查结论：${conclusionWords[body.conclusion]}${body.deadline === null ? '' : `，延期至 ${dayWords(body.deadline)}`}`, ...(body.opinion === '' ? [] : [`复查意见：${body.opinion}`])],
    ]),
  )
}

/**
 * The papers that `notice` can have been, the likeliest first: what the phone knew when it was issued, which rechecks among that is not
 * on record. The one whose hash the notice keeps is the one that was issued.
 */
export function* issuedPapers(entries: readonly Any[], notice: Notice, officers: readonly Officer[]): Generator<{ paper: Paper; known: readonly Any[] }> {
  if (notice.type === 'bulletin') return
  const plan: NoticePlan = { type: notice.type, template: notice.template, site: notice.site, visit: notice.visit, findings: notice.findings, officers, replaces: notice.replaces, at: notice.issuedAt }
  const before = entries.filter((entry) => entry.id < notice.id)
  const about = new Set(foldFindings(before).filter((finding) => notice.findings.includes(finding.id)).flatMap((finding) => finding.checks))
  const isLearned = (entry: Any) => entry.by === 'server' && (about.has(entry.about.check ?? '') || notice.findings.includes(entry.about.finding ?? ''))
  const learned = before.filter(isLearned).sort((a, b) => (a.id < b.id ? 1 : -1))
  const others = before.filter((entry) => !isLearned(entry))
  for (let missed = 0; missed <= learned.length; missed += 1) {
    const known = [...others, ...learned.slice(missed)]
    const paper = plannedPaper(known, plan)
    if (paper !== null) yield { paper, known }
  }
}

/** What a new notice of `type` is made with. */
export function newestTemplateName(type: NoticePaperType): { id: string; version: string } {
  const { id, version } = newestTemplate(type)
  return { id, version }
}
