import { describe, expect, it } from 'vitest'
import { openDurability, type DurabilityPlatform } from '#device/durability.ts'

const MB = 1024 * 1024

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'
  show(state: DocumentVisibilityState) {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

function storage(changes: Partial<StorageManager>): NonNullable<DurabilityPlatform['storage']> {
  return { persisted: async () => false, persist: async () => false, estimate: async () => ({}), ...changes }
}

/** Counts the locks held, as a browser does: an app that is hidden loses its lock. */
function screen(refuse = false) {
  const state = { held: 0 }
  const request = async (): Promise<WakeLockSentinel> => {
    if (refuse) throw new DOMException('battery saver', 'NotAllowedError')
    state.held++
    return Object.assign(new EventTarget(), {
      released: false, type: 'screen' as const, onrelease: null, release: async () => void state.held--,
    })
  }
  return { state, wakeLock: { request } }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('promise of the browser not to evict', () => {
  it('is not claimed where there is no storage manager or where it fails', async () => {
    expect(await openDurability({ page: new Page() as never }).persisted()).toBe(false)
    const broken = storage({ persisted: async () => Promise.reject(new Error('no')) })
    expect(await openDurability({ page: new Page() as never, storage: broken }).persisted()).toBe(false)
  })
  it('is asked for once only', async () => {
    let asked = 0
    const door = openDurability({ page: new Page() as never, storage: storage({ persist: async () => ++asked > 0 }) })
    expect([await door.persisted(), await door.persisted(), asked]).toEqual([true, true, 1])
  })
})

describe('space', () => {
  it.each([
    ['is short when less than 20 MB is left', { quota: 100 * MB, usage: 81 * MB }, true],
    ['is not short when 20 MB is left', { quota: 100 * MB, usage: 80 * MB }, false],
    ['is not called short when the browser does not say', {}, false],
  ])('%s', async (_title, estimate, short) => {
    const door = openDurability({ page: new Page() as never, storage: storage({ estimate: async () => estimate }) })
    expect(await door.spaceShort()).toBe(short)
  })
})

describe('a screen that stays awake', () => {
  it('is done without where the phone cannot or will not', async () => {
    const without = await openDurability({ page: new Page() as never }).stayAwake()
    const refused = await openDurability({ page: new Page() as never, wakeLock: screen(true).wakeLock }).stayAwake()
    expect(() => [without(), refused()]).not.toThrow()
  })
  it('is taken again when the inspector comes back to the app, and given back at the end', async () => {
    const page = new Page()
    const { state, wakeLock } = screen()
    const release = await openDurability({ page: page as never, wakeLock }).stayAwake()
    expect(state.held).toBe(1)
    state.held = 0
    page.show('hidden')
    await settle()
    expect(state.held).toBe(0)
    page.show('visible')
    await settle()
    expect(state.held).toBe(1)
    release()
    page.show('visible')
    await settle()
    expect(state.held).toBe(0)
  })
})

describe('what the system may delete', () => {
  it('is named for an iPhone without the app on its home screen, and for nothing else', () => {
    const page = new Page() as never
    expect(openDurability({ page, apple: true, installed: false }).deletedAfterDays()).toBe(7)
    expect(openDurability({ page, apple: true, installed: true }).deletedAfterDays()).toBeNull()
    expect(openDurability({ page, apple: false, installed: false }).deletedAfterDays()).toBeNull()
  })
  it('is estimated in bytes used and left, where the browser says', async () => {
    const page = new Page() as never
    expect(await openDurability({ page, storage: storage({ estimate: async () => ({ quota: 10, usage: 4 }) }) }).space()).toEqual({ used: 4, left: 6 })
    expect(await openDurability({ page, storage: storage({}) }).space()).toBeNull()
    expect(await openDurability({ page }).space()).toBeNull()
  })
})
