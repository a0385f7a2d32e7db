/** `doctor`: asks the platform every question that only reads, shows what went out and came back, and says what to change. */
import type { PlatformCall } from '#domain/platform-health.ts'
import { DAY, MINUTE, shanghaiDay } from '#domain/time.ts'
import { alternativesTo, secretsOf } from '../../platform/alternatives.ts'
import type { PlatformSettings } from '../../platform/settings.ts'
import { adviseOn } from './advice.ts'
import { createConsulting, type Consultation, type Consulting } from './consult.ts'
import { openPlatform, type OpenPlatform } from './open-platform.ts'
import { alarmWords } from './outcome-words.ts'
import { showReply, showRequest } from './seen-words.ts'
import { exit, type Exit, type Terminal } from './terminal.ts'
import { viewTls } from './tls.ts'

const MARKS = { fine: '✔', doubtful: '？', fault: '✖' } as const
const LATENCY_CALLS = 3
/** A certificate that ends sooner deserves a word. */
const SOON = 30 * DAY

export async function doctor(terminal: Terminal, { probe, show }: { probe: boolean; show: boolean }): Promise<Exit> {
  const platform = await openPlatform(terminal)
  const consulting = createConsulting(platform.settings, platform, terminal.now)
  try {
    showSettings(platform, terminal)
    const warnings = await showTransport(platform.settings, terminal)
    const made = await consultAll(consulting, platform.settings, terminal, show)
    await showLatency(consulting, made, terminal)
    showClock(consulting.clockDifferenceMs(), terminal)
    const found = probe ? await tryAlternatives(platform, made, terminal) : []
    return conclude(made, [...adviseOn(made, platform.settings, consulting.clockDifferenceMs()), ...found, ...warnings], terminal)
  } finally {
    await consulting.close()
    await platform.close()
  }
}

function showSettings({ settings, person, project }: OpenPlatform, { say }: Terminal): void {
  say(settings.kind === 'simulator' ? '未设置 PLATFORM_ENDPOINT，检查的是内置模拟平台。' : `平台：${settings.endpoint}`)
  say(`协议：${settings.protocol}　命名空间：${settings.namespace}　SOAPAction 前缀：${settings.soapActionBase || '（空）'}　校验密码：${settings.md5Case}　时限：${settings.deadlineMs} 毫秒`)
  say(`测试人员：${person === null ? '未设置 PLATFORM_TEST_ID' : `…${person.slice(-4)}`}　测试项目：${project === null ? '未设置 PLATFORM_TEST_PROJECT' : `…${project.slice(-4)}`}`)
}

/** Says how the way to the platform is protected; what is wrong with it comes back as advice. */
async function showTransport({ endpoint, kind }: PlatformSettings, { say, now }: Terminal): Promise<string[]> {
  if (!endpoint.startsWith('https:')) {
    say('传输：http，未加密')
    return kind === 'simulator' ? [] : ['身份证号码在网络上明文传输：请平台提供 https 地址，或经专线、VPN 访问']
  }
  const tls = await viewTls(endpoint)
  if (tls === null) {
    say('传输：https，未能建立加密连接')
    return []
  }
  const left = tls.validUntil - now()
  say(`传输：${tls.protocol}，签发者 ${tls.issuer || '（未知）'}，有效期至 ${shanghaiDay(tls.validUntil)}（还有 ${Math.floor(left / DAY)} 天）${tls.distrust === null ? '' : `，不受信任（${tls.distrust}）`}`)
  return left < SOON ? [`平台的证书 ${Math.floor(left / DAY)} 天后到期：请提醒平台更换`] : []
}

async function consultAll(consulting: Consulting, settings: PlatformSettings, { say }: Terminal, show: boolean): Promise<Consultation[]> {
  const made: Consultation[] = []
  const secrets = secretsOf(settings)
  for (const { call, hindrance } of consulting.plan()) {
    say('')
    if (hindrance !== null) {
      say(`－ ${call}　跳过：${hindrance}`)
      continue
    }
    const one = await consulting.make(call)
    made.push(one)
    say(`${MARKS[one.outcome.kind]} ${call}　${Math.round(one.ms)} 毫秒`)
    for (const seen of one.seen) {
      for (const line of showRequest(seen, settings, secrets, show)) say(`  发出　${line}`)
      for (const line of showReply(seen, settings, secrets)) say(`  收到　${line}`)
    }
    if (call === 'GetSAMInfo' || call === 'GetWorkerImage-person') say(`  日期　校验密码按 ${one.passDay}（上海）计算`)
    say(`  理解　${one.outcome.say}${one.trouble === null ? '' : `（${one.trouble.fault}: ${one.trouble.detail}）`}`)
    for (const alarm of one.alarms) say(`  警示　${alarmWords[alarm]}`)
  }
  say('\n－ UploadKqxx　不试：它会写入考勤。需要时用 npm run platform -- upload … --yes')
  return made
}

/** The median time of a few equal calls. */
async function showLatency(consulting: Consulting, made: readonly Consultation[], { say }: Terminal): Promise<void> {
  const call = made.find(({ outcome }) => outcome.kind !== 'fault')?.call
  if (call === undefined) return
  const times: number[] = []
  for (let i = 0; i < LATENCY_CALLS; i++) times.push((await consulting.make(call)).ms)
  const median = times.toSorted((a, b) => a - b)[Math.floor(LATENCY_CALLS / 2)] ?? 0
  say(`\n耗时：${call} ${LATENCY_CALLS} 次的中位数 ${Math.round(median)} 毫秒`)
}

function showClock(differenceMs: number | null, { say }: Terminal): void {
  if (differenceMs === null) say('时钟：平台没有告知（没有 Date 头）')
  else say(`时钟：平台比本机${differenceMs >= 0 ? '快' : '慢'} ${Math.abs(differenceMs) < MINUTE ? `${Math.round(Math.abs(differenceMs) / 1000)} 秒` : `${Math.round(Math.abs(differenceMs) / MINUTE)} 分钟`}`)
}

/** Puts each call that failed once more under each alternative; says which of them helps. */
async function tryAlternatives(platform: OpenPlatform, made: readonly Consultation[], { say, now }: Terminal): Promise<string[]> {
  const failed = made.filter(({ outcome }) => outcome.kind !== 'fine').map(({ call }) => call)
  if (failed.length === 0) return []
  say('\n试探其他设置：')
  const found: string[] = []
  for (const { say: what, settings } of alternativesTo(platform.settings)) {
    const consulting = createConsulting(settings, platform, now)
    const helped: PlatformCall[] = []
    for (const call of failed) if ((await consulting.make(call)).outcome.kind === 'fine') helped.push(call)
    await consulting.close()
    say(`  ${helped.length > 0 ? '✔' : '✖'} ${what}`)
    if (helped.length > 0) found.push(`试探成功（${helped.join('、')}）：${what}`)
  }
  return found
}

function conclude(made: readonly Consultation[], advice: readonly string[], { say }: Terminal): Exit {
  const wrong = made.filter(({ outcome }) => outcome.kind !== 'fine')
  say('\n结论')
  if (made.length === 0) say('什么也没有检查：请设置 PLATFORM_TEST_ID 或 PLATFORM_TEST_PROJECT。')
  else say(wrong.length === 0 ? `全部正常：${made.length} 个方法都得到了可用的答复。` : `${made.length} 个方法中 ${wrong.length} 个有问题：${wrong.map(({ call }) => call).join('、')}。这些都不是工人的问题。`)
  advice.forEach((sentence, i) => say(`${i + 1}. ${sentence}。`))
  return made.length > 0 && wrong.length === 0 ? exit.ok : exit.trouble
}
