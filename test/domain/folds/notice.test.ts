import { describe, expect, it } from 'vitest'
import type { Entry, EntryOf } from '#domain/entries/kinds.ts'
import { foldVisits, type Notice } from '#domain/fold.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import { entry, nameOf } from '../any-entry.ts'

const [site, visit, notice] = [11, 21, 41].map(nameOf) as [string, string, string]
const sha = 'f'.repeat(64)
const about = { site, visit, notice }
const paper: EntryOf<'notice.issued'>['body'] = {
  type: 'rectification-notice', number: null, temporaryNumber: '临-1-7', template: { id: 'n', version: '1' }, unit: '梅李镇建管所', findings: [], deadline: null, document: sha, replaces: null,
}
const issued = (change: Partial<typeof paper> = {}, id = notice) => entry('notice.issued', { ...about, notice: id }, { ...paper, ...change })
const numbered = (number = '梅建告〔2026〕1号') => entry('notice.numbered', about, { number }, { by: 'server' })
const signed = (role: 'unit' | 'inspector' = 'unit') => entry('signature.taken', about, { role, title: null, signed: sha, method: { kind: 'screen' } })
const refused = () => entry('signature.refused', about, { role: 'unit', title: null, signed: sha, reason: 'refused' })
const delivered = () => entry('notice.delivered', about, { method: 'on-site', tracking: null })
const fold = (...entries: Entry[]): Notice => foldNotices(entries).get(notice)!

describe('a notice', () => {
  it('is numbered, signed and delivered', () => {
    expect(fold(issued()).state).toBe('draft')
    expect(fold(issued({ number: '梅建告〔2026〕2号' })).state).toBe('numbered')
    const whole = fold(issued(), numbered(), signed('inspector'), signed(), delivered())
    expect(whole).toMatchObject({ state: 'delivered', number: '梅建告〔2026〕1号', temporaryNumber: '临-1-7', disputed: [], delivery: { method: 'on-site' } })
    expect(whole.signatures.map((signature) => signature.role)).toEqual(['inspector', 'unit'])
  })

  it('handed over without connection gets its number later and keeps both', () => {
    expect(fold(issued(), signed(), delivered(), numbered())).toMatchObject({ state: 'delivered', number: '梅建告〔2026〕1号', temporaryNumber: '临-1-7', disputed: [] })
  })

  it('has one number', () => {
    const twice = [issued(), numbered(), numbered('另一号')]
    expect(fold(...twice)).toMatchObject({ number: '梅建告〔2026〕1号', disputed: [twice[2]] })
    const late = [issued(), signed(), numbered(), numbered('另一号')]
    expect(fold(...late)).toMatchObject({ number: '梅建告〔2026〕1号', disputed: [late[3]] })
  })

  it('refused can be signed after all, signed cannot be refused any more', () => {
    expect(fold(issued(), refused(), signed())).toMatchObject({ state: 'signed', disputed: [] })
    const late = [issued(), signed(), refused()]
    expect(fold(...late)).toMatchObject({ state: 'signed', disputed: [late[2]] })
    expect(fold(issued(), refused(), delivered()).state).toBe('delivered')
  })

  it('is delivered once, and nobody signs what was delivered', () => {
    const late = [issued(), delivered(), delivered(), signed()]
    expect(fold(...late)).toMatchObject({ state: 'delivered', disputed: late.slice(2) })
  })

  it('is superseded by the one that replaces it; a notice cannot replace itself', () => {
    const late = [issued(), issued({ replaces: notice }, nameOf(42)), delivered()]
    expect(fold(...late)).toMatchObject({ state: 'superseded', supersededBy: nameOf(42), disputed: [late[2]] })
    expect(fold(issued({ replaces: notice }))).toMatchObject({ state: 'draft', supersededBy: null })
  })

  it('keeps its signatures apart from those of the visit’s record', () => {
    const start = entry('visit.started', { site, visit }, { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } })
    const own = entry('signature.refused', { site, visit }, { role: 'unit', title: '负责人', signed: sha, reason: 'absent' })
    const named = { ...own, personal: { salt: 'e'.repeat(16), signerName: '周', witnessName: '李' } }
    const folded = foldVisits([start, issued(), signed(), named]).get(visit)!
    expect(folded.signatures).toMatchObject([{ id: own.id, role: 'unit', name: '周', outcome: { kind: 'refused', reason: 'absent', note: '', witness: '李' } }])
  })
})
