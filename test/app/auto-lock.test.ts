import { describe, expect, it } from 'vitest'
import { lockUntouched, UNTOUCHED } from '#app/auto-lock.ts'

/** A phone whose time and touches the test makes. `asleep`: its timers do not run. */
function aPhone() {
  let now = 1_000_000
  let timer: { at: number; act: () => void } | null = null
  const touch = new Set<() => void>()
  const visible = new Set<() => void>()
  let locked = 0
  const listen = (to: Set<() => void>) => (listener: () => void) => {
    to.add(listener)
    return () => to.delete(listener)
  }
  const stop = lockUntouched({
    now: () => now,
    later: (ms, act) => {
      const mine = { at: now + ms, act }
      timer = mine
      return () => { if (timer === mine) timer = null }
    },
    onTouch: listen(touch), onVisible: listen(visible),
  }, () => (locked += 1))
  return {
    stop,
    locked: () => locked,
    turnClock(ms: number) { now += ms },
    pass(ms: number, asleep = false) {
      now += ms
      const due = timer
      if (asleep || due === null || due.at > now) return
      timer = null
      due.act()
    },
    touch: () => touch.forEach((listener) => listener()),
    show: () => visible.forEach((listener) => listener()),
  }
}

describe('a phone that nobody touches', () => {
  it('is locked after five minutes, and not before', () => {
    const phone = aPhone()
    phone.pass(UNTOUCHED - 1)
    expect(phone.locked()).toBe(0)
    phone.pass(1)
    expect(phone.locked()).toBe(1)
  })

  it('stays open under somebody\'s fingers', () => {
    const phone = aPhone()
    for (let minutes = 0; minutes < 30; minutes += 1) {
      phone.pass(60_000)
      phone.touch()
    }
    expect(phone.locked()).toBe(0)
    phone.pass(UNTOUCHED)
    expect(phone.locked()).toBe(1)
  })

  it('is locked when it comes out of the pocket, where its timers stood still', () => {
    const phone = aPhone()
    phone.pass(UNTOUCHED * 3, true)
    expect(phone.locked()).toBe(0)
    phone.show()
    expect(phone.locked()).toBe(1)
  })

  it('is locked by the first touch after a sleep of which nothing else told', () => {
    const phone = aPhone()
    phone.pass(UNTOUCHED * 3, true)
    phone.touch()
    expect(phone.locked()).toBe(1)
  })

  it('is not kept open by a clock that was turned back', () => {
    const phone = aPhone()
    phone.turnClock(-86_400_000)
    phone.show()
    phone.pass(UNTOUCHED)
    expect(phone.locked()).toBe(1)
  })

  it('is left alone once nobody needs a lock', () => {
    const phone = aPhone()
    phone.stop()
    phone.pass(UNTOUCHED)
    phone.show()
    expect(phone.locked()).toBe(0)
  })
})
