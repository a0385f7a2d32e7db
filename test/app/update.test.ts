import { describe, expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import { followUpdates } from '#app/update.ts'
import type { AppUpdate, UpdateNews } from '#device/app-update.ts'

function page(open = false, heldElsewhere = false) {
  const busy = ref(open)
  const elsewhere = ref(heldElsewhere)
  const seen = { reloads: 0, applied: 0, held: 0 }
  let news: UpdateNews | undefined
  const watchFor = (given: UpdateNews): AppUpdate => {
    news = given
    return {
      apply: async () => {
        if (elsewhere.value) return 'held-back'
        seen.applied++
        return 'applying'
      },
      holdBack: () => {
        seen.held++
        return () => void seen.held--
      },
    }
  }
  const follow = effectScope().run(() => followUpdates(() => busy.value, watchFor, () => void seen.reloads++))!
  return { busy, elsewhere, seen, news: news!, ...follow }
}

describe('the notice of a new version', () => {
  it('offers it when no visit is open, and reloads only after it has taken over', async () => {
    const { offer, news, accept, seen } = page()
    expect(offer.value).toBe('none')
    news.onWaiting()
    expect(offer.value).toBe('ready')
    await accept()
    expect([offer.value, seen.applied, seen.reloads]).toEqual(['applying', 1, 0])
    news.onControlled()
    expect(seen.reloads).toBe(1)
  })
  it('offers nothing to press while a visit is open', async () => {
    const { offer, news, accept, seen, busy } = page(true)
    news.onWaiting()
    expect(offer.value).toBe('after-visit')
    await accept()
    expect(seen.applied).toBe(0)
    busy.value = false
    expect(offer.value).toBe('ready')
  })
  it('never reloads under a visit when another tab let the new version in, and reloads once when the visit is over', () => {
    const { news, seen, busy, offer } = page(true)
    news.onControlled()
    news.onWaiting()
    expect([seen.reloads, offer.value]).toEqual([0, 'after-visit'])
    busy.value = false
    expect(seen.reloads).toBe(1)
  })
  it('does not reload at the end of a visit when nothing has taken over', () => {
    const { news, seen, busy } = page(true)
    news.onWaiting()
    busy.value = false
    expect(seen.reloads).toBe(0)
  })
  it('is put away by 稍后, and comes back after the next visit', () => {
    const { news, offer, postpone, busy } = page()
    news.onWaiting()
    postpone()
    expect(offer.value).toBe('none')
    busy.value = true
    expect(offer.value).toBe('none')
    busy.value = false
    expect(offer.value).toBe('ready')
  })
  it('tells of a visit open in another window, and can be pressed again', async () => {
    const { news, offer, accept, elsewhere, seen } = page(false, true)
    news.onWaiting()
    await accept()
    expect([offer.value, seen.applied]).toEqual(['elsewhere', 0])
    elsewhere.value = false
    await accept()
    expect([offer.value, seen.applied]).toEqual(['applying', 1])
  })
  it('holds new versions back in all tabs exactly as long as a visit is open here', () => {
    const { seen, busy } = page(true)
    expect(seen.held).toBe(1)
    busy.value = false
    expect(seen.held).toBe(0)
    busy.value = true
    expect(seen.held).toBe(1)
  })
})
