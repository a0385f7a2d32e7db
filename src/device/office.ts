/** The door to the server for supervisors and administrators. Loaded with their pages only. */
import { attendanceListSchema, filedSchema } from '#domain/attendance.ts'
import { statusSchema, visitDetailSchema, visitListSchema } from '#domain/office-contract.ts'
import { projectListSchema, sampleListSchema, simulatorStateSchema } from '#domain/platform-health.ts'
import { rosterSchema } from '#domain/roster.ts'
import type { OfficeDoor } from './doors.ts'
import { createRequests, type RequestParts } from './request.ts'

export function createOffice(parts: RequestParts): OfficeDoor {
  const { request } = createRequests(parts)
  return {
    visits: (before) =>
      request({ method: 'GET', path: before === null ? '/api/supervise/visits' : `/api/supervise/visits?before=${before}`, schema: visitListSchema }),
    visit: (id) => request({ method: 'GET', path: `/api/supervise/visits/${id}`, schema: visitDetailSchema }),
    status: () => request({ method: 'GET', path: '/api/admin/status', schema: statusSchema }),
    roster: (site) => request({ method: 'GET', path: `/api/rosters/${site}`, schema: rosterSchema }),
    attendance: () => request({ method: 'GET', path: '/api/attendance', schema: attendanceListSchema }),
    fileAttendance: (attendance) => request({ method: 'POST', path: '/api/attendance', schema: filedSchema, body: attendance }),
    projects: () => request({ method: 'GET', path: '/api/admin/projects', schema: projectListSchema }),
    linkProject: (site, dataNumber) => request({ method: 'PUT', path: `/api/admin/projects/${site}`, schema: projectListSchema, body: { dataNumber } }),
    unlinkProject: (site) => request({ method: 'DELETE', path: `/api/admin/projects/${site}`, schema: projectListSchema }),
    samples: () => request({ method: 'GET', path: '/api/admin/samples', schema: sampleListSchema }),
    simulator: () => request({ method: 'GET', path: '/api/admin/simulator', schema: simulatorStateSchema }),
    setOutage: (outage) => request({ method: 'PUT', path: '/api/admin/simulator', schema: simulatorStateSchema, body: { outage } }),
  }
}
