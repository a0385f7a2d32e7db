/** One filing of attendance as it is being filled in: what is missing, what stands against it, and what is sent. */
import { ATTENDANCE_DAYS, ATTENDANCE_PHOTO_BYTES, attendanceObstacle, type Attendance, type Filing } from '#domain/attendance.ts'
import type { RosterPerson } from '#domain/roster.ts'
import { DAY, HOUR, MINUTE, isDay, shanghaiDay, startOfDay, type Instant } from '#domain/time.ts'
import { toBase64 } from './base64.ts'

/** Somebody on the roster, once, with every engagement. */
export interface Enrolled extends Pick<RosterPerson, 'match' | 'nameMasked' | 'lastFour' | 'firm' | 'team' | 'trade'> {
  terms: readonly Pick<RosterPerson, 'from' | 'to'>[]
}

/** `id` is made once for each form: however often it is sent, it is filed once. `moment` is `YYYY-MM-DDTHH:mm` in Asia/Shanghai. */
export interface FilingDraft {
  id: string
  site: string
  person: Enrolled | null
  moment: string
  direction: Attendance['direction'] | null
  /** A JPEG. */
  photo: ArrayBuffer | null
}

export type Field = 'site' | 'person' | 'moment' | 'direction' | 'photo'
export type Obstacle = NonNullable<ReturnType<typeof attendanceObstacle>>

export function emptyDraft(id: string): FilingDraft {
  return { id, site: '', person: null, moment: '', direction: null, photo: null }
}

/** People of a roster, each once: somebody may be engaged by two teams. */
export function enrolledOf(people: readonly RosterPerson[]): Enrolled[] {
  const byMatch = new Map<string, Enrolled>()
  for (const { match, nameMasked, lastFour, firm, team, trade, from, to } of people) {
    const known = byMatch.get(match)
    byMatch.set(match, known ? { ...known, terms: [...known.terms, { from, to }] } : { match, nameMasked, lastFour, firm, team, trade, terms: [{ from, to }] })
  }
  return [...byMatch.values()]
}

/** Those whose name, last four, firm or team hold what was typed; all of them for nothing. */
export function searchEnrolled(people: readonly Enrolled[], typed: string): Enrolled[] {
  const wanted = typed.trim().toUpperCase()
  return people.filter((person) => [person.lastFour, person.nameMasked, person.firm, person.team].some((text) => text.toUpperCase().includes(wanted)))
}

/** The instant that `moment` names in Asia/Shanghai, wherever the phone thinks it is; `null` when it names none. */
export function instantOf(moment: string): Instant | null {
  const [, day = '', hour = '', minute = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(moment) ?? []
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59) return null
  return startOfDay(day) + Number(hour) * HOUR + Number(minute) * MINUTE
}

/** The reverse of `instantOf`; seconds are cut off. */
export function momentOf(instant: Instant): string {
  const minutes = Math.floor((instant - startOfDay(shanghaiDay(instant))) / MINUTE)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${shanghaiDay(instant)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The earliest and the latest moment that may be filed at `now`. */
export function momentBounds(now: Instant): { min: string; max: string } {
  return { min: momentOf(now - ATTENDANCE_DAYS * DAY + MINUTE - 1), max: momentOf(now) }
}

/** What stands against the draft's time, as soon as a person and a time are chosen. One engagement that allows it is enough. */
export function obstacleOf({ person, moment }: Pick<FilingDraft, 'person' | 'moment'>, now: Instant): Obstacle | null {
  const at = instantOf(moment)
  if (person === null || at === null) return null
  const obstacles = person.terms.map((term) => attendanceObstacle(term, at, now))
  return obstacles.includes(null) ? null : (obstacles[0] ?? 'off-roster')
}

/** The fields that are still empty. */
export function missingIn(draft: FilingDraft): ReadonlySet<Field> {
  const missing = new Set<Field>()
  if (draft.site === '') missing.add('site')
  if (draft.person === null) missing.add('person')
  if (instantOf(draft.moment) === null) missing.add('moment')
  if (draft.direction === null) missing.add('direction')
  if (draft.photo === null) missing.add('photo')
  return missing
}

/** Whether the platform takes a photograph of this size. */
export function photoFits(photo: ArrayBuffer): boolean {
  return photo.byteLength <= ATTENDANCE_PHOTO_BYTES
}

/** What is sent, or `null` while something is missing. Whether anything stands against it, the server has the last word. */
export function attendanceOf(draft: FilingDraft): Attendance | null {
  const { id, site, person, direction, photo } = draft
  const at = instantOf(draft.moment)
  if (site === '' || person === null || at === null || direction === null || photo === null) return null
  return { id, site, match: person.match, at, direction, photo: toBase64(photo) }
}

/**
 * Whether the server filed what was sent last. It files an id once: it may have kept what was sent with it before a change. Names
 * are left out, since the server's may have been refreshed in between.
 */
export function filedAsSent(filing: Filing, sent: Attendance, person: Enrolled): boolean {
  return filing.site === sent.site && filing.at === sent.at && filing.direction === sent.direction && filing.lastFour === person.lastFour
}
