/**
 * 考勤补报: what a town supervisor files for a registered project with the city platform (interface V3.0, 3.2). A check is not
 * attendance; nothing is ever filed by the app itself.
 */
import * as v from 'valibot'
import { hash } from './entries/envelope.ts'
import { engagedOn, type RosterPerson } from './roster.ts'
import { DAY, addDays, shanghaiDay, startOfDay, type Instant } from './time.ts'
import { uuid } from './uuid.ts'

/** The platform takes attendance of the last ten days (3.2.2, reason a). Its edges are not published: the stricter reading is kept. */
export const ATTENDANCE_DAYS = 10

/** What stands against filing `at` for `person`, or `null`. */
export function attendanceObstacle(person: Pick<RosterPerson, 'from' | 'to'>, at: Instant, now: Instant): 'future' | 'too-old' | 'off-roster' | null {
  if (at > now) return 'future'
  if (at < now - ATTENDANCE_DAYS * DAY || at < startOfDay(addDays(shanghaiDay(now), -ATTENDANCE_DAYS))) return 'too-old'
  return engagedOn(person, shanghaiDay(at)) ? null : 'off-roster'
}

export const attendanceDirections = ['in', 'out'] as const

/** The largest photograph (bytes, before base64) that may be filed. */
export const ATTENDANCE_PHOTO_BYTES = 300 * 1024

/** `POST /api/attendance` (town supervisor). `id` names the filing, so that sending it twice files once; `photo` is a JPEG in base64. */
export const attendanceSchema = v.object({
  id: uuid,
  site: uuid,
  match: hash,
  at: v.pipe(v.number(), v.integer()),
  direction: v.picklist(attendanceDirections),
  photo: v.pipe(v.string(), v.maxLength(Math.ceil(ATTENDANCE_PHOTO_BYTES / 3) * 4), v.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
})
export type Attendance = v.InferOutput<typeof attendanceSchema>

/**
 * `waiting`: not yet with the platform (a fault on our side; tried again). `pending`: taken, not yet judged. `valid`, `invalid`:
 * judged. `refused`: the platform would not take it. `unsure`: it may or may not have arrived; the platform is asked before anything is sent again.
 * `given-up`: our side could not find out within the window.
 */
export const filingStates = ['waiting', 'unsure', 'pending', 'valid', 'invalid', 'refused', 'given-up'] as const
export type FilingState = (typeof filingStates)[number]

export const filingSchema = v.object({
  id: uuid,
  site: uuid,
  nameMasked: v.string(),
  lastFour: v.string(),
  at: v.number(),
  direction: v.picklist(attendanceDirections),
  state: v.picklist(filingStates),
  /** The platform's words for a refusal or an invalid record; empty otherwise. */
  message: v.string(),
  filedBy: v.string(),
  filedAt: v.number(),
  changedAt: v.number(),
})
export type Filing = v.InferOutput<typeof filingSchema>

/** `GET /api/attendance` (town supervisor): the registered projects of the area and the newest 200 filings. People are picked from `GET /api/rosters/:site`. */
export const attendanceListSchema = v.object({
  sites: v.array(v.object({ site: uuid, siteName: v.string(), projectName: v.string() })),
  filings: v.array(filingSchema),
  serverTime: v.number(),
})
export type AttendanceList = v.InferOutput<typeof attendanceListSchema>

/** `POST /api/attendance` answers this. */
export const filedSchema = v.object({ filing: filingSchema, serverTime: v.number() })
