/** A filing that lacks nothing, for tests. */
import type { Enrolled, FilingDraft } from '#supervise/attendance-draft.ts'

export const now = Date.parse('2026-11-22T10:00:00+08:00')
export const site = '22222222-2222-7222-8222-222222222222'

export function enrolled(...terms: Enrolled['terms'][number][]): Enrolled {
  return { match: 'a'.repeat(64), nameMasked: '张*', lastFour: '0011', firm: '演示建筑', team: '木工班', trade: '木工', terms }
}

export function aFilledDraft(id = '11111111-1111-7111-8111-111111111111'): FilingDraft {
  const photo = new Uint8Array([0xff, 0xd8, 0xff, 0x00]).buffer
  return { id, site, person: enrolled({ from: '2026-11-01', to: null }), moment: '2026-11-20T07:30', direction: 'in', photo }
}
