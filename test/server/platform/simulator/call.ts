/** Speaks to the simulator as its own kind: bare envelopes and forms, written here so that nothing of the gateway is trusted. */
import Fastify, { type FastifyInstance } from 'fastify'
import { compactDay } from '#domain/time.ts'
import { escapeXml, readReply, soapNamespaces } from '../../../../server/platform/envelope.ts'
import { samPass } from '../../../../server/platform/pass.ts'
import { SIMULATOR_BAGSBH } from '../../../../server/platform/simulator/credentials.ts'
import { SIMULATOR_PATH, simulatorPlugin, type SimulatorOptions } from '../../../../server/platform/simulator/plugin.ts'
import type { Speech } from '../../../../server/platform/simulator/reply.ts'

/** 2 March 2026, 00:00 in Shanghai; still 1 March in UTC. */
export const NOW = Date.parse('2026-03-01T16:00:00Z')
export const TOKEN = 'T'
export const NAMESPACE = 'http://tempuri.org/'

export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(simulatorPlugin, { now: () => NOW, token: TOKEN, ...options })
  return app
}

export interface Style {
  speech: Speech
  namespace: string
  /** The whole SOAPAction; the method in the namespace unless told otherwise. */
  action: string
}

/** The request for a call, ready for `inject` or the wire. */
export function requestFor(method: string, parameters: Record<string, string>, { speech = '1.1', namespace = NAMESPACE, action = `"${namespace}${method}"` }: Partial<Style> = {}) {
  if (speech === 'form') {
    return { url: `${SIMULATOR_PATH}/${method}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(parameters).toString() }
  }
  const inner = Object.entries(parameters).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join('')
  const headers: Record<string, string> =
    speech === '1.1' ? { 'content-type': 'text/xml; charset=utf-8', soapaction: action } : { 'content-type': `application/soap+xml; charset=utf-8; action=${action}` }
  const payload = `<s:Envelope xmlns:s="${soapNamespaces[speech]}"><s:Body><${method} xmlns="${namespace}">${inner}</${method}></s:Body></s:Envelope>`
  return { url: SIMULATOR_PATH, headers, payload }
}

/** Status, body and the text of the result; `text` is `null` where there is none. */
export async function call(app: FastifyInstance, method: string, parameters: Record<string, string>, style: Partial<Style> = {}) {
  const response = await app.inject({ method: 'POST', ...requestFor(method, parameters, style) })
  const form = /^<\?xml[^>]*\?><string [^>]*?(?:\/>|>([^]*)<\/string>)$/.exec(response.body)
  const reply = form === null ? readReply(response.body) : form[1] === undefined ? { kind: 'nil' as const } : { kind: 'result' as const, text: unescape(form[1]) }
  return { status: response.statusCode, body: response.body, headers: response.headers, kind: reply.kind, text: reply.kind === 'result' ? reply.text : null }
}

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
}

/** The JSON of a reply, base64 or not. */
export function jsonOf({ text }: { text: string | null }): Record<string, unknown> {
  const plain = text?.startsWith('{') === true ? text : Buffer.from(text ?? '', 'base64').toString('utf8')
  return JSON.parse(plain) as Record<string, unknown>
}

export function samParameters(zjhm: string, now = NOW): Record<string, string> {
  return { zjhm, token: TOKEN, pass: samPass(zjhm, compactDay(now), TOKEN) }
}

export function projectParameters(dataNumber: string): Record<string, string> {
  return { dataNumber, bagsBH: SIMULATOR_BAGSBH }
}
