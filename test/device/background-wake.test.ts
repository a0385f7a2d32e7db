import { describe, expect, it } from 'vitest'
import { openBackgroundWake } from '#device/background-wake.ts'
import { isWake, WAKE, WAKE_TAG } from '#service-worker/messages.ts'

function container(register?: (tag: string) => Promise<void>) {
  const ready = Promise.resolve(register === undefined ? {} : { sync: { register } })
  return Object.assign(new EventTarget(), { controller: {}, ready }) as unknown as ServiceWorkerContainer
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('being woken by the browser', () => {
  it('is asked for under the name that the service worker listens to', async () => {
    const asked: string[] = []
    openBackgroundWake(container(async (tag) => void asked.push(tag))).ask()
    await settle()
    expect(asked).toEqual([WAKE_TAG])
  })

  it('is done without where the browser has none of it, or the person forbids it', async () => {
    openBackgroundWake(null).ask()
    openBackgroundWake(container()).ask()
    openBackgroundWake(container(() => Promise.reject(new DOMException('denied', 'NotAllowedError')))).ask()
    await settle()
  })

  it('listens to its own message only', () => {
    const worker = container()
    let woken = 0
    const stop = openBackgroundWake(worker).onWake(() => (woken += 1))
    for (const data of [{ type: WAKE }, { type: 'FILES' }, null, WAKE]) worker.dispatchEvent(new MessageEvent('message', { data }))
    expect(woken).toBe(1)
    stop()
    worker.dispatchEvent(new MessageEvent('message', { data: { type: WAKE } }))
    expect(woken).toBe(1)
    expect(isWake({ type: 'SKIP_WAITING' })).toBe(false)
  })
})
