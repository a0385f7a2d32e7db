import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Camera, CameraOutcome, FoundCode, OnCodes } from '#device/camera.ts'
import type { StillReading } from '#device/decoder/decoder.ts'
import { DOORS, SESSION } from '#device/doors.ts'
import { READERS, useScanStore, type Found } from '#scan/scan-store.ts'
import { aSession } from '../support/session.ts'

const ZHANG = '320581196010010008'
const LI = '320581198312040009'
const size = { width: 1280, height: 720 }
const seen = (...texts: string[]): FoundCode[] => texts.map((text) => ({ text, corners: [{ x: 1, y: 1 }, { x: 9, y: 1 }, { x: 9, y: 9 }, { x: 1, y: 9 }] }))
// A place for a picture that nobody looks at.
const box = {} as HTMLElement

let now: number
let outcome: CameraOutcome
let show: OnCodes
let change: (outcome: CameraOutcome) => void
let photos: StillReading[]
let told: Found[][]
let stopped: number
let lit: boolean

beforeEach(() => {
  now = Date.parse('2026-11-20T02:00:00Z')
  outcome = { kind: 'running' }
  photos = []
  told = []
  stopped = 0
  lit = false
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
})
afterEach(() => void vi.unstubAllGlobals())

function openStore() {
  const camera: Camera = {
    start: (_, onCodes, onChange = () => {}) => {
      show = onCodes
      change = onChange
      return Promise.resolve(outcome)
    },
    pause: () => {},
    resume: () => {},
    stop: () => Promise.resolve(void (stopped += 1)),
    abilities: () => ({ lamp: lit ? 'on' : 'off', zooms: [1, 2], zoom: 1, screenZoom: 1, otherLens: false }),
    torch: (on) => Promise.resolve(void (lit = on)),
    zoom: () => Promise.resolve(),
    focusAt: ({ x, y }) => Promise.resolve(x === 0.5 && y === 0.5),
    nextLens: () => Promise.resolve(outcome),
  }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/visits/:visit', name: 'visit', component: {} }, { path: '/', component: {} }] })
  const app = createApp({})
  app.use(createPinia())
  app.use(router)
  app.provide(DOORS, { clock: { phoneNow: () => now }, voice: { play: () => {} }, haptics: { buzz: () => {} } })
  app.provide(SESSION, { value: aSession() })
  app.provide(READERS, { camera, decodeImage: () => Promise.resolve(photos.shift()!) })
  return { router, store: app.runWithContext(() => useScanStore()) }
}

async function opened() {
  const { store, router } = openStore()
  await store.open('visit-1', box, (people) => told.push([...people]))
  return { store, router }
}

const numbers = () => told.map((people) => people.map(({ id }) => id))

describe('scanning with the camera', () => {
  it('tells of everybody in a frame at once, and of nobody twice', async () => {
    await opened()
    for (let frame = 0; frame < 30; frame += 1, now += 100) show(seen(ZHANG, LI), size)
    expect(numbers()).toEqual([[ZHANG, LI]])
  })

  it('tells of a person once though two codes in the frame carry the number', async () => {
    await opened()
    show(seen(ZHANG, `{"zjhm":"${ZHANG}"}`), size)
    expect(numbers()).toEqual([[ZHANG]])
  })

  it('does not let the advertisement beside it spoil a worker’s code', async () => {
    const { store } = await opened()
    show(seen('https://example.com/promo', ZHANG), size)
    expect(numbers()).toEqual([[ZHANG]])
    expect(store.notice).toBeNull()
  })

  it('says what a foreign code is, and that it is not opened', async () => {
    const { store } = await opened()
    show(seen('WIFI:T:WPA;S:site;P:secret;;'), size)
    expect(store.notice).toContain('不是苏安码')
    expect(told).toEqual([])
  })

  it('outlines what is being read, and forgets it when something lies over the picture', async () => {
    const { store } = await opened()
    show(seen(ZHANG), size)
    expect(store.sights).toEqual({ size, outlines: ['1,1 9,1 9,9 1,9'] })
    store.pause()
    expect(store.sights).toBeNull()
  })

  it('shows a camera that was lost and one that came back', async () => {
    const { store } = await opened()
    await store.toggleLamp()
    expect(store.view).toMatchObject({ kind: 'running', lamp: 'on' })
    change({ kind: 'trouble', trouble: 'busy' })
    expect(store.view).toEqual({ kind: 'trouble', trouble: 'busy' })
    lit = false
    change({ kind: 'running' })
    expect(store.view).toMatchObject({ kind: 'running', lamp: 'off', zooms: [1, 2] })
  })

  it('knows after a finding was written that the lamp is still on', async () => {
    const { store } = await opened()
    await store.toggleLamp()
    store.leave()
    await store.open('visit-1', box, () => {})
    expect(store.view).toMatchObject({ lamp: 'on' })
  })

  it('focuses only on a picture that is there', async () => {
    const { store } = await opened()
    const middle = () => ({ x: 0.5, y: 0.5 })
    expect(await store.focusAt(middle)).toBe(false)
    show([], size)
    expect(await store.focusAt(middle)).toBe(true)
  })

  it('gives the camera back when the visit is left, not before', async () => {
    const { router, store } = await opened()
    await router.push('/visits/visit-1')
    store.leave()
    expect(stopped).toBe(0)
    await router.push('/')
    expect(stopped).toBe(1)
  })
})

describe('the other ways in', () => {
  it('read several photos as one, and everybody in them', async () => {
    const { store } = await opened()
    photos = [{ kind: 'texts', texts: [ZHANG, 'https://example.com'] }, { kind: 'not-an-image' }, { kind: 'texts', texts: [LI, ZHANG] }]
    await store.readPhotos([new Blob(), new Blob(), new Blob()])
    expect(told).toEqual([[{ id: ZHANG, method: 'photo', shape: 'id-number' }, { id: LI, method: 'photo', shape: 'id-number' }]])
  })

  it.each([
    [{ kind: 'texts', texts: [] }, '没有找到二维码'],
    [{ kind: 'not-an-image' }, '不是照片'],
    [{ kind: 'decoder-unavailable' }, '不是工人的问题'],
    [{ kind: 'texts', texts: ['110105194912310021'] }, '码里的身份证号不能用'],
  ] as [StillReading, string][])('say what is the matter: %j', async (reading, words) => {
    const { store } = await opened()
    photos = [reading]
    await store.readPhotos([new Blob()])
    expect(store.notice).toContain(words)
    expect(store.photo).toBe('none')
  })

  it('read what a hand-held scanner sends, the same worker twice as well: the inspector pulled the trigger', async () => {
    const { store } = await opened()
    store.readTexts([ZHANG], 'camera')
    store.readTexts([ZHANG], 'camera')
    expect(numbers()).toEqual([[ZHANG], [ZHANG]])
  })

  it('keep photos of another app until the scanner opens, and read them once', async () => {
    const { store } = openStore()
    photos = [{ kind: 'texts', texts: [ZHANG] }]
    store.handIn([new Blob()])
    await store.open('visit-1', box, (people) => told.push([...people]))
    await vi.waitFor(() => expect(numbers()).toEqual([[ZHANG]]))
    await store.open('visit-1', box, (people) => told.push([...people]))
    expect(store.photo).toBe('none')
    expect(told).toHaveLength(1)
  })

  it('work where there is no camera at all', async () => {
    outcome = { kind: 'trouble', trouble: 'absent' }
    const { store } = await opened()
    store.readTexts([LI], 'camera')
    expect(store.view).toEqual({ kind: 'trouble', trouble: 'absent' })
    expect(numbers()).toEqual([[LI]])
  })
})

describe('several people who wait for their turn', () => {
  it('wait while the inspector is away for a finding, and not into the next visit', async () => {
    const { store } = await opened()
    store.keepWaiting([{ id: ZHANG as Found['id'], method: 'photo', shape: null }])
    store.leave()
    await store.open('visit-1', box, () => {})
    expect(store.waiting).toHaveLength(1)
    await store.open('visit-2', box, () => {})
    expect(store.waiting).toEqual([])
  })
})
