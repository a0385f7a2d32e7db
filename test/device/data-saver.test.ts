import { describe, expect, it } from 'vitest'
import { openDataSaver } from '#device/data-saver.ts'

function memory() {
  const kept = new Map<string, string>()
  return { remember: (key: string, value: string) => void kept.set(key, value), recall: (key: string) => kept.get(key) ?? null }
}

describe('photographs on Wi-Fi only', () => {
  it('is off at first, and what was chosen is found again', () => {
    const kept = memory()
    const first = openDataSaver({ connection: undefined, ...kept })
    expect(first.wifiOnly()).toBe(false)
    first.setWifiOnly(true)
    expect(openDataSaver({ connection: undefined, ...kept }).wifiOnly()).toBe(true)
  })

  it.each([['wifi', 'wifi'], ['ethernet', 'wifi'], ['cellular', 'mobile'], ['none', 'unknown'], [undefined, 'unknown']] as const)('takes a connection called %s for %s', (type, meant) => {
    expect(openDataSaver({ connection: type === undefined ? {} : { type }, ...memory() }).connection()).toBe(meant)
    expect(openDataSaver({ connection: undefined, ...memory() }).connection()).toBe('unknown')
  })

  it('tells when the connection or the choice changes, until it is told to stop', () => {
    const connection = Object.assign(new EventTarget(), { type: 'cellular' })
    const door = openDataSaver({ connection, ...memory() })
    let told = 0
    const stop = door.onChange(() => (told += 1))
    connection.dispatchEvent(new Event('change'))
    door.setWifiOnly(true)
    expect(told).toBe(2)
    stop()
    connection.dispatchEvent(new Event('change'))
    door.setWifiOnly(false)
    expect(told).toBe(2)
  })
})
