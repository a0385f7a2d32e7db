/** The embedded simulator: the platform's service (interface V3.0) with synthetic people, so that the product runs at once. 演示数据 only. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Instant } from '#domain/time.ts'
import { SIMULATOR_TOKEN } from '../settings.ts'
import { createAnswers } from './answers.ts'
import { createSimulatorControl, type SimulatorControl } from './control.ts'
import { SIMULATOR_BAGSBH } from './credentials.ts'
import { isDemoFault, isSendingFault, listFaults, type DemoFault } from './faults.ts'
import { faultOf } from './people.ts'
import { writeRefusal, writeReply, type Speech } from './reply.ts'
import { readFormCall, readSoapCall, type Call } from './request.ts'
import { ERROR_PATH, HTML_ERROR_PAGE, send } from './sending.ts'
import { writeWsdl } from './wsdl.ts'

export { createSimulatorControl, isDemoFault, listFaults, type DemoFault, type SimulatorControl }

export const SIMULATOR_PATH = '/simulator/PlatformService.asmx'

export interface SimulatorOptions {
  now: () => Instant
  token?: string
  /** bagsBH: the register number of the vendor, without which nothing about a project is told. */
  bagsBH?: string
  control?: SimulatorControl
  namespace?: string
  /** What stands before the method's name in SOAPAction; the namespace unless told otherwise. */
  soapActionBase?: string
  /** How far the platform's own clock is ahead (ms). Its `Date` header, its day and its judgements go by it. */
  dateOffsetMs?: number
  /** From the taking of attendance to its judgement (ms). */
  attendanceDelayMs?: number
}

const DEFAULT_NAMESPACE = 'http://tempuri.org/'
const ATTENDANCE_DELAY_MS = 3_000

/** Register without a wrapper: its parsers for XML and forms must stay inside. Its routes are called from this server's own address. */
export async function simulatorPlugin(app: FastifyInstance, options: SimulatorOptions): Promise<void> {
  const { now, token = SIMULATOR_TOKEN, bagsBH = SIMULATOR_BAGSBH, control = createSimulatorControl(), namespace = DEFAULT_NAMESPACE } = options
  const style = { namespace, soapActionBase: options.soapActionBase ?? namespace }
  const clock = (): Instant => now() + (options.dateOffsetMs ?? 0)
  const answer = createAnswers({ clock, token, bagsBH, control, attendanceDelayMs: options.attendanceDelayMs ?? ATTENDANCE_DELAY_MS })
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.addHook('onRequest', async (_request, reply) => void reply.header('date', new Date(clock()).toUTCString()))
  app.addContentTypeParser(['text/xml', 'application/soap+xml', 'application/x-www-form-urlencoded'], { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.get(SIMULATOR_PATH, async (request, reply) =>
    'wsdl' in (request.query as object)
      ? reply.type('text/xml; charset=utf-8').send(writeWsdl(`${request.protocol}://${request.host}${SIMULATOR_PATH}`, style))
      : reply.type('text/html; charset=utf-8').send('<!DOCTYPE html><title>演示数据</title><p>模拟平台，不含任何真实人员。</p>'),
  )
  app.get(ERROR_PATH, async (_request, reply) => reply.type('text/html; charset=utf-8').send(HTML_ERROR_PAGE))

  app.post(SIMULATOR_PATH, async (request, reply) => {
    const reading = readSoapCall(textOf(request.body), request.headers, style)
    return serve(request, reply, reading.version, reading.kind === 'call' ? reading.call : reading.reason)
  })

  app.post<{ Params: { method: string } }>(`${SIMULATOR_PATH}/:method`, async (request, reply) => {
    const call = readFormCall(request.params.method, textOf(request.body))
    return serve(request, reply, 'form', 'refused' in call ? call.refused : call)
  })

  /** Answers `call`, or gives the reason that stands in its place. An outage strikes either. */
  function serve(request: FastifyRequest, reply: FastifyReply, speech: Speech, call: Call | string): Promise<FastifyReply> {
    const fault = control.outage() ?? (typeof call === 'string' ? null : faultOf(call.parameters.zjhm ?? call.parameters.Zjhm ?? ''))
    const exchange = { request, reply, speech, stop: closing.signal }
    return send(exchange, isSendingFault(fault) ? fault : null, () =>
      typeof call === 'string' ? writeRefusal(speech, call) : writeReply(speech, namespace, call.method, answer(call, fault), fault),
    )
  }
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : ''
}
