/** `GET` and `POST /api/attendance`: a town supervisor's tool for the registered projects of the town. */
import { ATTENDANCE_PHOTO_BYTES, attendanceSchema, type AttendanceList, type Filing } from '#domain/attendance.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AccountRow } from '../accounts/account.ts'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { featuresOf } from '../features.ts'
import { readBody } from '../read-request.ts'
import { rostersOf, simulatedOf } from '../rosters/links.ts'
import { sitesById } from '../rosters/sites.ts'
import { fileAttendance } from './file.ts'
import { shownFiling, type FilingRow } from './filing.ts'

const LISTED = 200
/** The photograph in base64, and room for the rest. */
const BODY_BYTES = Math.ceil(ATTENDANCE_PHOTO_BYTES / 3) * 4 + 4 * 1024

export function attendanceRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/attendance', async (request): Promise<AttendanceList> => {
    const account = await supervisor(doors, request)
    const rows = await doors.db
      .selectFrom('attendanceFiling')
      .selectAll()
      .where('area', '=', account.area)
      .where('simulated', '=', simulatedOf(doors.config))
      .orderBy('filedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(LISTED)
      .execute()
    const links = await rostersOf(doors, account).orderBy('site').execute()
    const sites = await sitesById(doors, account, links.map((link) => link.site))
    return {
      sites: links.map(({ site, projectName }) => ({ site, siteName: sites.get(site)?.name ?? '', projectName })),
      filings: await shown(doors, rows),
      serverTime: doors.now(),
    }
  })

  app.post('/api/attendance', { bodyLimit: BODY_BYTES }, async (request) => {
    const account = await supervisor(doors, request)
    const [filing] = await shown(doors, [await fileAttendance(doors, account, readBody(attendanceSchema, request))])
    return { filing, serverTime: doors.now() }
  })
}

async function supervisor(doors: Doors, request: FastifyRequest): Promise<AccountRow> {
  const account = await signedIn(doors, request, ['town-supervisor'])
  if (!featuresOf(doors).attendance) throw new Refused('not-enabled')
  return account
}

async function shown({ db, keys }: Doors, rows: readonly FilingRow[]): Promise<Filing[]> {
  if (rows.length === 0) return []
  const accounts = await db.selectFrom('account').select(['id', 'name']).where('id', 'in', [...new Set(rows.map((row) => row.filedBy))]).execute()
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  return rows.map((row) => shownFiling(row, names.get(row.filedBy) ?? '', keys))
}
