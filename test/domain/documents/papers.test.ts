import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspectionRecord } from '#domain/documents/inspection-record.ts'
import { candidatesFor, issuedPapers, newestTemplateName, plannedPaper, type NoticePlan } from '#domain/documents/notice-paper.ts'
import { paperText, paperTypes, type Block, type NoticePaperType, type Paper } from '#domain/documents/paper.ts'
import { newestTemplate, templateOf, templates } from '#domain/documents/templates.ts'
import type { Recorded } from '#domain/entries/kinds.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import { at, checkName, entries, findingName, notice, site, start, verdictOf, visit } from './day.ts'

const hashOf = (paper: Paper | null) => createHash('sha256').update(paperText(paper!)).digest('hex')
const record = (all: readonly Recorded[]) => inspectionRecord(all, visit, '王建')
const about = { site, visit }
const told = (paper: Paper | null) => JSON.stringify(paper?.blocks)
const tableOf = (paper: Paper | null) => paper!.blocks.find((block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table')!
const planOf = (type: NoticePaperType, change: Partial<NoticePlan> = {}): NoticePlan => ({
  type, template: newestTemplateName(type), site, visit, findings: [findingName(0)], officers: [{ name: '王建', certificate: '' }], replaces: null, at: start + 40 * MINUTE, ...change,
})
const recheck = (ms = 2 * HOUR) =>
  at(ms, 'check.rechecked', { ...about, check: checkName(1) }, { before: 'red', verdict: verdictOf('green', 'live', start + ms), answer: { kind: 'no-record', answeredAt: start + ms }, changed: true, simulated: false }, null, { by: 'server', device: 'server' })

describe('the inspection record', () => {
  it('says when, where, who, what was found and what was done about it, word for word', () => {
    expect(paperText(record(entries())!)).toBe(
      '{"addressee":null,"blocks":[{"fields":[{"label":"被检查单位","value":"梅李装饰队"},{"label":"统一社会信用代码","value":""},{"label":"工程名称","value":"通江路店面装修"},{"label":"地址","value":"通江路 1 号"},' +
        '{"label":"现场负责人","value":"周建国"},{"label":"联系电话","value":"13800000000"},{"label":"巡查类别","value":"日常巡查"},{"label":"巡查人员","value":"王建"},' +
        '{"label":"开始时间","value":"2026-11-22 10:00"},{"label":"结束时间","value":"2026-11-22 10:45"}],"kind":"fields"},{"kind":"heading","text":"一、巡查情况"},' +
        '{"kind":"paragraph","text":"依照《关于进一步深化建筑施工领域“苏安码”监管工作的通知》（苏住建质〔2020〕42号），对本工地务工人员“苏安码”（绿码）持有情况和现场安全情况进行了巡查。查验前已向在场人员说明查验的目的和用途。"},' +
        '{"kind":"paragraph","text":"查验务工人员 2 人次（绿码 1、红码 1）；对照检查清单检查 1 项，不符合 1 项；记录问题 1 个。"},{"kind":"paragraph","text":"备注：负责人已到场"},{"kind":"heading","text":"二、人员查验"},' +
        '{"columns":["序号","姓名","证件尾号","核验结果","依据和时间"],"kind":"table","rows":[["1","欧**","1000","绿码，有效至 2027-01-05","实时核验 2026-11-22 10:01"],["2","张*","1001","红码","实时核验 2026-11-22 10:01"]]},' +
        '{"kind":"heading","text":"三、发现的问题及处理"},{"items":[{"details":["严重程度：较大；处理：限期整改，2026年11月25日前","涉及人员：张*（尾号 1001）"],"text":"二层临边无防护栏杆"}],"kind":"findings"},' +
        '{"kind":"paragraph","text":"本记录经被检查单位代表核对。拒绝签名的，由巡查人员注明情况。"}],"dated":"2026年11月22日","demo":false,"issuer":"常熟市梅李镇",' +
        '"template":{"id":"inspection-record","version":"2026-11"},"title":"现场巡查记录单","type":"inspection-record"}',
    )
  })

  it('never bears a whole number, nor a whole name of a worker', () => {
    const text = paperText(record(entries({ people: 40, findings: 12 }))!)
    expect(text).not.toMatch(/\d{17}[\dX]/)
    expect(tableOf(record(entries({ people: 40 }))).rows.every((row) => /\*|未取得/.test(row[1]!))).toBe(true)
  })

  it('prints how old a remembered result was, and that a fault of ours is not the worker’s', () => {
    const [, , remembered, fault] = tableOf(record(entries({ people: 4 }))).rows
    expect(remembered).toEqual(['3', '张*', '1002', '绿码（脱网），有效至 2027-01-05', '脱网 3 小时前的结果，2026-11-22 07:01 取得'])
    expect(fault![3]).toBe('未能核验，与工人无关')
    expect(fault![4]).toBe('没有平台结果 2026-11-22 10:01')
  })

  it('keeps its text, and so its signatures, whatever the server or later visits add', () => {
    const before = hashOf(record(entries()))
    const later = [
      recheck(),
      at(3 * HOUR, 'finding.reinspected', { site, visit: checkName(90), finding: findingName(0) }, { conclusion: 'fixed', opinion: '', deadline: null }),
      at(3 * HOUR + 1, 'site.amended', { site }, { contractor: '另一家' }),
      at(3 * HOUR + 2, 'notice.delivered', { ...about, notice }, { method: 'on-site', tracking: null }),
    ]
    expect(hashOf(record([...later, ...entries()]))).toBe(before)
  })

  it('is another text when the inspector says something else', () => {
    const amended = at(50 * MINUTE, 'finding.amended', { ...about, finding: findingName(0) }, { text: '三层临边无防护栏杆', reason: '写错楼层' })
    expect(hashOf(record([...entries(), amended]))).not.toBe(hashOf(record(entries())))
  })

  it('keeps drafts apart from findings, and is marked as a demonstration where any part of it is one', () => {
    const drafted = entries().map((entry) => (entry.kind === 'finding.raised' ? { ...entry, body: { ...entry.body, draft: true } } : entry)) as Recorded[]
    expect(told(record(drafted))).toContain('四、待复核事项（脱网结果，复核前不作为问题）')
    expect(told(record(drafted))).toContain('记录问题 0 个')
    const simulated = entries().map((entry) => (entry.kind === 'check.made' ? { ...entry, body: { ...entry.body, simulated: true } } : entry)) as Recorded[]
    expect([record(entries())?.demo, record(simulated)?.demo]).toEqual([false, true])
  })

  it('is none where the visit is not here', () => {
    expect(inspectionRecord(entries(), checkName(99), '王建')).toBeNull()
  })
})

describe('a paper that is handed over', () => {
  it.each(paperTypes.filter((type) => type !== 'inspection-record'))('%s is made by its template, and says to whom, what and by whom', (type) => {
    const paper = plannedPaper(entries(), planOf(type as NoticePaperType))
    expect(paper).toMatchObject({ type, title: newestTemplate(type).title, issuer: '常熟市梅李镇', dated: '2026年11月22日' })
    expect(told(paper)).toContain('二层临边无防护栏杆')
    expect(told(paper)).toContain('王建')
    expect(told(paper)).not.toMatch(/\{\w+\}/)
  })

  it('names the last day given, and leaves room for it where there is none', () => {
    expect(told(plannedPaper(entries(), planOf('rectification-notice')))).toContain('最迟于2026年11月25日前完成')
    expect(told(plannedPaper(entries(), planOf('rectification-notice', { findings: [] })))).toContain('最迟于　　　　年　　月　　日前完成')
  })

  it('is never about a draft, nor about what was taken back (never blame wrongly)', () => {
    const drafted = entries().map((entry) => (entry.kind === 'finding.raised' ? { ...entry, body: { ...entry.body, draft: true } } : entry)) as Recorded[]
    expect(told(plannedPaper(drafted, planOf('rectification-notice')))).not.toContain('临边')
    const withdrawn = at(30 * MINUTE, 'finding.withdrawn', { ...about, finding: findingName(0) }, { reason: 'mistake' })
    expect(told(plannedPaper([...entries(), withdrawn], planOf('rectification-notice')))).not.toContain('临边')
    expect(candidatesFor('rectification-notice', [...entries(), withdrawn], visit)).toEqual([])
  })

  it('of a reinspection is about what was looked at again, with its conclusion and the paper that had asked for it', () => {
    const again = checkName(80)
    const all = [
      ...entries(),
      at(3 * HOUR, 'visit.started', { site, visit: again }, { kind: 'reinspection', informed: true, template: { id: 'small-works', version: '2026-11' } }),
      at(3 * HOUR + 1, 'finding.reinspected', { site, visit: again, finding: findingName(0) }, { conclusion: 'partly', opinion: '北侧还差一段', deadline: '2026-11-30' }),
    ]
    expect(candidatesFor('reinspection-opinion', all, again).map((finding) => finding.id)).toEqual([findingName(0)])
    expect(candidatesFor('reinspection-opinion', all, visit)).toEqual([])
    const paper = told(plannedPaper(all, planOf('reinspection-opinion', { visit: again, at: start + 4 * HOUR })))
    expect(paper).toContain('原文书：2026年11月22日《整改告知书》（临-7F3A-1）。')
    expect(paper).toContain('复查结论：部分整改，延期至 2026年11月30日')
    expect(paper).toContain('复查意见：北侧还差一段')
  })

  it('is found again as it was issued, whether or not the phone had heard of the recheck by then', () => {
    const asked = recheck(30 * MINUTE)
    const [unheard, heard] = [entries(), [...entries(), asked]].map((known) => plannedPaper(known.filter((entry) => entry.kind !== 'notice.issued'), planOf('rectification-notice')))
    expect(hashOf(unheard!)).not.toBe(hashOf(heard!))
    const all = [...entries(), asked]
    const candidates = [...issuedPapers(all, foldNotices(all).get(notice)!, [{ name: '王建', certificate: '' }])].map(({ paper }) => hashOf(paper))
    expect(candidates).toEqual([hashOf(heard!), hashOf(unheard!)])
  })

  it('by a template that this app does not know is not made up', () => {
    expect(plannedPaper(entries(), planOf('rectification-notice', { template: { id: 'rectification-notice', version: '2031-01' } }))).toBeNull()
  })
})

describe('the hash of a paper', () => {
  it('changes exactly when what is printed changes', () => {
    const size = fc.record({ people: fc.integer({ min: 0, max: 6 }), findings: fc.integer({ min: 0, max: 4 }), long: fc.boolean() })
    fc.assert(fc.property(size, size, (one, other) => {
      const [a, b] = [record(entries(one))!, record(entries(other))!]
      expect(hashOf(a) === hashOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      const written = entries(one)
      expect(hashOf(record([...written.toReversed(), ...written.slice(0, 3)]))).toBe(hashOf(a))
    }), { numRuns: 60 })
  })

  it('tells every single character apart, wherever it stands', () => {
    const paper = record(entries({ people: 3, findings: 2 }))!
    const leaves: { text: string; with: (other: string) => Paper }[] = []
    const walk = (value: unknown, put: (other: unknown) => Paper): void => {
      if (typeof value === 'string') leaves.push({ text: value, with: put })
      else if (value !== null && typeof value === 'object') {
        for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], (other) => put(Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other }))
      }
    }
    walk(paper, (other) => other as Paper)
    expect(leaves.length).toBeGreaterThan(60)
    for (const leaf of leaves) expect(hashOf(leaf.with(`${leaf.text}。`)), leaf.text).not.toBe(hashOf(paper))
  })
})

describe('templates', () => {
  it('are found by the version a paper was made with, and no version stands twice', () => {
    for (const template of templates) expect(templateOf(template)).toBe(template)
    expect(new Set(templates.map(({ id, version }) => `${id} ${version}`)).size).toBe(templates.length)
    expect(new Set(templates.map(({ id }) => id))).toEqual(new Set(paperTypes))
  })

  it('ask two officers with certificates for an order, and nobody’s certificate for what an inspector hands over', () => {
    const certificates = (type: (typeof paperTypes)[number]) => newestTemplate(type).slots.filter((slot) => slot.certificate).length
    expect(certificates('rectification-order')).toBe(2)
    expect(certificates('rectification-notice') + certificates('inspection-record') + certificates('stop-work-advice')).toBe(0)
  })
})
