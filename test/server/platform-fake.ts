/** A platform without a wire: what it holds is set by the test, and so is what goes wrong on the way. */
import type { AttendanceJudgement, AttendanceRecord, Engagement, Enterprise, FaceImage, Outcome, Project, Worker } from '../../server/platform/results.ts'
import type { PlatformGateway } from '../../server/platform/gateway.ts'
import type { PlatformFault } from '../../server/platform/trouble.ts'
import type { PlatformHealth } from '#domain/platform-health.ts'

export const aProject: Project = {
  number: '3205811901010001', name: '演示·厂房屋面修缮项目', county: '常熟市', territory: null, address: null, floorArea: null, cost: null,
  owner: '演示建设单位', ownerCreditCode: null, ownerContact: null, ownerPhone: null,
}
export const aFirm: Enterprise = { name: '演示建筑公司', creditCode: '91320581MA00000001', projectNumber: aProject.number, role: '总承包', contact: null, phone: null }

export function aWorker(idNumber: string, name: string): Worker {
  return {
    name, idNumber, sex: '男', address: '演示路 1 号', born: null, hasImage: true, nation: '汉', cardFrom: null, cardTo: null, cardIssuer: null,
    province: '江苏', city: null, county: null, phone: '13800000000',
  }
}

export function anEngagement(idNumber: string, changes: Partial<Engagement> = {}): Engagement {
  return {
    idNumber, projectNumber: aProject.number, creditCode: aFirm.creditCode, team: '木工班', workerType: '普通工人', post: null, tradeClass: '木工类',
    trade: '木工', from: '2026-01-01', to: '2026-12-31', workNumber: '007', ...changes,
  }
}

export interface FakePlatform extends PlatformGateway {
  /** What `dataNumber` names; everything else names nothing. */
  projects: Map<string, { project: Project | null; enterprises: Enterprise[]; workers: Worker[]; engagements: Engagement[] }>
  face: FaceImage | null
  /** Every method called, in order. */
  asked: string[]
  /** The faults of the next calls, by method; calls beyond the list meet none. */
  faults: Partial<Record<'project' | 'enterprises' | 'workers' | 'engagements' | 'face', PlatformFault[]>>
  /** Attendance that was taken: every sending that arrived, and what is said of the record. */
  taken: { record: AttendanceRecord; dataNumber: string }[]
  judge: (record: AttendanceRecord) => AttendanceJudgement
  off: Set<string>
}

const noHealth: PlatformHealth = { kind: 'simulator', breaker: 'closed', calls: 0, answered: 0, medianMs: null, faults: [], byCall: [], alarms: [], clockDifferenceMs: null }

export function fakePlatform(now: () => number = () => 0): FakePlatform {
  const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value, answeredAt: now() })
  const give = <T>(what: keyof FakePlatform['faults'], value: T): Promise<Outcome<T>> => {
    platform.asked.push(what)
    const fault = platform.faults[what]?.shift()
    return Promise.resolve(fault === undefined ? ok(value) : { kind: 'fault', fault, answeredAt: now() })
  }
  const holding = (dataNumber: string) => platform.projects.get(dataNumber) ?? { project: null, enterprises: [], workers: [], engagements: [] }
  const platform: FakePlatform = {
    projects: new Map(),
    face: null,
    asked: [],
    faults: {},
    taken: [],
    judge: () => ({ kind: 'valid', message: '' }),
    off: new Set(),
    ask: () => Promise.resolve({ kind: 'no-record', answeredAt: now() }),
    project: (dataNumber) => give('project', holding(dataNumber).project),
    enterprises: (dataNumber) => give('enterprises', holding(dataNumber).enterprises),
    workers: (dataNumber) => give('workers', holding(dataNumber).workers),
    engagements: (dataNumber) => give('engagements', holding(dataNumber).engagements),
    cardImage: () => give('face', platform.face),
    faceImage: () => give('face', platform.face),
    uploadAttendance(dataNumber, record) {
      platform.taken.push({ dataNumber, record })
      return Promise.resolve(ok({ kind: 'taken', message: '' }))
    },
    attendance(_dataNumber, record) {
      const known = platform.taken.some((one) => JSON.stringify(one.record) === JSON.stringify(record))
      return Promise.resolve(ok(known ? platform.judge(record) : { kind: 'unknown', message: '' }))
    },
    enabled: (call) => !platform.off.has(call),
    stats: () => noHealth,
    samples: () => [],
    close: () => Promise.resolve(),
  }
  return platform
}
