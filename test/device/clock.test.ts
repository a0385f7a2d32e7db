import { describe, expect, it } from 'vitest'
import { DAY, MINUTE } from '#domain/time.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

const start = Date.parse('2026-11-20T01:00:00Z')

describe('the phone\'s clock', () => {
  it('is trusted after a comparison, also after a restart', async () => {
    let now = start
    const phone = await createPhone({ now: () => now })
    expect(phone.clock.read(defaultPolicy)).toMatchObject({ trusted: false, trouble: 'never-compared' })
    await phone.clock.compared(now, now + 200, now + 1_100)
    expect(phone.clock.read(defaultPolicy)).toMatchObject({ trusted: true, offset: 1_000 })
    const again = await createPhone({ indexedDB: phone.indexedDB, now: () => now })
    now += MINUTE
    expect(again.clock.read(defaultPolicy)).toMatchObject({ trusted: true, now: now + 1_000 })
  })

  it('is not trusted when it was turned back behind the last comparison, until the next one', async () => {
    let now = start
    const phone = await createPhone({ now: () => now })
    await phone.clock.compared(now, now, now)
    now -= DAY
    expect(phone.clock.read(defaultPolicy)).toMatchObject({ trusted: false, trouble: 'ran-backwards' })
    now = start + MINUTE
    await phone.clock.compared(now, now, now)
    expect(phone.clock.read(defaultPolicy).trusted).toBe(true)
  })

  it('is not trusted when it was turned back behind something written, also after a restart', async () => {
    let now = start
    const phone = await createPhone({ now: () => now })
    await phone.clock.compared(now, now, now)
    now += 3 * DAY
    await phone.session.save(aSession())
    expect((await phone.ledger.write([aSite()])).kind).toBe('written')
    now -= 2 * DAY
    const again = await createPhone({ indexedDB: phone.indexedDB, now: () => now })
    expect(again.clock.read(defaultPolicy)).toMatchObject({ trusted: false, trouble: 'ran-backwards' })
  })

  it('is not trusted when it differs from the server\'s by days', async () => {
    const phone = await createPhone({ now: () => start })
    await phone.clock.compared(start, start, start + 2 * DAY)
    expect(phone.clock.read(defaultPolicy)).toMatchObject({ trusted: false, trouble: 'differs', now: start + 2 * DAY })
  })

  it('takes no comparison from an exchange during which the phone slept', async () => {
    const phone = await createPhone({ now: () => start })
    await phone.clock.compared(start - 40 * MINUTE, start, start - 40 * MINUTE)
    expect(phone.clock.read(defaultPolicy).trouble).toBe('never-compared')
    await phone.clock.compared(start - 1_000, start, start)
    await phone.clock.compared(start - 40 * MINUTE, start, start - 40 * MINUTE)
    expect(phone.clock.read(defaultPolicy)).toMatchObject({ trusted: true, offset: 500 })
  })
})
