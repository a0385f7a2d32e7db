/** The simulated platform's attendance (3.2): what is taken is judged after a while, by the three published reasons. */
import { DAY, isDay, shanghaiDay, addDays, type Instant } from '#domain/time.ts'
import { failure, type JsonReply } from './json-reply.ts'
import { personOf } from './people.ts'
import type { DemoProject } from './project.ts'

const KEPT = 10_000
const DAYS = 10

/** `direction` is kqFlag; `time` is kqsj as it was sent. */
export interface Passage {
  project: DemoProject
  zjhm: string
  time: string
  direction: string
}

export interface AttendanceRegister {
  /** UploadKqxx. `image` is base64; the same passage is kept once. */
  take(passage: Passage, image: string): JsonReply
  /** GetKqxx. */
  tell(passage: Passage): JsonReply
}

interface Kept {
  takenAt: Instant
  at: Instant
}

/** Kept in memory, the newest few thousand; a passage is judged `delayMs` after it was taken. */
export function createAttendanceRegister(now: () => Instant, delayMs: number): AttendanceRegister {
  const kept = new Map<string, Kept>()
  const keyOf = ({ project, zjhm, time, direction }: Passage): string => [project.dataNumber, zjhm, time, direction].join(' ')

  return {
    take(passage, image) {
      if (!isPicture(image)) return failure('参数【image】为空或不是有效的图片')
      const at = readTime(passage.time)
      if (at === null) return failure('参数【kqsj】格式错误')
      if (!/^[12]$/.test(passage.direction)) return failure('参数【kqFlag】错误')
      const key = keyOf(passage)
      if (!kept.has(key)) kept.set(key, { takenAt: now(), at })
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
      return { result: 1, success: true, msg: '上传成功' }
    },
    tell(passage) {
      const record = kept.get(keyOf(passage))
      if (record === undefined) return failure('未查询到该考勤数据')
      if (now() < record.takenAt + delayMs) return { result: 1, success: true, datastate: 0, msg: '该考勤数据还未处理' }
      const reason = reasonAgainst(passage, record)
      return reason === null
        ? { result: 1, success: true, datastate: 1, msg: '该考勤数据为有效数据' }
        : { result: 1, success: true, datastate: 2, msg: reason }
    },
  }
}

/** The reasons of 3.2.2 in their order. */
function reasonAgainst({ project, zjhm }: Passage, { at, takenAt }: Kept): string | null {
  if (at > takenAt || at < takenAt - DAYS * DAY) return '考勤的数据只针对10天内的考勤有效'
  if (personOf(zjhm)?.photo !== true) return '人证比对未通过'
  const day = shanghaiDay(at)
  const today = shanghaiDay(takenAt)
  const engaged = project.engagements.some(
    ({ person, fromDays, toDays }) => person.idNumber === zjhm && addDays(today, fromDays) <= day && day <= addDays(today, toDays),
  )
  return engaged ? null : '考勤时间不在花名册有效日期内'
}

/** `yyyy-MM-dd HH:mm:ss` of Asia/Shanghai; `null` when it is not that. */
function readTime(text: string): Instant | null {
  const [, day = '', time = ''] = /^(\d{4}-\d{2}-\d{2}) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)$/.exec(text) ?? []
  return isDay(day) ? Date.parse(`${day}T${time}+08:00`) : null
}

/** Whether it begins as a JPEG or a PNG does. */
function isPicture(base64: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && /^(?:\/9j\/|iVBORw0KGgo)/.test(base64)
}
