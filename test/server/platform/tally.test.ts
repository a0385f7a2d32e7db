import { describe, expect, it } from 'vitest'
import { createTally } from '../../../server/platform/tally.ts'

describe('what the gateway has seen', () => {
  it('is counted per call, with the time each answer took', () => {
    const tally = createTally()
    for (const ms of [0, 25, 26, 8_000, 8_001]) {
      tally.called('GetSAMInfo')
      tally.answered('GetSAMInfo', ms)
    }
    tally.called('GetProject')
    tally.failed('GetProject', 'timeout', 1)
    tally.failed('GetSAMInfo', 'timeout', 2)
    tally.alarmed('charset', 1)
    tally.alarmed('charset', 3)
    expect(tally.totals()).toEqual({
      calls: 6,
      answered: 5,
      medianMs: 26,
      faults: [{ fault: 'timeout', count: 2, lastAt: 2 }],
      alarms: [{ alarm: 'charset', count: 2, lastAt: 3 }],
      byCall: [
        { call: 'GetSAMInfo', calls: 5, answered: 5, faults: 1, latencyMs: 16_052, latency: [2, 1, 0, 0, 0, 0, 0, 0, 1, 1] },
        { call: 'GetProject', calls: 1, answered: 0, faults: 1, latencyMs: 0, latency: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
      ],
    })
  })

  it('is a picture of the moment', () => {
    const tally = createTally()
    tally.called('GetProject')
    const before = tally.totals()
    tally.called('GetProject')
    tally.answered('GetProject', 1)
    expect(before.byCall[0]).toMatchObject({ calls: 1, latency: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] })
  })
})
