import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { LATENCY_BOUNDS, type PlatformHealth } from '#domain/platform-health.ts'
import { latencyLines, platformMetrics } from '../../../server/metrics/platform-metrics.ts'

const latency = [...LATENCY_BOUNDS.map(() => 0), 0]
latency[0] = 3
latency[5] = 2
latency[LATENCY_BOUNDS.length] = 1

const health: PlatformHealth = {
  kind: 'endpoint', breaker: 'open', calls: 9, answered: 6, medianMs: 20,
  faults: [{ fault: 'timeout', count: 3, lastAt: 0 }],
  byCall: [{ call: 'GetSAMInfo', calls: 9, answered: 6, faults: 3, latencyMs: 11_250, latency }],
  alarms: [{ alarm: 'charset', count: 2, lastAt: 0 }],
  clockDifferenceMs: -1_500,
}

describe('the platform’s metrics', () => {
  it('give calls, answers, faults, alarms, the breaker and the clock as they stand at the moment of collection', async () => {
    const registry = new Registry()
    let stats = health
    platformMetrics(registry, { stats: () => stats })
    const text = await registry.metrics()
    for (const line of [
      'suan_xun_platform_calls_total{call="GetSAMInfo"} 9',
      'suan_xun_platform_answers_total{call="GetSAMInfo"} 6',
      'suan_xun_platform_call_faults_total{call="GetSAMInfo"} 3',
      'suan_xun_platform_faults_total{fault="timeout"} 3',
      'suan_xun_platform_alarms_total{alarm="charset"} 2',
      'suan_xun_platform_breaker{state="open"} 1',
      'suan_xun_platform_breaker{state="closed"} 0',
      'suan_xun_platform_clock_difference_seconds -1.5',
    ]) expect(text.split('\n')).toContain(line)
    stats = { ...health, breaker: 'closed', faults: [{ fault: 'timeout', count: 4, lastAt: 0 }] }
    const later = await registry.metrics()
    expect(later).toContain('suan_xun_platform_faults_total{fault="timeout"} 4\n')
    expect(later).toContain('suan_xun_platform_breaker{state="open"} 0\n')
  })

  it('give the latency in cumulative buckets of seconds', () => {
    const lines = latencyLines(health.byCall).split('\n')
    const name = 'suan_xun_platform_latency_seconds'
    expect(lines.slice(0, 2)).toEqual([`# HELP ${name} How long answered posts took.`, `# TYPE ${name} histogram`])
    expect(lines.filter((line) => /le="(0\.025|0\.5|1|8|\+Inf)"|_sum|_count/.test(line))).toEqual([
      `${name}_bucket{call="GetSAMInfo",le="0.025"} 3`,
      `${name}_bucket{call="GetSAMInfo",le="0.5"} 3`,
      `${name}_bucket{call="GetSAMInfo",le="1"} 5`,
      `${name}_bucket{call="GetSAMInfo",le="8"} 5`,
      `${name}_bucket{call="GetSAMInfo",le="+Inf"} 6`,
      `${name}_sum{call="GetSAMInfo"} 11.25`,
      `${name}_count{call="GetSAMInfo"} 6`,
    ])
  })
})
