/** What an answer of the platform means, in plain Chinese for the operator. */
import type { Answer, Fault } from '#domain/check.ts'
import type { AlarmKind, PlatformCall } from '#domain/platform-health.ts'
import type { AttendanceJudgement, FaceImage, Outcome, Project } from '../../platform/results.ts'

export interface Described {
  /** `doubtful`: an answer, but not the one that a test person or project should get. */
  kind: 'fine' | 'doubtful' | 'fault'
  fault: Fault | null
  say: string
}

export const faultWords: Readonly<Record<Fault, string>> = {
  auth: '标识码、校验密码或权限不被接受',
  param: '平台说参数不对或为空',
  timeout: '平台没有按时答复',
  tls: '加密连接（证书）有问题',
  http: '连不上，或收到的不是接口的答复',
  'soap-fault': '平台返回 SOAP 错误',
  'bad-xml': '答复不是完整的 XML',
  'bad-base64': '答复的编码看不懂',
  'bad-json': '答复的内容看不懂',
  rate: '查询太频繁',
  clock: '两边的日期不一致',
  platform: '平台自身失败，或说了没有规则认识的话',
  'breaker-open': '故障太多，暂停查询',
  offline: '没有网络',
  'server-unreachable': '连不上服务器',
  'signed-out': '未登录',
  quota: '超过每日限额',
}

export const alarmWords: Readonly<Record<AlarmKind, string>> = {
  'unknown-colour': '码类型不是 1、2、3',
  'id-mismatch': '答复里是别人的号码',
  charset: '答复是国标编码，但没有声明',
  'mended-json': '答复的 JSON 不规范，已修补',
  'too-many-rows': '答复的行数多得不正常',
  'other-project': '答复里有别的项目',
  'clock-off': '两边时钟相差超过 5 分钟',
}

const DOUBTS = { 'id-mismatch': '答复里是别人的号码', conflict: '几行互相矛盾', 'green-without-date': '绿码却没有有效期', 'unknown-colour': '码类型不是 1、2、3' } as const
const COLOURS = { green: '绿码', yellow: '黄码', red: '红码' } as const

const fine = (say: string): Described => ({ kind: 'fine', fault: null, say })
const doubtful = (say: string): Described => ({ kind: 'doubtful', fault: null, say })

/** `outcome` of `call` about the test person or project. */
export function describeOutcome(call: PlatformCall, outcome: Answer | Outcome<unknown>): Described {
  switch (outcome.kind) {
    case 'fault':
      return { kind: 'fault', fault: outcome.fault, say: faultWords[outcome.fault] }
    case 'code':
      return fine([COLOURS[outcome.colour], outcome.validUntil === null ? '' : `有效期至 ${outcome.validUntil}`, `姓名 ${outcome.nameMasked || '（无）'}`].filter((part) => part !== '').join('，'))
    case 'no-record':
      return doubtful('平台说没有此人的苏安码')
    case 'doubt':
      return doubtful(`答复不可信：${DOUBTS[outcome.doubt]}`)
    case 'ok':
      return describeValue(call, outcome.value)
  }
}

function describeValue(call: PlatformCall, value: unknown): Described {
  if (Array.isArray(value)) return value.length === 0 ? doubtful('没有任何一行') : fine(`${value.length} 行`)
  switch (call) {
    case 'GetProject':
      return value === null ? doubtful('平台没有查到这个项目') : fine(`${(value as Project).name}，${(value as Project).county}`)
    case 'GetWorkerImage-project':
    case 'GetWorkerImage-person':
      return value === null ? doubtful('没有照片') : fine(`照片（${(value as FaceImage).mime}，${(value as FaceImage).bytes.length} 字节）`)
    case 'GetKqxx': {
      const { kind, message } = value as AttendanceJudgement
      return fine(kind === 'unknown' ? '没有这条考勤（正常：问的是一条不存在的考勤）' : `考勤状态 ${kind} ${message}`.trim())
    }
    default:
      return fine('已答复')
  }
}
