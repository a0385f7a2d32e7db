import { describe, expect, it } from 'vitest'
import type { Answer } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import { createPhone } from '../../support/phone.ts'

const id = '320581196010010008' as IdNumber
const green = (answeredAt: number): Answer => ({ kind: 'code', colour: 'green', validUntil: '2027-01-01', nameMasked: '张**', answeredAt })

describe('remembered answers', () => {
  it('are found again for the same person only', async () => {
    const { answers } = await createPhone()
    await answers.remember(id, green(1_000), true)
    expect(await answers.recall(id)).toEqual({ answer: green(1_000), simulated: true })
    expect(await answers.recall('320581196102060002' as IdNumber)).toBeNull()
  })

  it('are replaced by newer ones and never by older ones', async () => {
    const { answers } = await createPhone()
    const red: Answer = { kind: 'code', colour: 'red', validUntil: null, nameMasked: '', answeredAt: 2_000 }
    await answers.remember(id, red, true)
    await answers.remember(id, green(1_000), true)
    expect(await answers.recall(id)).toEqual({ answer: red, simulated: true })
  })

  it('do not keep a worker green when the platform no longer has a record of that worker', async () => {
    const { answers } = await createPhone()
    await answers.remember(id, green(1_000), true)
    await answers.remember(id, { kind: 'no-record', answeredAt: 2_000 }, true)
    expect(await answers.recall(id)).toBeNull()
    await answers.remember(id, green(3_000), true)
    await answers.remember(id, { kind: 'doubt', doubt: 'id-mismatch', answeredAt: 4_000 }, true)
    expect(await answers.recall(id)).toBeNull()
  })

  it('are left alone by a fault, which says nothing about the worker', async () => {
    const { answers } = await createPhone()
    await answers.remember(id, green(1_000), true)
    await answers.remember(id, { kind: 'fault', fault: 'timeout', answeredAt: 2_000 }, true)
    expect(await answers.recall(id)).toEqual({ answer: green(1_000), simulated: true })
  })

  it('do not come back green with a reply that was long under way', async () => {
    const { answers } = await createPhone()
    await answers.remember(id, { kind: 'no-record', answeredAt: 2_000 }, true)
    await answers.remember(id, green(1_000), true)
    expect(await answers.recall(id)).toBeNull()
    await answers.remember(id, green(3_000), false)
    expect(await answers.recall(id)).toEqual({ answer: green(3_000), simulated: false })
  })
})
