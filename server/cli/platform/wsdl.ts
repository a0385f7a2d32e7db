/** `wsdl`: reads how a service spells its calls, shows what differs from what is published, and writes it down as settings when asked to. */
import { request } from 'undici'
import { platformCalls, type PlatformCall } from '#domain/platform-health.ts'
import { publishedCalls, type CallForm } from '../../platform/calls.ts'
import { readWsdl } from '../../platform/read-wsdl.ts'
import { usualSettings } from '../../platform/settings.ts'
import { readGiven, writeNew } from './files.ts'
import { exit, Unusable, type Exit, type Terminal } from './terminal.ts'

const PATIENCE_MS = 10_000
const LARGEST_BYTES = 4 * 1024 * 1024

export async function wsdl(place: string, write: string | undefined, { say }: Terminal): Promise<Exit> {
  const reading = readWsdl(await fetchText(place))
  if (reading.kind === 'bad-wsdl') {
    say(`读不懂这份 WSDL：${reading.reason}`)
    return exit.trouble
  }
  say(`命名空间：${reading.namespace}${reading.namespace === usualSettings.namespace ? '' : '　（与默认不同）'}`)
  say(`SOAPAction 前缀：${reading.soapActionBase || '（空）'}${reading.soapActionBase === usualSettings.soapActionBase ? '' : '　（与默认不同）'}`)
  say(`协议：${reading.protocols.join('、')}`)
  for (const call of platformCalls) say(`${call}：${describe(reading.calls[call])}${difference(call, reading.calls[call])}`)
  if (reading.unlike.length > 0) say(`参数与规范不同、未采用：${reading.unlike.join('；')}`)
  say(`文中的地址（不采用，地址只由 PLATFORM_ENDPOINT 决定）：${reading.addresses.join('、') || '无'}`)
  if (write === undefined) return exit.ok
  const { namespace, soapActionBase, protocols: [protocol], calls } = reading
  const settings = { about: '由平台的 WSDL 生成；地址和令牌不在其中，用 PLATFORM_ENDPOINT、PLATFORM_TOKEN 指定。', namespace, soapActionBase, protocol, calls }
  await writeNew(write, `${JSON.stringify(settings, null, 2)}\n`)
  say('设置已写入，用 PLATFORM_SETTINGS 指定该文件即可。')
  return exit.ok
}

function describe(form: CallForm | null): string {
  return form === null ? '没有' : `${form.name}(${Object.values(form.parameters).join(', ')})`
}

function difference(call: PlatformCall, form: CallForm | null): string {
  const published: CallForm | null = publishedCalls[call]
  return describe(form) === describe(published) ? '' : `　（默认：${describe(published)}）`
}

/** The text of a file, or of an address that answers in time, at moderate length and by itself. */
async function fetchText(place: string): Promise<string> {
  if (!/^https?:\/\//i.test(place)) return (await readGiven(place)).toString('utf8')
  try {
    const { statusCode, body } = await request(place, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (statusCode !== 200) throw new Error(`状态 ${statusCode}`)
    const pieces: Buffer[] = []
    let bytes = 0
    for await (const piece of body as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > LARGEST_BYTES) throw new Error('太长')
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString('utf8')
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    throw new Unusable(`这个地址取不到 WSDL（${code ?? message}）。`, { cause })
  }
}
