import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { offersOrder, visitOrder, visitRecord, type Told } from '#supervise/visit-papers.ts'
import { at, entries, site, start, visit, type Size } from '../domain/documents/day.ts'
import { HOUR } from '#domain/time.ts'

const hash = (text: string) => Promise.resolve(createHash('sha256').update(text).digest('hex'))
/** As the server tells a supervisor: of what names people only the masked name and the last four. */
function detail(size: Size = {}, more = entries({}).slice(0, 0)): Told {
  const parcels = [...entries(size), ...more].map(({ personal, ...entry }) => ({
    entry, personal: personal === null ? null : { salt: 'withheld-withheld', nameMasked: personal.nameMasked, lastFour: personal.lastFour, contactName: personal.contactName },
  })) as Told['entries']
  return { site: parcels[0]!, entries: parcels.slice(1), inspector: '王建' }
}
const officer = { role: 'town-supervisor', officerNo: '演示-0001' } as const
const two = [{ name: '孙丽', certificate: '演示-0001' }, { name: '吴昊', certificate: '演示-0002' }]

describe('what an office prints of a visit', () => {
  it('is the same record, which says neither that it was changed nor that it was not', async () => {
    const signed = at(HOUR, 'signature.taken', { site, visit }, { role: 'unit', title: '负责人', signed: 'a'.repeat(64), method: { kind: 'screen' } }, { signerName: '周建国', strokes: '1,1 2,2' })
    const sheet = (await visitRecord(detail({}, [signed]), visit, hash))!
    expect(sheet.paper.title).toBe('现场巡查记录单')
    expect(JSON.stringify(sheet.paper.blocks)).toContain('王建')
    expect(sheet.signatures[0]?.signed).toMatchObject({ name: '（姓名未显示）', agreement: 'unknown', ink: null })
    expect(sheet.warnings).toEqual([])
  })

  it('is an order only for officers with a certificate, where there is something to order', () => {
    expect(offersOrder(detail(), visit, officer)).toBe(true)
    expect(offersOrder(detail({ findings: 0 }), visit, officer)).toBe(false)
    expect(offersOrder(detail(), visit, { role: 'town-supervisor' })).toBe(false)
  })

  it('is no order before two officers are named, each with a certificate of his own', async () => {
    const order = (officers: typeof two) => visitOrder(detail(), visit, officer, officers, start + HOUR, hash)
    expect(await order(two.slice(0, 1))).toBeNull()
    expect(await order([two[0]!, { name: '吴昊', certificate: '' }])).toBeNull()
    const sheet = (await order(two))!
    expect(sheet).toMatchObject({ number: null, blankNumber: '（　　　）　　　字〔2026〕　　号', paper: { title: '责令限期整改指令书' } })
    expect(JSON.stringify(sheet.paper.blocks)).toContain('吴昊（证号 演示-0002）')
    expect(sheet.signatures.filter((line) => line.certificate)).toHaveLength(2)
  })
})
