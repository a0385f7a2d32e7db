/** Takes a filing in: everything that can be known here to be wrong is refused before anything is sent. */
import { ATTENDANCE_PHOTO_BYTES, attendanceObstacle, type Attendance } from '#domain/attendance.ts'
import type { AccountRow } from '../accounts/account.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import type { KeptPerson } from '../rosters/join-roster.ts'
import { dataNumberOf, rosterOf, rostersOf, simulatedOf } from '../rosters/links.ts'
import { sealPart, sealPhoto, type FilingRow } from './filing.ts'

type Parts = Pick<Doors, 'db' | 'keys' | 'config' | 'now'>

/**
 * Keeps `attendance` for sending and gives it back as it stands. What was filed before, under the same name or as the same record of
 * the same person, is given back instead and is not filed again. Throws a `Refused` where it may not be filed.
 */
export async function fileAttendance(doors: Parts, account: AccountRow, attendance: Attendance): Promise<FilingRow> {
  const before = await filed(doors, account, attendance.id, null)
  if (before !== undefined) return before
  const { site, match, at, direction, photo } = attendance
  const link = await rostersOf(doors, account).where('site', '=', site).executeTakeFirst()
  const roster = link === undefined ? null : rosterOf(link, doors.keys)
  if (link === undefined || roster === null) throw new Refused('not-found')
  const now = doors.now()
  const person = engaged(roster.people.filter((one) => one.match === match), at, now)
  if (!isPhoto(photo)) throw new Refused('bad-photo')
  const { idNumber, nameMasked, lastFour } = person
  const dataNumber = dataNumberOf(link, doors.keys)
  // The platform knows a record by these, and its clock by whole seconds.
  const recordKey = doors.keys.digest(['attendance', dataNumber, idNumber, Math.floor(at / 1000), direction].join('\n'))
  const row: FilingRow = {
    id: attendance.id, area: link.area, site, personKey: doors.keys.personKey(idNumber), recordKey,
    sealed: sealPart({ idNumber, nameMasked, lastFour, dataNumber }, attendance.id, doors.keys), photoSealed: sealPhoto(photo, attendance.id, doors.keys),
    at, direction, state: 'waiting', message: '', filedBy: account.id, filedAt: now, changedAt: now,
    sentAt: null, takenAt: null, unknowns: 0, nextAt: now, attempts: 0, simulated: simulatedOf(doors.config),
  }
  await doors.db.insertInto('attendanceFiling').values(row).onConflict((oc) => oc.doNothing()).execute()
  const kept = await filed(doors, account, attendance.id, recordKey)
  // Only a foreign filing of the same name can stand in the way unseen.
  if (kept === undefined) throw new Refused('bad-request')
  return kept
}

function filed({ db, config }: Parts, account: AccountRow, id: string, recordKey: string | null): Promise<FilingRow | undefined> {
  return db
    .selectFrom('attendanceFiling')
    .selectAll()
    .where('area', '=', account.area)
    .where('simulated', '=', simulatedOf(config))
    .where((eb) => eb.or([eb('id', '=', id), ...(recordKey === null ? [] : [eb.and([eb('recordKey', '=', recordKey), eb('state', '<>', 'refused')])])]))
    .executeTakeFirst()
}

/** The engagement under which somebody may be filed; who is engaged twice needs only one that fits. */
function engaged(engagements: readonly KeptPerson[], at: number, now: number): KeptPerson {
  const judged = engagements.map((person) => ({ person, obstacle: attendanceObstacle(person, at, now) }))
  const fit = judged.find(({ obstacle }) => obstacle === null)
  if (fit === undefined) throw new Refused(judged[0]?.obstacle ?? 'off-roster')
  return fit.person
}

/** Whether `photo` (base64) is a JPEG, by its first bytes, of a size the platform is sent. */
function isPhoto(photo: string): boolean {
  const bytes = Buffer.from(photo, 'base64')
  return bytes.length <= ATTENDANCE_PHOTO_BYTES && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}
