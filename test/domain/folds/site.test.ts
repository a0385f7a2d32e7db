import { describe, expect, it } from 'vitest'
import type { Entry } from '#domain/entries/kinds.ts'
import { foldSites } from '#domain/fold.ts'
import { entry, nameOf } from '../any-entry.ts'

const site = nameOf(11)
const persons = (personal: object) => ({ personal: { salt: 'e'.repeat(16), ...personal } }) as unknown as Partial<Entry>
const registered = entry('site.registered', { site }, { name: '通江路店面', kind: 'decoration', address: '通江路1号', place: { kind: 'none', reason: 'denied' }, contractor: '周师傅队', headcount: 6 }, persons({ contactName: '周师傅', contactPhone: '138' }))
const closed = () => entry('site.closed', { site }, { reason: 'finished', duplicateOf: null })

describe('a site', () => {
  it('is what was registered, changed field by field; the newest word on each counts', () => {
    const [first, second] = [entry('site.amended', { site }, { name: '通江路二期', headcount: 9 }), entry('site.amended', { site }, { headcount: null, filing: 'filed' })]
    const folded = foldSites([second, first, registered]).get(site)
    expect(folded).toMatchObject({ name: '通江路二期', headcount: null, filing: 'filed', contractor: '周师傅队', address: '通江路1号', status: 'active', disputed: [] })
  })

  it('has the persons last named, and none where one was taken off', () => {
    const change = entry('site.amended', { site }, {}, persons({ contactName: '', foremanName: '李工' }))
    expect(foldSites([registered, change]).get(site)).toMatchObject({ contactName: null, contactPhone: '138', foremanName: '李工', ownerName: null })
  })

  it('is closed once, and can be taken up again', () => {
    const [first, second] = [closed(), closed()]
    expect(foldSites([registered, first, second]).get(site)).toMatchObject({ status: 'closed', closed: { reason: 'finished' }, disputed: [second] })
    const reopened = entry('site.amended', { site }, { status: 'active' })
    expect(foldSites([registered, first, reopened]).get(site)).toMatchObject({ status: 'active', closed: null })
    expect(foldSites([registered, first, reopened, closed()]).get(site)).toMatchObject({ status: 'closed', disputed: [] })
  })

  it('closed still takes a correction of its particulars', () => {
    expect(foldSites([registered, closed(), entry('site.amended', { site }, { address: '通江路2号' })]).get(site)).toMatchObject({ status: 'closed', address: '通江路2号' })
  })

  it('registered a second time under its name keeps the first registration', () => {
    const second = entry('site.registered', { site }, { name: '冒名工地', kind: 'other', address: '', place: { kind: 'none', reason: 'denied' } })
    expect(foldSites([second, registered]).get(site)).toMatchObject({ name: '通江路店面', disputed: [second] })
  })

  it('of which only a change is here is no site yet', () => {
    expect(foldSites([closed(), entry('site.amended', { site }, { name: '通江路二期' })]).size).toBe(0)
  })
})
