import { effectScope, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askFace, type Face } from '#check/face.ts'
import { FACE_SHOWN_FOR, useFace } from '#check/use-face.ts'
import type { IdNumber } from '#domain/identity.ts'
import { createPhone } from '../support/phone.ts'

const id = '320581196010010008' as IdNumber
const ask = async (answer: () => Response | Promise<Response>) => askFace(await createPhone({ fetch: async () => answer() }), 'visit', id)

describe('asking for the photograph', () => {
  it('gives the bytes as they are', async () => {
    const face = await ask(() => Response.json({ kind: 'face', mime: 'image/png', image: btoa('\u0089PNG'), simulated: true, serverTime: 1 }))
    expect(face).toMatchObject({ kind: 'face', simulated: true, image: { type: 'image/png', size: 4 } })
  })

  it('says that the platform has none only when the platform says so', async () => {
    expect(await ask(() => Response.json({ kind: 'none', why: 'no-photo', serverTime: 1 }))).toEqual({ kind: 'none', why: 'no-photo' })
  })

  it.each([
    ['no network', () => Promise.reject(new TypeError('offline'))],
    ['a platform that cannot be asked', () => Response.json({ kind: 'none', why: 'fault', serverTime: 1 })],
    ['a feature that is off', () => Response.json({ code: 'not-enabled' }, { status: 404 })],
    ['a used-up quota', () => Response.json({ code: 'quota' }, { status: 429 })],
    ['bytes that cannot be read', () => Response.json({ kind: 'face', mime: 'image/png', image: '***', simulated: true, serverTime: 1 })],
    ['a picture of another kind', () => Response.json({ kind: 'face', mime: 'image/svg+xml', image: 'AAAA', simulated: true, serverTime: 1 })],
  ])('takes %s for a fault of ours', async (_, answer) => {
    expect(await ask(answer)).toEqual({ kind: 'none', why: 'fault' })
  })
})

describe('looking at the photograph', () => {
  const image: Face = { kind: 'face', image: new Blob(['face']), simulated: true }
  let scope = effectScope()
  let held: Set<string>
  let goAway: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    scope = effectScope()
    held = new Set()
    vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
      held.add('blob:face')
      return 'blob:face'
    })
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void held.delete(address))
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  function aSheet(asked: () => Promise<Face> = () => Promise.resolve(image)) {
    const open = ref(false)
    const step = scope.run(() => useFace({
      open: () => open.value,
      ask: asked,
      close: () => (open.value = false),
      onHidden(listener) {
        goAway = listener
        return () => (goAway = () => {})
      },
    }))!
    return { open, step }
  }
  const settle = () => vi.advanceTimersByTimeAsync(0)

  it('asks for nothing until the sheet is open, and lets the bytes go when it closes', async () => {
    const asked = vi.fn(() => Promise.resolve(image))
    const { open, step } = aSheet(asked)
    await settle()
    expect(asked).not.toHaveBeenCalled()
    open.value = true
    await settle()
    expect(step.value).toEqual({ kind: 'shown', address: 'blob:face', simulated: true })
    open.value = false
    await settle()
    expect([step.value.kind, held.size, asked.mock.calls.length]).toEqual(['closed', 0, 1])
  })

  it('ends by itself after half a minute, and as soon as the app goes out of sight', async () => {
    const { open } = aSheet()
    open.value = true
    await settle()
    await vi.advanceTimersByTimeAsync(FACE_SHOWN_FOR - 1)
    expect([open.value, held.size]).toEqual([true, 1])
    await vi.advanceTimersByTimeAsync(1)
    expect([open.value, held.size]).toEqual([false, 0])
    open.value = true
    await settle()
    goAway()
    await settle()
    expect([open.value, held.size]).toEqual([false, 0])
  })

  it('does not show a photograph that comes after the sheet was closed, nor to the next worker', async () => {
    let answer: (face: Face) => void = () => {}
    const { open, step } = aSheet(() => new Promise((resolve) => (answer = resolve)))
    open.value = true
    await settle()
    const late = answer
    open.value = false
    await settle()
    open.value = true
    await settle()
    late(image)
    await settle()
    expect([step.value.kind, held.size]).toEqual(['asking', 0])
  })

  it('lets the bytes go when the screen is left with the sheet open', async () => {
    const { open } = aSheet()
    open.value = true
    await settle()
    scope.stop()
    expect(held.size).toBe(0)
  })
})
