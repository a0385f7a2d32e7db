import { describe, expect, it } from 'vitest'
import { openSelfCheck, type SelfCheckPlatform } from '#device/self-check.ts'
import { testCodeText } from '#device/self-check-code.ts'
import { isFilesQuestion } from '#service-worker/messages.ts'

const platform: SelfCheckPlatform = {
  serviceWorker: undefined, permissions: undefined, patience: 50, decode: async () => ({ kind: 'texts', texts: [testCodeText] }),
}
/** A service worker that answers the question, and no other, with `answer`. */
const workerSaying = (answer: unknown) => ({
  controller: {
    postMessage: (message: unknown, ports?: unknown) => {
      if (isFilesQuestion(message) && answer !== undefined) (ports as MessagePort[])[0]!.postMessage(answer)
    },
  },
})

describe('what makes a phone ready', () => {
  it('is told by the service worker: which files are here', async () => {
    const here = { files: ['index.html', 'a.js'], missing: ['a.js'] }
    expect(await openSelfCheck({ ...platform, serviceWorker: workerSaying(here) }).shell()).toEqual({ kind: 'files', ...here })
  })

  it.each([
    ['no service worker in this browser', undefined, 'unsupported'],
    ['a page that none controls', { controller: null }, 'not-controlled'],
    ['one that does not answer', workerSaying(undefined), 'silent'],
    ['one that answers something else', workerSaying('pong'), 'silent'],
  ])('is not there with %s', async (_, serviceWorker, kind) => {
    expect(await openSelfCheck({ ...platform, serviceWorker }).shell()).toEqual({ kind })
  })

  it('needs a decoder that reads the very text of the test code', async () => {
    const decodes = (decode: SelfCheckPlatform['decode']) => openSelfCheck({ ...platform, decode }).decodes()
    expect(await decodes(platform.decode)).toBe(true)
    expect(await decodes(async () => ({ kind: 'texts', texts: ['other'] }))).toBe(false)
    expect(await decodes(async () => ({ kind: 'decoder-unavailable' }))).toBe(false)
    expect(await decodes(() => Promise.reject(new Error('no canvas')))).toBe(false)
  })

  it('knows of the camera what the browser tells without asking anybody', async () => {
    const camera = (query: () => Promise<unknown>) => openSelfCheck({ ...platform, permissions: { query: query as Permissions['query'] } }).camera()
    expect(await camera(async () => ({ state: 'denied' }))).toBe('denied')
    expect(await camera(() => Promise.reject(new TypeError('unknown name')))).toBe('unknown')
    expect(await openSelfCheck(platform).camera()).toBe('unknown')
  })
})
