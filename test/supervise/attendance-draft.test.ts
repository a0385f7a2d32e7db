import { describe, expect, it } from 'vitest'
import { ATTENDANCE_PHOTO_BYTES, attendanceSchema } from '#domain/attendance.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { attendanceOf, emptyDraft, enrolledOf, instantOf, missingIn, momentBounds, momentOf, obstacleOf, photoFits, searchEnrolled } from '#supervise/attendance-draft.ts'
import * as v from 'valibot'
import { aFilledDraft, enrolled, now } from './attendance.ts'

describe('the form of a filing', () => {
  it('names every field that is still empty, and sends nothing before', () => {
    const empty = emptyDraft('11111111-1111-7111-8111-111111111111')
    expect([...missingIn(empty)]).toEqual(['site', 'person', 'moment', 'direction', 'photo'])
    expect(attendanceOf(empty)).toBeNull()
    expect(missingIn(aFilledDraft()).size).toBe(0)
  })

  it.each(['site', 'person', 'moment', 'direction', 'photo'] as const)('is not sent without %s', (field) => {
    const draft = { ...aFilledDraft(), [field]: emptyDraft('')[field] }
    expect([...missingIn(draft)]).toEqual([field])
    expect(attendanceOf(draft)).toBeNull()
  })

  it('sends what the server reads, with the time of Asia/Shanghai', () => {
    const sent = attendanceOf(aFilledDraft())
    expect(v.parse(attendanceSchema, sent)).toEqual(sent)
    expect(sent).toMatchObject({ at: Date.parse('2026-11-20T07:30:00+08:00'), direction: 'in', photo: '/9j/AA==' })
  })

  it('takes a photograph up to the size that may be filed', () => {
    expect(photoFits(new ArrayBuffer(ATTENDANCE_PHOTO_BYTES))).toBe(true)
    expect(photoFits(new ArrayBuffer(ATTENDANCE_PHOTO_BYTES + 1))).toBe(false)
  })
})

describe('the time of a filing', () => {
  it.each(['', '2026-02-30T08:00', '2026-11-20', '2026-11-20T24:00', '2026-11-20T08:60'])('"%s" is none', (moment) => expect(instantOf(moment)).toBeNull())

  it('is read and written as the same minute', () => {
    for (const moment of ['2026-11-20T00:00', '2026-11-20T23:59', '2026-01-01T07:05']) expect(momentOf(instantOf(moment)!)).toBe(moment)
  })

  it('is offered only where nothing but the roster can stand against it', () => {
    const { min, max } = momentBounds(now + 20_000)
    for (const moment of [min, max]) expect(obstacleOf({ person: enrolled({ from: null, to: null }), moment }, now + 20_000)).toBeNull()
    expect(obstacleOf({ person: enrolled({ from: null, to: null }), moment: momentOf(instantOf(min)! - MINUTE) }, now + 20_000)).toBe('too-old')
  })

  it.each([
    ['in the future', now + MINUTE, 'future'], ['eleven days ago', now - 11 * DAY, 'too-old'], ['before the engagement', now - 9 * DAY, 'off-roster'], ['in the engagement', now - 2 * DAY, null],
  ] as const)('%s is told before anything is sent', (_, at, obstacle) => {
    expect(obstacleOf({ person: enrolled({ from: '2026-11-15', to: null }), moment: momentOf(at) }, now)).toBe(obstacle)
  })

  it('is not judged before a person and a time are chosen', () => {
    expect(obstacleOf({ person: null, moment: '2020-01-01T00:00' }, now)).toBeNull()
    expect(obstacleOf({ person: enrolled({ from: null, to: null }), moment: '' }, now)).toBeNull()
  })

  it('may lie in any engagement of somebody who has two', () => {
    const person = enrolled({ from: '2026-11-01', to: '2026-11-14' }, { from: '2026-11-19', to: null })
    expect(obstacleOf({ person, moment: '2026-11-13T08:00' }, now)).toBeNull()
    expect(obstacleOf({ person, moment: '2026-11-20T08:00' }, now)).toBeNull()
    expect(obstacleOf({ person, moment: '2026-11-16T08:00' }, now)).toBe('off-roster')
  })
})

describe('people to file for', () => {
  const line = { match: 'a'.repeat(64), nameMasked: '张*', lastFour: '001X', firm: '演示建筑', team: '木工班', workerType: '普通工人', trade: '木工', from: '2026-11-01', to: '2026-11-10' }

  it('are listed once, however many teams engage them', () => {
    const people = enrolledOf([line, { ...line, team: '瓦工班', from: '2026-11-12', to: null }, { ...line, match: 'b'.repeat(64) }])
    expect(people).toHaveLength(2)
    expect(people[0]!.terms).toEqual([{ from: '2026-11-01', to: '2026-11-10' }, { from: '2026-11-12', to: null }])
  })

  it('are found by the last four, in either case, by name and by team', () => {
    const people = enrolledOf([line, { ...line, match: 'b'.repeat(64), nameMasked: '李*', lastFour: '0024', team: '瓦工班' }])
    const found = (typed: string) => searchEnrolled(people, typed).map(({ nameMasked }) => nameMasked)
    expect([found('01x'), found(' 李'), found('瓦工'), found('9999'), found('')]).toEqual([['张*'], ['李*'], ['李*'], [], ['张*', '李*']])
  })
})
