/** What the gateway has counted since it started, as metrics. */
import { LATENCY_BOUNDS, type PlatformHealth } from '#domain/platform-health.ts'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { PlatformGateway } from '../platform/gateway.ts'

const breakers: readonly PlatformHealth['breaker'][] = ['closed', 'half-open', 'open']

/** Registers the counts of `gateway`; each is read at the moment of collection. */
export function platformMetrics(registry: Registry, gateway: Pick<PlatformGateway, 'stats'>): void {
  const registers = [registry]
  const perCall = (name: string, help: string, count: (one: PlatformHealth['byCall'][number]) => number) =>
    new Counter({
      name: `suan_xun_platform_${name}_total`, help, labelNames: ['call'], registers,
      collect() {
        this.reset()
        for (const one of gateway.stats().byCall) this.inc({ call: one.call }, count(one))
      },
    })
  perCall('calls', 'Posts to the platform.', (one) => one.calls)
  perCall('answers', 'Posts that were answered.', (one) => one.answered)
  perCall('call_faults', 'Posts that ended in a fault.', (one) => one.faults)
  new Counter({
    name: 'suan_xun_platform_faults_total', help: 'Faults on the way to the platform, by class.', labelNames: ['fault'], registers,
    collect() {
      this.reset()
      for (const { fault, count } of gateway.stats().faults) this.inc({ fault }, count)
    },
  })
  new Counter({
    name: 'suan_xun_platform_alarms_total', help: 'Things the platform should not have said.', labelNames: ['alarm'], registers,
    collect() {
      this.reset()
      for (const { alarm, count } of gateway.stats().alarms) this.inc({ alarm }, count)
    },
  })
  new Gauge({
    name: 'suan_xun_platform_breaker', help: 'The state of the circuit breaker: 1 for the one it is in.', labelNames: ['state'], registers,
    collect() {
      const { breaker } = gateway.stats()
      for (const state of breakers) this.set({ state }, state === breaker ? 1 : 0)
    },
  })
  new Gauge({
    name: 'suan_xun_platform_clock_difference_seconds', help: 'The platform’s clock minus ours; NaN before the first answer.', registers,
    collect() {
      const { clockDifferenceMs } = gateway.stats()
      this.set(clockDifferenceMs === null ? NaN : clockDifferenceMs / 1000)
    },
  })
}

/** The gateway's own histogram in the text format. prom-client has no way to take over counts that were made elsewhere. */
export function latencyLines(byCall: PlatformHealth['byCall']): string {
  const name = 'suan_xun_platform_latency_seconds'
  const bounds = [...LATENCY_BOUNDS.map((ms) => String(ms / 1000)), '+Inf']
  const lines = byCall.flatMap(({ call, latency, latencyMs }) => {
    const upTo = bounds.map((_, i) => latency.slice(0, i + 1).reduce((sum, count) => sum + count, 0))
    const buckets = bounds.map((le, i) => `${name}_bucket{call="${call}",le="${le}"} ${upTo[i]}`)
    return [...buckets, `${name}_sum{call="${call}"} ${latencyMs / 1000}`, `${name}_count{call="${call}"} ${upTo.at(-1)}`]
  })
  return [`# HELP ${name} How long answered posts took.`, `# TYPE ${name} histogram`, ...lines, ''].join('\n')
}
