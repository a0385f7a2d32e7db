import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { describe, expect, it } from 'vitest'
import { DOORS } from '#device/doors.ts'
import type { Place } from '#domain/entries/site.ts'
import { MINUTE } from '#domain/time.ts'
import { useHereStore } from '#inspect/here-store.ts'

const point: Place = { kind: 'point', lat: 31.7062, lng: 120.8571, accuracyM: 12 }

function aStore({ allowed = true, answers = [point] as Place[] } = {}) {
  const phone = { now: 0, asked: 0, allowed }
  const app = createApp({})
  app.use(createPinia())
  app.provide(DOORS, {
    clock: { phoneNow: () => phone.now },
    location: { allowed: async () => phone.allowed, point: async () => answers[Math.min(phone.asked++, answers.length - 1)] },
  })
  return { phone, here: app.runWithContext(() => useHereStore()) }
}

describe('where the inspector is', () => {
  it('is not asked for by itself where the phone would have to ask the inspector', async () => {
    const { phone, here } = aStore({ allowed: false })
    await here.refresh()
    expect([phone.asked, here.point]).toEqual([0, null])
    await here.ask()
    expect([phone.asked, here.point]).toEqual([1, point])
  })

  it('is one point, taken anew only when it is old: never a track', async () => {
    const { phone, here } = aStore()
    for (const minute of [0, 1, 2]) {
      phone.now = minute * MINUTE
      await here.refresh()
    }
    expect(phone.asked).toBe(1)
    phone.now = 4 * MINUTE
    await here.refresh()
    expect(phone.asked).toBe(2)
  })

  it('keeps the last point when no new one can be had, and says why where there is none', async () => {
    const { phone, here } = aStore({ answers: [{ kind: 'none', reason: 'timeout' }, point, { kind: 'none', reason: 'unavailable' }] })
    await here.ask()
    expect(here.place).toEqual({ kind: 'none', reason: 'timeout' })
    await here.ask()
    phone.now = 9 * MINUTE
    await here.ask()
    expect(here.place).toEqual(point)
  })

  it('asks once when it is tapped twice', async () => {
    const { phone, here } = aStore()
    await Promise.all([here.ask(), here.ask()])
    expect(phone.asked).toBe(1)
  })
})
