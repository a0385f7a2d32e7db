import { describe, expect, it } from 'vitest'
import { openCameraHabits } from '#device/camera-habits.ts'

function storage(kept: Record<string, string> = {}) {
  return { kept, getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => void (kept[key] = value) }
}

describe('what a phone remembers of its cameras', () => {
  it('is there again at the next start', () => {
    const phone = storage()
    openCameraHabits(() => phone).keep({ lens: { id: 'a', label: 'camera2 2, facing back' }, zoom: 2 })
    openCameraHabits(() => phone).keep({ small: true })
    expect(openCameraHabits(() => phone).read()).toEqual({ lens: { id: 'a', label: 'camera2 2, facing back' }, zoom: 2, small: true })
  })

  it.each(['', '{}', 'null', '{"lens":7,"zoom":1,"small":false}', '{"lens":null,"zoom":99,"small":false}'])('is begun anew when `%s` is found', (text) => {
    expect(openCameraHabits(() => storage({ camera: text })).read()).toEqual({ lens: null, zoom: 1, small: false })
  })

  it('lasts until the app is closed where the browser forbids storage', () => {
    const habits = openCameraHabits(() => {
      throw new Error('SecurityError')
    })
    habits.keep({ zoom: 4 })
    expect(habits.read().zoom).toBe(4)
  })
})
