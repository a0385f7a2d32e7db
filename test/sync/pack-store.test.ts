import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { DOORS, SESSION } from '#device/doors.ts'
import { HOUR } from '#domain/time.ts'
import { usePackStore } from '#sync/pack-store.ts'
import { isOfToday, outcomeText, packLine } from '#sync/pack-text.ts'
import { aKnown, aPack, takenBy } from '../support/packs.ts'
import { createPhone } from '../support/phone.ts'
import { aRosterList } from '../support/rosters.ts'
import { aSession } from '../support/session.ts'

const id = '320581196010010008'
const start = Date.parse('2026-11-22T08:12:00+08:00')

async function aStore() {
  let now = start
  const phone = await createPhone({
    now: () => now,
    fetch: async (input) => {
      const path = new URL(String(input)).pathname
      if (path === '/api/rosters') return Response.json({ ...aRosterList([]), serverTime: now })
      if (path === '/api/pack') return Response.json(aPack([aKnown(id, { answeredAt: now - HOUR })], { madeAt: now, serverTime: now }))
      return Response.json({ epoch: 'epoch-1', entries: [], cursor: {}, more: false, serverTime: now })
    },
  })
  await phone.session.save(aSession())
  const app = createApp({})
  app.use(createPinia())
  app.provide(DOORS, { ...phone, voice: { play: () => {} }, haptics: { buzz: () => {} } })
  app.provide(SESSION, { value: aSession() })
  return { phone, store: app.runWithContext(() => usePackStore()), pass: (ms: number) => { now += ms } }
}

describe('the pack on the home screen', () => {
  it('says when today\'s was taken, and the next day that it is missing', async () => {
    const { store, pass } = await aStore()
    await store.refresh()
    expect(packLine(store.last!, store.now()).text).toBe('还没有下载今天的离线包')
    await store.fetchToday()
    expect(store.step).toMatchObject({ kind: 'ended', outcome: { kind: 'whole' } })
    expect(packLine(store.last!, store.now())).toEqual({ text: '离线包：今天 08:12', below: '工地 0 个 · 已知人员 1 人' })
    pass(16 * HOUR)
    expect(packLine(store.last!, store.now())).toEqual({ text: '还没有下载今天的离线包', below: '上次 昨天 08:12' })
    expect(isOfToday(store.last!, store.now())).toBe(false)
  })

  it('lets go of answers that are too old to say anything', async () => {
    const { phone, store, pass } = await aStore()
    await store.fetchToday()
    expect(await phone.answers.recall(id as never)).not.toBeNull()
    pass(72 * HOUR)
    await store.refresh()
    expect(await phone.answers.recall(id as never)).toBeNull()
  })

  it('tells of trouble in words, and the earlier pack stays', async () => {
    const { phone, store } = await aStore()
    await phone.pack.keep(aPack([]), { ...takenBy(), at: start - 24 * HOUR })
    phone.setOnline(false)
    await store.fetchToday()
    expect(store.step.kind === 'ended' && outcomeText(store.step.outcome)).toBe('没有下载完。现在没有网络。到有信号的地方再点一次。')
    expect(store.last?.at).toBe(start - 24 * HOUR)
  })
})
