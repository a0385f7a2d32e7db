/** The embedded simulator: the platform's SOAP service with synthetic people, so that the product runs at once. 演示数据 only. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { compactDay, type Instant } from '#domain/time.ts'
import { samPass } from '../pass.ts'
import { SIMULATOR_TOKEN } from '../settings.ts'
import { createSimulatorControl, type SimulatorControl } from './control.ts'
import { encodeReply, HTML_ERROR_PAGE, writeFault, writeResult } from './reply.ts'
import { failure, faultOf, lookUp, lookUpOdd } from './register.ts'
import { namesGetSamInfo, readSamRequest, type SamRequest } from './request.ts'
import { writeWsdl } from './wsdl.ts'

export { createSimulatorControl, type SimulatorControl }

export const SIMULATOR_PATH = '/simulator/PlatformService.asmx'

export interface SimulatorOptions {
  now: () => Instant
  token?: string
  control?: SimulatorControl
}

const SLOW_MS = 10_000
const HANG_MS = 60_000

/** Register without a wrapper: its parser for XML bodies must stay inside. Its routes are called from this server's own address. */
export async function simulatorPlugin(app: FastifyInstance, options: SimulatorOptions): Promise<void> {
  const { now, token = SIMULATOR_TOKEN, control = createSimulatorControl() } = options
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.addContentTypeParser(['text/xml', 'application/soap+xml'], { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.get(SIMULATOR_PATH, async (request, reply) =>
    'wsdl' in (request.query as object)
      ? reply.type('text/xml; charset=utf-8').send(writeWsdl(`${request.protocol}://${request.host}${SIMULATOR_PATH}`))
      : reply.type('text/html; charset=utf-8').send('<!DOCTYPE html><title>演示数据</title><p>模拟平台，不含任何真实人员。</p>'),
  )

  app.post(SIMULATOR_PATH, async (request, reply) => {
    const call = typeof request.body === 'string' ? readSamRequest(request.body) : null
    const version = call?.version ?? '1.1'
    const fault = call?.zjhm ? faultOf(call.zjhm) : null
    const outage = control.outage()
    const xml = (status: number, text: string): FastifyReply =>
      reply.code(status).type(version === '1.1' ? 'text/xml; charset=utf-8' : 'application/soap+xml; charset=utf-8').send(text)

    if (outage === 'html' || fault === 'html-500') return reply.code(500).type('text/html; charset=utf-8').send(HTML_ERROR_PAGE)
    if (outage === 'soap-fault' || fault === 'soap-fault') return xml(500, writeFault(version, '服务器无法处理请求。'))
    if (outage === 'reset' || fault === 'reset') return cutOff(request, reply)
    if (outage === 'hang' || fault === 'hang') {
      await pause(HANG_MS, request, closing.signal)
      return cutOff(request, reply)
    }
    if (fault === 'slow') await pause(SLOW_MS, request, closing.signal)
    if (call === null || (version === '1.1' && !namesGetSamInfo(header(request, 'soapaction')))) {
      return xml(500, writeFault(version, '服务器未能识别 HTTP 头 SOAPAction 的值。'))
    }
    return xml(200, writeResult(version, encodeReply(answer(call), fault)))
  })

  function answer({ zjhm, token: given, pass }: SamRequest): object {
    if (!zjhm || !given || !pass) return failure('参数不能为空')
    if (given !== token) return failure('设备服务商唯一标识码无效')
    if (pass.toLowerCase() !== samPass(zjhm, compactDay(now()), token)) return failure('校验密码错误')
    const fault = faultOf(zjhm)
    return fault === null ? lookUp(zjhm, now(), control) : lookUpOdd(zjhm, fault, now(), control)
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function cutOff(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

/** Waits `ms`, or less when the caller goes away or the server stops. */
function pause(ms: number, request: FastifyRequest, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const { socket } = request.raw
    const end = (): void => {
      clearTimeout(timer)
      socket.off('close', end)
      stop.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    socket.once('close', end)
    stop.addEventListener('abort', end)
  })
}
