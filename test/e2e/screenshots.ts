// `npm run screenshots`: takes docs/screenshots/ anew from the running app, in light and dark, with a real visit made on the way.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { cameraVideo } from '../support/camera-video.ts'
import { startServerProcess } from '../support/server-process.ts'
import { allDelivered, readyForOffline, signIn, startVisit, takePhone, typeNumber, verdict } from './phone.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = resolve(root, 'docs/screenshots')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
execFileSync(resolve(root, 'node_modules/.bin/vite'), ['build', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' })
const video = await cameraVideo([{ text: '', frames: 90 }, { text: 'https://example.com/promo', frames: 150 }, { text: '320581196010010008', frames: 150 }, { text: '', frames: 900 }])

for (const colorScheme of ['light', 'dark'] as const) await inScheme(colorScheme)
await overview()

async function inScheme(colorScheme: 'light' | 'dark'): Promise<void> {
  const server = await startServerProcess()
  const phone = await takePhone({ video, colorScheme, installed: true })
  const { page } = phone
  const shot = (name: string, of: Page = page) => of.screenshot({ path: resolve(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
  const back = () => page.getByRole('button', { name: '返回', exact: true }).click()

  await page.goto(server.url)
  await page.getByLabel('账号').waitFor()
  await shot('01-sign-in')
  await signIn(page, server.url, 'wangjian')
  await readyForOffline(page)
  await page.getByRole('button', { name: '开始巡查' }).click()
  await shot('02-sites')
  await page.getByRole('button', { name: '登记新工地' }).click()
  await page.getByLabel('工地名称').fill('演示·珍门村李家翻建房')
  await page.getByText('自建房').first().click()
  await page.getByRole('button', { name: '获取当前位置' }).click()
  await page.getByRole('button', { name: '重新定位' }).waitFor()
  await shot('03-register-site')
  await back()
  await page.getByRole('button', { name: /演示/ }).first().click()
  await page.getByRole('button', { name: '开始巡查' }).waitFor()
  await shot('04-site')
  await page.getByRole('button', { name: '开始巡查' }).click()
  await page.getByRole('button', { name: '已告知，开始' }).waitFor()
  await shot('05-inform-the-workers')
  await page.getByRole('button', { name: '已告知，开始' }).click()
  await page.getByRole('button', { name: '扫码查验' }).click()
  await page.getByText('这是一个网址码').waitFor({ timeout: 30_000 })
  await shot('06-scan-foreign-code')
  await verdict(page)
  await shot('07-green')
  await page.getByRole('button', { name: '继续扫码' }).click()
  await page.getByRole('button', { name: '手工输入' }).click()
  await page.getByLabel(/工人身份证号/).fill('32058119811022')
  await shot('08-typed-number')
  await page.getByRole('button', { name: '关闭' }).click()
  for (const [name, idNumber] of [
    ['09-yellow', '320581198110220001'], ['10-red', '320581198312040009'], ['11-expiring', '320581197706020006'], ['12-expired', '320581197908120005'],
    ['13-no-code', '320581198502140000'], ['14-doubtful', '320581199007110001'], ['15-unverified', '320581198805010000'],
  ] as const) {
    await typeNumber(page, idNumber)
    await shot(name)
    await page.getByRole('button', { name: '继续扫码' }).click()
  }
  await typeNumber(page, '320581198211270008')
  await page.getByRole('button', { name: '给工人看' }).click()
  await shot('16-card-for-the-worker')
  await page.getByRole('button', { name: '关闭' }).click()
  await page.getByRole('button', { name: '记录问题' }).click()
  await page.getByLabel('问题', { exact: true }).waitFor()
  await page.locator('input[type=file]').first().setInputFiles('test/fixtures/photos/outdoors.webp')
  await page.getByAltText(/照片第 1 张/).waitFor()
  await shot('17-finding')
  await page.getByRole('button', { name: '保存问题' }).click()
  await page.getByText('问题 1 个').waitFor()
  await page.getByRole('button', { name: /检查清单/ }).click()
  await page.getByText('不符合', { exact: true }).nth(1).click()
  await page.getByText('符合', { exact: true }).first().click()
  await shot('18-checklist')
  await page.getByRole('button', { name: '完成，返回巡查' }).click()
  await phone.context.setOffline(true)
  await page.getByRole('button', { name: '扫码查验' }).click()
  await typeNumber(page, '320581196102060002')
  await page.getByRole('button', { name: '继续扫码' }).click()
  await page.getByRole('button', { name: '手工输入' }).click()
  await page.getByLabel(/工人身份证号/).fill('320581196010010008')
  await page.getByRole('button', { name: '查验', exact: true }).click()
  await page.getByRole('button', { name: '再查一次' }).click()
  await verdict(page)
  await shot('19-green-remembered')
  await page.getByRole('button', { name: '查看巡查' }).click()
  await shot('20-visit')
  await page.getByRole('button', { name: /结束巡查/ }).click()
  await shot('21-end')
  await page.getByRole('button', { name: /结束巡查/ }).last().click()
  await page.getByRole('button', { name: '返回首页' }).click()
  await page.getByText(/待上传/).first().waitFor()
  await shot('22-home-offline')
  await page.getByRole('button', { name: /待上传/ }).click()
  await shot('23-sync-waiting')
  await phone.context.setOffline(false)
  await back()
  await allDelivered(page)
  await shot('24-home')
  await page.getByRole('button', { name: '设置' }).click()
  await shot('25-settings')
  await page.getByText('长者大字').click()
  await back()
  await startVisit(page)
  await shot('26-visit-large')
  await page.getByRole('button', { name: '扫码查验' }).click()
  await typeNumber(page, '320581198110220001')
  await shot('27-yellow-large')
  await phone.close()

  for (const [username, name] of [['sunli', '30-supervisor'], ['admin', '32-administrator']] as const) {
    const desk = await takePhone({ wide: true, colorScheme })
    await signIn(desk.page, server.url, username)
    await desk.page.waitForLoadState('networkidle')
    await shot(name, desk.page)
    if (username === 'sunli') {
      await desk.page.getByText('演示·').nth(1).click()
      await desk.page.getByText(/人员查验/).waitFor()
      await desk.page.waitForLoadState('networkidle')
      await desk.page.screenshot({ path: resolve(folder, `31-supervisor-visit-${colorScheme}.png`), fullPage: true })
      await desk.page.setViewportSize({ width: 390, height: 844 })
      await shot('33-supervisor-visit-on-a-phone', desk.page)
    }
    await desk.close()
  }
  await server.close()
}

/** Four screens side by side, for the README. */
async function overview(): Promise<void> {
  const desk = await takePhone({ wide: true })
  const image = (name: string) => `<img src="data:image/png;base64,${readFileSync(resolve(folder, `${name}-light.png`)).toString('base64')}">`
  await desk.page.setContent(
    `<style>body{margin:0;padding:36px;display:flex;gap:28px;background:#dde4ec;width:max-content}img{width:312px;border-radius:22px;box-shadow:0 10px 30px #0003}</style>
    ${['24-home', '07-green', '10-red', '19-green-remembered'].map(image).join('')}`,
  )
  await desk.page.locator('body').screenshot({ path: resolve(folder, 'overview.png') })
  await desk.close()
}
