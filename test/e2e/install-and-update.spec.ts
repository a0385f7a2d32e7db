import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { startServerProcess } from '../support/server-process.ts'
import { signIn, startVisit, takePhone } from './phone.ts'

test('the browser finds nothing that keeps the app from being installed', async () => {
  const server = await startServerProcess()
  const phone = await takePhone({ installed: true })
  await signIn(phone.page, server.url, 'wangjian')
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const session = await phone.context.newCDPSession(phone.page)
  expect((await session.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([])
  const manifest = await session.send('Page.getAppManifest')
  expect(manifest.errors).toEqual([])
  const { icons, shortcuts, id, display } = JSON.parse(manifest.data ?? '{}') as { icons: { purpose: string }[]; shortcuts: { url: string }[]; id: string; display: string }
  expect([id, display, shortcuts.length]).toEqual(['/', 'standalone', 3])
  expect(icons.some((icon) => icon.purpose === 'maskable')).toBe(true)
  await phone.close()
  await server.close()
})

test('a new version is offered, and never reloads under a visit', async () => {
  const distDir = mkdtempSync(join(tmpdir(), 'suan-xun-dist-'))
  cpSync(resolve(import.meta.dirname, '../../dist'), distDir, { recursive: true })
  const server = await startServerProcess({ DIST_DIR: distDir })
  const phone = await takePhone({ installed: true })
  const { page } = phone
  await signIn(page, server.url, 'wangjian')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await startVisit(page)
  await page.getByRole('button', { name: '记录问题' }).click()
  await page.getByLabel('问题', { exact: true }).fill('正在写的问题')
  await page.evaluate(() => { (window as unknown as { here: boolean }).here = true })

  // The next version: another service worker is all that the browser compares.
  const worker = join(distDir, 'sw.js')
  for (const compressed of ['.br', '.gz']) rmSync(`${worker}${compressed}`)
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// next version\n`)
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update()).then(() => undefined))
  await expect(page.getByText('新版本已就绪，结束巡查后再更新')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: '立即更新' })).toHaveCount(0)
  expect(await page.evaluate(() => (window as unknown as { here?: boolean }).here)).toBe(true)
  await expect(page.getByLabel('问题', { exact: true })).toHaveValue('正在写的问题')

  await page.getByRole('button', { name: '保存问题' }).click()
  await page.getByRole('button', { name: /结束巡查/ }).click()
  await page.getByRole('button', { name: /结束巡查/ }).click()
  await page.getByRole('button', { name: '返回首页' }).click()
  await page.getByRole('button', { name: '立即更新' }).click()
  await expect.poll(() => page.evaluate(() => (window as unknown as { here?: boolean }).here).catch(() => true)).toBeUndefined()
  await expect(page.getByRole('heading', { name: /王建/ })).toBeVisible()
  await expect(page.getByText('新版本已就绪')).toHaveCount(0)
  await phone.close()
  await server.close()
  rmSync(distDir, { recursive: true, force: true })
})
