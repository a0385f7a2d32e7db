/** From what was seen to what to do about it, in plain Chinese: which setting, and where to look. */
import type { Fault } from '#domain/check.ts'
import { MINUTE } from '#domain/time.ts'
import type { PlatformSettings } from '../../platform/settings.ts'
import type { Consultation } from './consult.ts'

const NAMES = '用 npm run platform -- wsdl <平台的 WSDL> 核对方法名、参数名（大小写不可错）、命名空间（末尾的 / 也算），差一个字平台就读成空值而不报错'

/** What the consultations suggest; empty when nothing is wrong. `clockDifferenceMs`: the platform's clock minus ours. */
export function adviseOn(consultations: readonly Consultation[], settings: PlatformSettings, clockDifferenceMs: number | null): string[] {
  const advice = consultations.flatMap((one) => adviseOnOne(one, settings))
  if (clockDifferenceMs !== null && Math.abs(clockDifferenceMs) > 5 * MINUTE) {
    advice.push(`两边时钟相差 ${Math.round(clockDifferenceMs / MINUTE)} 分钟：先校准本机时钟（NTP）；若本机准确，请告知平台。校验密码按日期计算，零点前后会出错`)
  }
  return [...new Set(advice)]
}

function adviseOnOne(one: Consultation, settings: PlatformSettings): string[] {
  const alarms = one.alarms.flatMap((alarm) => {
    if (alarm === 'too-many-rows' || alarm === 'other-project' || alarm === 'id-mismatch') return [`平台没有按参数筛选，多半没读到参数：${NAMES}`]
    if (alarm === 'charset') return ['平台用国标编码：可设 replyCharset 为 gb18030（能自动识别，不改也可）']
    return []
  })
  switch (one.outcome.kind) {
    case 'fine':
      return alarms
    case 'doubtful':
      return alarms.length > 0 ? alarms : [`${one.call}：${one.outcome.say}。若测试号码、项目在平台上确有登记，多半是参数没有被读到：${NAMES}`]
    case 'fault':
      return [...alarms, ...adviseOnFault(one.outcome.fault ?? 'platform', one, settings)]
  }
}

function adviseOnFault(fault: Fault, one: Consultation, settings: PlatformSettings): string[] {
  switch (fault) {
    case 'auth':
      return one.call === 'GetSAMInfo' || one.call === 'GetWorkerImage-person'
        ? [`核对 PLATFORM_TOKEN（有无多余空格、是否正式启用）；校验密码的大小写（PLATFORM_MD5_CASE，现为 ${settings.md5Case}）；本机日期。加 --probe 可自动试`]
        : ['核对 PLATFORM_BAGSBH（考勤系统提供商登记编号）是否正确、平台是否已授权它访问该项目；项目数据指纹是否属于该项目']
    case 'param':
      return [NAMES]
    case 'clock':
      return ['校准本机时钟（NTP）与时区；校验密码按上海日期计算']
    case 'timeout':
      return [`平台没有在 ${settings.deadlineMs} 毫秒内答复：先确认本机能连到 ${new URL(settings.endpoint).host}（防火墙、专网、白名单），再考虑 PLATFORM_DEADLINE_MS`]
    case 'tls':
      return ['证书不被信任、已过期或与地址不符：请平台更换证书；若是自建的签发机构，用 NODE_EXTRA_CA_CERTS 指定其根证书。不要关闭校验']
    case 'http':
      return [adviseOnHttp(one, settings)]
    case 'soap-fault':
      return [`平台不认 SOAPAction 或方法名：核对 PLATFORM_SOAP_ACTION_BASE（现为 ${settings.soapActionBase || '空'}）和方法名；加 --probe 可试其他协议。若只有个别方法如此，是平台内部错误`]
    case 'bad-xml':
    case 'bad-base64':
    case 'bad-json':
      return [`${one.call} 的答复看不懂：看上面“收到”一行；若是乱码，设 replyCharset（现为 ${settings.replyCharset}）；若不完整，是网络或平台的问题，请把上面的内容（已脱敏）交给平台`]
    case 'rate':
      return ['平台嫌查询过于频繁：稍后再试；请平台放宽，或减小 concurrency']
    case 'platform':
      return [`${one.call}：${one.trouble?.detail ?? '平台失败'}。若这句话其实是“没有此人”等意思，按 docs/platform-messages.md 添加规则（PLATFORM_MESSAGE_RULES）；否则请找平台`]
    case 'breaker-open':
    case 'offline':
    case 'server-unreachable':
    case 'signed-out':
    case 'quota':
      return []
  }
}

function adviseOnHttp({ seen, trouble }: Consultation, { endpoint }: PlatformSettings): string {
  const reply = seen.at(-1)?.reply ?? null
  if (reply === null) return `连不上 ${new URL(endpoint).host}（${trouble?.detail ?? '没有答复'}）：核对 PLATFORM_ENDPOINT 的主机和端口、防火墙、白名单`
  if (reply.status >= 300 && reply.status < 400) return '平台把请求转到了别的网页：PLATFORM_ENDPOINT 多半不对（应是以 .asmx 结尾的地址，注意 http 与 https），或平台内部出错'
  if (reply.status === 404) return 'PLATFORM_ENDPOINT 的路径不对（404）：应是以 .asmx 结尾、不带 ?wsdl 的地址；用 form 协议时平台可能没有开放'
  if (reply.status >= 500) return `平台出错（${reply.status}）：若一直如此，核对 PLATFORM_ENDPOINT 和协议（PLATFORM_PROTOCOL；form 常不对外开放），否则请找平台`
  return '收到的是网页而不是接口的答复：核对 PLATFORM_ENDPOINT（应是以 .asmx 结尾、不带 ?wsdl 的地址），看中间有无登录页或网关'
}
