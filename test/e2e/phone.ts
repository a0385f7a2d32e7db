/** A phone in the tests: a real Chromium with a profile of its own, and what an inspector does with it, in the inspector's words. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { chromiumFlags, fakeCameraFlags, needChromium } from '../support/chromium.ts'

export const password = 'demo-2026'
/** 梅李镇, where the tests stand. */
const here = { latitude: 31.7062, longitude: 120.8571, accuracy: 12 }

export interface PhoneOptions {
  /** A video for the camera; without one there is no camera. */
  video?: string
  permissions?: string[]
  colorScheme?: 'light' | 'dark'
  wide?: boolean
  profile?: string
  /** A browser that runs already: quicker, for a phone with neither a camera's video nor a profile to come back to. */
  browser?: Browser
  /** Whether it may keep the app for later; filling that takes a moment, so only where it is looked at. */
  installed?: boolean
}

export interface Phone {
  context: BrowserContext
  page: Page
  profile: string
  /** Addresses asked of any other host; must stay empty. */
  strangers: string[]
  close(): Promise<void>
}

export async function takePhone(options: PhoneOptions = {}): Promise<Phone> {
  const look: BrowserContextOptions = {
    viewport: options.wide ? { width: 1440, height: 900 } : { width: 390, height: 844 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
    serviceWorkers: options.installed ? 'allow' : 'block',
    geolocation: here,
    permissions: options.permissions ?? ['camera', 'geolocation'],
  }
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'suan-xun-phone-'))
  const args = [...chromiumFlags, ...(options.video === undefined ? [] : fakeCameraFlags(options.video))]
  const context = options.browser === undefined
    ? await chromium.launchPersistentContext(profile, { executablePath: needChromium(), headless: true, args, ...look })
    : await options.browser.newContext(look)
  const page = context.pages()[0] ?? (await context.newPage())
  const strangers: string[] = []
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.push(request.url())
  })
  return {
    context,
    page,
    profile,
    strangers,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** Signs in, and puts a PIN off where the phone asks for one. */
export async function signIn(page: Page, url: string, username: string): Promise<void> {
  const later = page.getByRole('button', { name: '以后再说' })
  await page.addLocatorHandler(later, () => later.click())
  await page.goto(url)
  await page.getByLabel('账号').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

/** Until the app can start without a network: the service worker has everything, and the area's sites are here. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    if (active && active.state !== 'activated') await new Promise((done) => active.addEventListener('statechange', done, { once: true }))
  })
  await openSites(page)
  await expect(page.getByRole('button', { name: /演示/ }).first()).toBeVisible()
  await page.getByRole('button', { name: '返回' }).click()
}

/** From the home screen, which shows sites too. */
async function openSites(page: Page): Promise<void> {
  await page.getByRole('button', { name: /开始巡查|巡查另一个工地/ }).click()
  await expect(page.getByRole('heading', { name: '选择工地' })).toBeVisible()
}

export async function startVisit(page: Page, site = '演示'): Promise<void> {
  await openSites(page)
  await page.getByRole('button', { name: new RegExp(site) }).first().click()
  await page.getByRole('button', { name: '开始巡查' }).click()
  await page.getByRole('button', { name: '已告知，开始' }).click()
  await expect(page.getByRole('button', { name: '扫码查验' })).toBeVisible()
}

/** From the scanner: types a number and waits for the verdict. */
export async function typeNumber(page: Page, idNumber: string): Promise<void> {
  await page.getByRole('button', { name: '手工输入' }).click()
  await page.getByLabel(/工人身份证号/).fill(idNumber)
  await page.getByRole('button', { name: '查验', exact: true }).click()
  await verdict(page)
}

/** The verdict on the screen, once it is written down. */
export async function verdict(page: Page): Promise<string> {
  await expect(page.getByText('已保存在本机')).toBeVisible({ timeout: 20_000 })
  return (await page.locator('.plaque h1').textContent()) ?? ''
}

/** Everything the phone has written has arrived. */
export async function allDelivered(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /全部已送达/ })).toBeVisible({ timeout: 30_000 })
}

/**
 * A phone whose battery can be pulled: the browser is a process of the test's own, so `kill` is a SIGKILL of all of it, at once, and the
 * next phone with the same `profile` finds what was durable.
 */
export async function takeMortalPhone(profile: string): Promise<{ page: Page; kill(): Promise<void> }> {
  rmSync(join(profile, 'DevToolsActivePort'), { force: true })
  const args = [...chromiumFlags, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--lang=zh-CN', 'about:blank']
  const browser = spawn(needChromium(), args, { stdio: 'ignore', detached: true, env: { ...process.env, TZ: 'Asia/Shanghai' } })
  const ended = new Promise((done) => browser.once('exit', done))
  const told = join(profile, 'DevToolsActivePort')
  await expect.poll(() => existsSync(told) && readFileSync(told, 'utf8').includes('\n'), { timeout: 30_000 }).toBe(true)
  const connection = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(told, 'utf8').split('\n')[0]}`)
  const context = connection.contexts()[0]!
  const page = context.pages()[0] ?? (await context.newPage())
  await page.setViewportSize({ width: 390, height: 844 })
  return {
    page,
    async kill() {
      // The whole group: renderer, network and storage processes end with the browser.
      process.kill(-browser.pid!, 'SIGKILL')
      await ended
      await connection.close().catch(() => undefined)
    },
  }
}
