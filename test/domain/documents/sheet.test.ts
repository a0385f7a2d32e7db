import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { countIn, finalNumber, temporaryNumber } from '#domain/documents/number.ts'
import { mayIssue } from '#domain/documents/may-issue.ts'
import { noticeSheet, recordSheet, type Reader, type Sheet } from '#domain/documents/sheet.ts'
import type { EntryOf, Recorded } from '#domain/entries/kinds.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import { at, checkName, entries, findingName, nameAt, notice, site, start, verdictOf, visit } from './day.ts'

const reader: Reader = { hash: (text) => Promise.resolve(createHash('sha256').update(text).digest('hex')), whole: true }
const about = { site, visit }
const record = (all: readonly Recorded[], by: string | null = '王建', how = reader) => recordSheet(all, visit, by, how) as Promise<Sheet>
type Signed = EntryOf<'signature.taken'>['body']
const signed = (hash: string, ms: number, role: Signed['role'] = 'unit', name = '周建国') =>
  at(ms, 'signature.taken', about, { role, title: '负责人', signed: hash, method: { kind: 'screen' } }, { signerName: name, strokes: '0,0,0,0 900,400,30,0;100,800,200,0' })
const refused = (hash: string, ms: number) => at(ms, 'signature.refused', about, { role: 'unit', title: null, signed: hash, reason: 'refused', note: '转身离开' }, { signerName: '周建国', witnessName: '李婶' })
const recheck = (ms: number, colour: 'green' | 'red', changed: boolean) =>
  at(ms, 'check.rechecked', { ...about, check: checkName(1) }, { before: 'red', verdict: verdictOf(colour, 'live', start + ms), answer: { kind: 'no-record', answeredAt: start + ms }, changed, simulated: false }, null, { by: 'server' })
/** The notice as the phone would have issued it: with the hash of what it showed. */
async function issued(extra: readonly Recorded[] = []): Promise<Recorded[]> {
  const all = [...entries(), ...extra]
  const { hash } = (await noticeSheet(all, notice, reader))!
  return all.map((entry) => (entry.kind === 'notice.issued' ? { ...entry, body: { ...entry.body, document: hash } } : entry)) as Recorded[]
}

describe('a signature', () => {
  it('stands under the text that was signed, and shows when that is not the text any more', async () => {
    const { hash } = await record(entries())
    const all = [...entries(), signed(hash, HOUR)]
    const [line] = (await record(all)).signatures
    expect(line).toMatchObject({ label: '被检查单位代表', signed: { name: '周建国', title: '负责人', at: '2026-11-22 11:00', refusal: null, agreement: 'same' } })
    expect(line!.signed!.ink!.paths.length).toBeGreaterThan(1)
    const changed = await record([...all, at(2 * HOUR, 'finding.amended', { ...about, finding: findingName(0) }, { severity: 'major', reason: '更正' })])
    expect(changed.signatures[0]?.signed?.agreement).toBe('changed')
    expect(changed.warnings).toContain('签名后内容有变更，请重新签名。')
  })

  it('given again to the changed text takes the place of the first', async () => {
    const all = [...entries(), signed('a'.repeat(64), HOUR)]
    const { hash, warnings } = await record(all)
    expect(warnings).toContain('签名后内容有变更，请重新签名。')
    const again = await record([...all, signed(hash, 2 * HOUR)])
    expect(again.warnings).toEqual([])
    expect(again.signatures.filter((line) => line.signed !== null)).toHaveLength(1)
  })

  it('is neither true nor false where not all of the text is on this phone', async () => {
    const { hash } = await record(entries())
    const all = [...entries(), signed(hash, HOUR)]
    const foreign = all.map((entry) => ({ ...entry, personal: entry.kind.startsWith('site.') ? entry.personal : null })) as Recorded[]
    const told = async (sheet: Promise<Sheet>) => [(await sheet).signatures[0]?.signed?.agreement, (await sheet).warnings]
    expect(await told(record(foreign))).toEqual(['unknown', []])
    expect(await told(record(all, null))).toEqual(['unknown', []])
    expect(await told(record(all, '王建', { ...reader, whole: false }))).toEqual(['unknown', []])
  })

  it('refused is told with the reason and who saw it, until it is given after all', async () => {
    const { hash } = await record(entries())
    const [line] = (await record([...entries(), refused(hash, HOUR)])).signatures
    expect(line?.signed).toMatchObject({ name: '周建国', refusal: '拒绝签名；情况：转身离开；见证人：李婶', ink: null })
    const after = await record([...entries(), refused(hash, HOUR), signed(hash, 2 * HOUR)])
    expect(after.signatures.filter((one) => one.signed !== null).map((one) => one.signed?.refusal)).toEqual([null])
  })

  it('of a second inspector gets a line of its own; whoever has not signed has a line for the pen', async () => {
    const { hash } = await record(entries())
    const { signatures } = await record([...entries(), signed(hash, HOUR, 'inspector', '王建'), signed(hash, HOUR + 1, 'inspector', '李秀')])
    expect(signatures.map(({ label, signed: by }) => `${label} ${by?.name ?? '空'}`)).toEqual(['被检查单位代表 空', '见证人 空', '巡查人员 王建', '记录人 空', '巡查人员 李秀'])
  })
})

describe('what was learned later', () => {
  it('flags a paper plainly and leaves its signatures as they are', async () => {
    const { hash } = await record(entries())
    const sheet = await record([...entries(), signed(hash, HOUR), recheck(2 * HOUR, 'green', true)])
    expect(sheet.warnings).toEqual(['其中 1 人的核验结果后来有变化，见“后来的复核”。'])
    expect(sheet.later).toEqual(['张*（尾号 1001）：现场 红码；2026-11-22 12:00 复核 绿码，有效至 2027-01-05（有变化）'])
    expect(sheet.signatures[0]?.signed?.agreement).toBe('same')
  })

  it('that bears out what was known is told without a flag', async () => {
    const sheet = await record([...entries(), recheck(2 * HOUR, 'red', false)])
    expect([sheet.warnings, sheet.later.length]).toEqual([[], 1])
  })

  it('does not flag a notice that was issued knowing it', async () => {
    const knowing = await issued([recheck(30 * MINUTE, 'green', true)])
    const sheet = (await noticeSheet(knowing, notice, reader))!
    expect([sheet.warnings, sheet.later]).toEqual([[], []])
    expect(JSON.stringify(sheet.paper)).toContain('实时核验 2026-11-22 10:30（复核）')
    const after = (await noticeSheet([...(await issued()), recheck(2 * HOUR, 'green', true)], notice, reader))!
    expect(after.warnings).toEqual(['其中 1 人的核验结果后来有变化，见“后来的复核”。'])
  })
})

describe('a notice', () => {
  it('shows its temporary number, and both once the final one has come', async () => {
    const all = await issued()
    expect(await noticeSheet(all, notice, reader)).toMatchObject({ number: null, temporaryNumber: '临-7F3A-1', blankNumber: '（　　　）　　　字〔2026〕　　号', warnings: [] })
    const numbered = at(HOUR, 'notice.numbered', { ...about, notice }, { number: '（梅李镇）整改〔2026〕1号' }, null, { by: 'server' })
    expect(await noticeSheet([...all, numbered], notice, reader)).toMatchObject({ number: '（梅李镇）整改〔2026〕1号', temporaryNumber: '临-7F3A-1', warnings: [] })
  })

  it('stays as it was issued, whatever becomes of the site and of its findings', async () => {
    const all = await issued()
    const later = [
      at(3 * HOUR, 'finding.rectified', { ...about, finding: findingName(0) }, {}),
      at(3 * HOUR + 1, 'finding.amended', { ...about, finding: findingName(0) }, { text: '别的', reason: '更正' }),
      at(3 * HOUR + 2, 'site.amended', { site }, { contractor: '另一家' }),
    ]
    const [before, after] = [await noticeSheet(all, notice, reader), await noticeSheet([...later, ...all], notice, reader)]
    expect(after!.hash).toBe(before!.hash)
    expect(after!.warnings).toEqual([])
  })

  it('that does not read as it was issued says so', async () => {
    const sheet = (await noticeSheet(entries(), notice, reader))!
    expect(sheet.warnings).toEqual(['内容与开具时不同，请核对。'])
  })

  it('tells how it was delivered, and by what it was replaced', async () => {
    const all = await issued()
    const delivered = at(HOUR, 'notice.delivered', { ...about, notice }, { method: 'post', tracking: 'EMS1' }, { recipientName: '周建国' })
    expect((await noticeSheet([...all, delivered], notice, reader))?.delivery).toBe('邮寄送达，2026-11-22 11:00，签收人 周建国，单号 EMS1')
    const first = all.find((entry) => entry.kind === 'notice.issued') as Recorded<'notice.issued'>
    const second = { ...first, id: nameAt(HOUR, 9), about: { ...about, notice: nameAt(HOUR, 9) }, body: { ...first.body, replaces: notice } }
    expect((await noticeSheet([...all, second], notice, reader))?.warnings).toEqual(['这份文书已被新的文书代替。'])
    expect(JSON.stringify((await noticeSheet([...all, second], second.id, reader))?.paper)).toContain('本文书代替2026年11月22日《整改告知书》（临-7F3A-1）。')
  })
})

describe('numbers and rights', () => {
  it('count on from the phone’s own, and not from another’s', () => {
    expect(temporaryNumber('01900000-0000-7000-8000-00000000a3f9', 12)).toBe('临-A3F9-12')
    expect(countIn('临-A3F9-12', '01900000-0000-7000-8000-00000000a3f9')).toBe(12)
    expect([countIn('临-A3F9-12', 'x-0000'), countIn(null, 'x-0000')]).toEqual([0, 0])
    expect(finalNumber('rectification-notice', '320581101', 2026, 7)).toBe('（梅李镇）整改〔2026〕7号')
  })

  it('leave orders to two officers with certificates', () => {
    const two = [{ name: '孙', certificate: 'A' }, { name: '吴', certificate: 'B' }]
    expect(mayIssue('rectification-order', { role: 'inspector' }, two)).toEqual({ kind: 'may-not', why: 'officers-only' })
    expect(mayIssue('rectification-order', { role: 'town-supervisor' }, two)).toEqual({ kind: 'may-not', why: 'officers-only' })
    const officer = { role: 'town-supervisor', officerNo: 'A' } as const
    expect(mayIssue('rectification-order', officer, two.slice(0, 1))).toEqual({ kind: 'may-not', why: 'second-officer' })
    expect(mayIssue('rectification-order', officer, [two[0]!, { name: '吴', certificate: 'A' }])).toEqual({ kind: 'may-not', why: 'second-officer' })
    expect(mayIssue('rectification-order', officer, two)).toEqual({ kind: 'may' })
    expect(mayIssue('rectification-notice', { role: 'inspector' }, [])).toEqual({ kind: 'may' })
    expect(mayIssue('transfer-letter', { role: 'inspector' }, [])).toEqual({ kind: 'may-not', why: 'supervisors-only' })
  })
})
