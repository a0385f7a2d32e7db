/** A phone whose battery can be pulled: real Chromium with a profile of its own, on which the page is open. */
import type { BrowserContext, Page } from '@playwright/test'
import { takeMortalPhone } from '../../e2e/phone.ts'
import type { PageCalls, Told } from './told.ts'

export interface RealPhone {
  page: Page
  /** Calls the page. Rejects when the phone dies meanwhile. */
  call<K extends keyof PageCalls>(name: K, ...args: Parameters<PageCalls[K]>): Promise<Awaited<ReturnType<PageCalls[K]>>>
  /** Resolves when the page tells it, from the moment of this call. */
  told(what: Told['what']): Promise<void>
  kill(): Promise<void>
}

export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/**
 * `cookies`: the session's, if it has begun. Chromium writes cookies down half a minute late, so that a phone killed sooner asks for the
 * password again; that is nobody's loss, and is not what these tests are about.
 */
export async function takeRealPhone(profile: string, url: string, hear: (told: Told) => void, cookies: Cookies = []): Promise<RealPhone> {
  const { page, kill } = await takeMortalPhone(profile)
  await page.context().addCookies(cookies)
  const waiting: { what: Told['what']; heard: () => void }[] = []
  await page.exposeFunction('tell', (told: Told) => {
    hear(told)
    for (const one of waiting.splice(0)) {
      if (one.what === told.what) one.heard()
      else waiting.push(one)
    }
  })
  await page.goto(url)
  return {
    page,
    call: (name, ...args) => page.evaluate(([called, given]) => (window.calls[called] as (...all: unknown[]) => Promise<unknown>)(...given), [name, args] as const) as Promise<never>,
    told: (what) => new Promise((heard) => waiting.push({ what, heard })),
    kill,
  }
}
