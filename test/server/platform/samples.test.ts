import { describe, expect, it } from 'vitest'
import { HOUR } from '#domain/time.ts'
import { createSamples } from '../../../server/platform/samples.ts'

describe('samples of odd replies', () => {
  it('are kept redacted, newest first, at most fifty, for a day', () => {
    const clock = { now: 0 }
    const samples = createSamples(() => clock.now, ['secret'])
    samples.add('GetSAMInfo', 'bad-xml: malformed', '校验密码错误 secret 32058119730210000X')
    expect(samples.list()).toEqual([{ at: 0, call: 'GetSAMInfo', why: 'bad-xml: malformed', text: '校验密码错误 … …' }])
    clock.now = HOUR
    for (let i = 0; i < 60; i++) samples.add('GetProject', `${i}`, 'x')
    expect(samples.list().map(({ why }) => why)).toEqual(Array.from({ length: 50 }, (_, i) => `${59 - i}`))
    clock.now = 25 * HOUR - 1
    expect(samples.list()).toHaveLength(50)
    clock.now = 25 * HOUR
    expect(samples.list()).toEqual([])
  })

  it('are short, however long the reply, and cut through no word', () => {
    const samples = createSamples(() => 0, [])
    samples.add('GetWorkers', 'x', `<a>${'<WorkerName>张三丰</WorkerName><Zjhm>32058119730210000X</Zjhm>'.repeat(100_000)}`)
    const [{ text } = { text: '' }] = samples.list()
    expect(text.length).toBeLessThanOrEqual(4096)
    expect(text).not.toMatch(/张|3205/)
  })
})
