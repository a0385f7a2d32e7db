/** The administrator's words for how the city platform stands, and what is to be done about it. */
import type { Fault } from '#domain/check.ts'
import { LATENCY_BOUNDS, type AlarmKind, type PlatformCall, type PlatformHealth } from '#domain/platform-health.ts'
import { spanText } from '#ui/moment-text.ts'
import type { Tone } from './supervise-text.ts'

export const faultWords: Record<Fault, string> = {
  auth: '平台不认可凭证（检查账号和令牌）',
  param: '平台不接受参数（检查接口设置）',
  timeout: '平台超时',
  tls: '安全连接失败（检查证书和地址）',
  http: '平台网站出错',
  'soap-fault': '平台接口报错',
  'bad-xml': '回答不是有效的 XML',
  'bad-base64': '回答的编码无效',
  'bad-json': '回答的内容无效',
  rate: '平台限流',
  clock: '与平台时间不一致（检查服务器时钟）',
  platform: '平台没有给出可用的回答',
  'breaker-open': '连续出错，暂停提问',
  offline: '手机无网络',
  'server-unreachable': '手机连不上服务器',
  'signed-out': '登录已过期',
  quota: '查询次数用完',
}

/** What an alarm means, and what to do. */
export const alarmWords: Record<AlarmKind, { text: string; todo: string }> = {
  'unknown-colour': { text: '平台给出了不认识的码色', todo: '这些人记为“存疑”，不会判为绿码。请向平台问清新码色的含义。' },
  'id-mismatch': { text: '平台答的是别人的记录', todo: '这样的回答没有采用。请把下面的异常回答转给平台核对。' },
  charset: { text: '平台用了旧的中文编码', todo: '内容已按旧编码读出，可以继续用。如果姓名有乱码，请转告平台。' },
  'mended-json': { text: '平台的回答格式有误，已自动改正', todo: '可以继续用。请把下面的异常回答转给平台修正。' },
  'too-many-rows': { text: '平台一次返回的记录太多', todo: '查询条件可能没有起作用，回答没有采用。请检查命名空间和参数名的设置。' },
  'other-project': { text: '平台返回了别的项目的记录', todo: '这些记录没有采用。请核对项目指纹和参数名的设置。' },
  'clock-off': { text: '平台和本服务器的时间相差太多', todo: '请打开服务器的自动对时。零点前后的查询可能被平台拒绝。' },
}

export const callWords: Record<PlatformCall, string> = {
  GetSAMInfo: '查苏安码',
  GetProject: '查项目',
  GetEnterprises: '查参建单位',
  GetWorkers: '查项目人员',
  GetWorkerHmc: '查花名册',
  'GetWorkerImage-project': '查人员照片（按项目）',
  'GetWorkerImage-person': '查人员照片（按人）',
  UploadKqxx: '补报考勤',
  GetKqxx: '查考勤结果',
}

export const platformWords: Record<PlatformHealth['kind'], string> = { simulator: '模拟平台（演示数据）', endpoint: '正式平台' }

export const breakerWords: Record<PlatformHealth['breaker'], { text: string; tone: Tone; meaning: string | null }> = {
  closed: { text: '正常', tone: 'ok', meaning: null },
  'half-open': { text: '试探恢复中', tone: 'warn', meaning: '正在用一次提问试探平台是否恢复，成功后自动恢复正常。' },
  open: { text: '已暂停提问', tone: 'bad', meaning: '平台连续出错，先停一会儿再自动试探。这期间的查验记为“未能核验”，不算工人的问题，恢复后自动复核。' },
}

/** Why a raw reply was kept: a fault or an alarm, and after a colon what it was about. Another word of the gateway's is shown as it is. */
export function whyText(why: string): string {
  const [code = '', ...rest] = why.split(': ')
  const about = rest.length === 0 ? '' : `（${rest.join(': ')}）`
  if (Object.hasOwn(faultWords, code)) return faultWords[code as Fault] + about
  return Object.hasOwn(alarmWords, code) ? alarmWords[code as AlarmKind].text + about : why
}

/** `120 毫秒`, `1.5 秒`. */
export function durationText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} 毫秒` : `${Math.round(ms / 100) / 10} 秒`
}

/** The buckets of the latency histogram, one for each bound and one for what was slower: short under a bar, long when read out. */
export const latencyLabels: readonly { short: string; long: string }[] = [
  ...LATENCY_BOUNDS.map((bound) => ({ short: bound < 1_000 ? String(bound) : `${bound / 1_000}秒`, long: `不超过 ${durationText(bound)}` })),
  { short: '更慢', long: `超过 ${durationText(LATENCY_BOUNDS[LATENCY_BOUNDS.length - 1]!)}` },
]

/** The platform's `Date` header has whole seconds: a smaller difference is none. */
const NO_DIFFERENCE = 2_000

/** How the platform's clock stands to ours. */
export function clockText(differenceMs: number | null): string {
  if (differenceMs === null) return '还没有收到平台的回答，不知道。'
  if (Math.abs(differenceMs) < NO_DIFFERENCE) return '与本服务器一致。'
  const size = Math.abs(differenceMs)
  const words = size < 120_000 ? `${Math.round(size / 1_000)} 秒` : spanText(size)
  return `比本服务器${differenceMs > 0 ? '快' : '慢'} ${words}。`
}
