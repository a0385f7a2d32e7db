import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test, type Page } from '@playwright/test'
import { cameraVideo } from '../support/camera-video.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { allDelivered, password, readyForOffline, signIn, startVisit, takeMortalPhone, takePhone, typeNumber, verdict } from './phone.ts'

let server: ServerProcess
test.beforeEach(async () => { server = await startServerProcess() })
test.afterEach(() => server.close())

/** What the server has stored, told apart by kind. */
function stored(): Record<string, number> {
  const db = new Database(join(server.dataDir, 'suan-xun.db'), { readonly: true })
  const rows = db.prepare(`select kind, count(*) as n, count(distinct id) as ids from entry where device <> 'server' group by kind`).all() as { kind: string; n: number; ids: number }[]
  db.close()
  for (const row of rows) expect(row.n, row.kind).toBe(row.ids)
  return Object.fromEntries(rows.map((row) => [row.kind, row.n]))
}

test('the whole way works without a network from a cold start, and arrives once when it is back', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-phone-'))
  const video = await cameraVideo([{ text: '320581196010010008', frames: 200 }])

  const morning = await takePhone({ profile, video, installed: true })
  await signIn(morning.page, server.url, 'wangjian')
  await readyForOffline(morning.page)
  await startVisit(morning.page, '演示')
  await morning.page.getByRole('button', { name: '扫码查验' }).click()
  expect(await verdict(morning.page)).toBe('绿码')
  await morning.page.getByRole('button', { name: '查看巡查' }).click()
  await morning.page.getByRole('button', { name: /^无问题，?\s*结束$/ }).click()
  await morning.page.getByRole('button', { name: '无问题，结束巡查' }).click()
  await morning.page.getByRole('button', { name: '返回首页' }).click()
  await allDelivered(morning.page)
  await morning.context.close()

  await server.kill()
  const phone = await takePhone({ profile, video, installed: true })
  const { page } = phone
  await phone.context.setOffline(true)
  await page.goto(server.url)
  await expect(page.getByText('现在没有网络')).toBeVisible()

  await test.step('registers a site and starts a visit', async () => {
    await page.getByRole('button', { name: '开始巡查' }).click()
    await page.getByRole('button', { name: '登记新工地' }).click()
    await page.getByLabel('工地名称').fill('演示·珍门村翻建房')
    await page.getByText('自建房', { exact: false }).first().click()
    await page.getByRole('button', { name: /登记并开始巡查/ }).click()
    await page.getByRole('button', { name: '已告知，开始' }).click()
  })

  await test.step('the camera reads; the answer is the remembered one, and says so', async () => {
    await page.getByRole('button', { name: '扫码查验' }).click()
    expect(await verdict(page)).toBe('脱网绿码')
    await expect(page.getByText(/脱网 ·/).first()).toBeVisible()
    await page.getByRole('button', { name: '继续扫码' }).click()
  })

  await test.step('somebody unknown cannot be told, and it is not the worker’s fault', async () => {
    await typeNumber(page, '320581198312040009')
    expect(await page.locator('.plaque h1').textContent()).toBe('未能核验')
    await expect(page.getByText(/非工人原因/).first()).toBeVisible()
    await expect(page.getByRole('button', { name: '记录问题' })).toHaveCount(0)
    await page.getByRole('button', { name: '查看巡查' }).click()
  })

  await test.step('a finding, fixed on the spot, with photographs before and after', async () => {
    await page.getByRole('button', { name: '记录问题' }).click()
    await page.getByLabel('问题', { exact: true }).fill('未戴安全帽')
    await page.getByText('当场整改', { exact: true }).click()
    await page.locator('input[type=file]').nth(0).setInputFiles('test/fixtures/photos/outdoors.webp')
    await page.locator('input[type=file]').nth(2).setInputFiles('test/fixtures/photos/window.webp')
    await expect(page.getByAltText('整改后照片第 1 张')).toBeVisible()
    await page.getByRole('button', { name: '保存问题' }).click()
    await expect(page.getByText('问题 1 个')).toBeVisible()
    await page.getByRole('button', { name: /结束巡查/ }).click()
    await page.getByRole('button', { name: /结束巡查/ }).click()
    await page.getByRole('button', { name: '返回首页' }).click()
  })

  await test.step('the home screen says how much waits and since when', async () => {
    await expect(page.getByRole('button', { name: /\d+ 条记录、2 张照片待上传，最早 \d\d:\d\d/ })).toBeVisible()
  })

  await test.step('with the network back everything arrives once, and the changed result is told', async () => {
    await server.restart()
    await phone.context.setOffline(false)
    await allDelivered(page)
    await expect(page.getByText(/结果有变化|结果变化/).first()).toBeVisible({ timeout: 40_000 })
    await expect(page.getByText(/红码/).first()).toBeVisible()
  })
  expect(stored()).toEqual({
    'site.registered': 1, 'visit.started': 2, 'check.made': 3, 'finding.raised': 1, 'finding.rectified': 1, 'attachment.added': 2, 'visit.ended': 2,
  })
  await phone.close()
})

test('a battery pulled in mid-visit loses nothing and doubles nothing', async () => {
  test.setTimeout(180_000)
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-mortal-'))
  let phone = await takeMortalPhone(profile)
  await signIn(phone.page, server.url, 'wangjian')
  await readyForOffline(phone.page)
  await startVisit(phone.page)
  await server.kill()

  const people = ['320581196102060002', '320581196203110005', '320581196304160001']
  let checks = 0
  for (const person of people) {
    await phone.page.getByRole('button', { name: '扫码查验' }).click()
    await typeNumber(phone.page, person)
    checks += 1
    // 已保存 is on the screen: from here on nothing may be lost.
    await phone.kill()
    phone = await takeMortalPhone(profile)
    await phone.page.goto(server.url)
    await phone.page.getByRole('button', { name: '继续巡查' }).click()
    await expect(phone.page.getByText(`已查验 ${checks} 人次`)).toBeVisible()
  }

  // Killed again while a finding is being written: the words are there when the form is opened again.
  await phone.page.getByRole('button', { name: '记录问题' }).click()
  await phone.page.getByLabel('问题', { exact: true }).fill('脚手板未铺满')
  await halfWritten(phone.page)
  await phone.kill()
  phone = await takeMortalPhone(profile)
  await phone.page.goto(server.url)
  await phone.page.getByRole('button', { name: '继续巡查' }).click()
  await phone.page.getByRole('button', { name: '继续填写' }).click()
  await expect(phone.page.getByLabel('问题', { exact: true })).toHaveValue('脚手板未铺满')
  await phone.page.getByRole('button', { name: '保存问题' }).click()
  await expect(phone.page.getByText('问题 1 个')).toBeVisible()

  await server.restart()
  // Killed once more in the middle of sending.
  await phone.page.goto(server.url)
  await phone.kill()
  phone = await takeMortalPhone(profile)
  await phone.page.goto(server.url)
  await signInAgain(phone.page)
  await allDelivered(phone.page)
  expect(stored()).toEqual({ 'visit.started': 1, 'check.made': 3, 'finding.raised': 1, 'finding.rectified': 1 })
  await phone.kill()
  rmSync(profile, { recursive: true, force: true })
})

/** A browser killed soon after signing in may have lost the cookie; what was written is there all the same. */
async function signInAgain(page: Page): Promise<void> {
  const again = page.getByRole('link', { name: '重新登录后上传' })
  await expect(again.or(page.getByRole('button', { name: /全部已送达/ })).first()).toBeVisible({ timeout: 30_000 })
  if (!(await again.isVisible())) return
  await again.click()
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** The form keeps itself shortly after the last letter; the list of half-written forms shows that it has. */
async function halfWritten(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise<number>((done) => {
            const open = indexedDB.open('suan-xun')
            open.onsuccess = () => {
              const request = open.result.transaction('jottings').objectStore('jottings').getAllKeys()
              request.onsuccess = () => {
                open.result.close()
                done(request.result.filter((key) => String(key).includes('finding')).length)
              }
            }
          }),
      ),
    )
    .toBeGreaterThan(0)
}
