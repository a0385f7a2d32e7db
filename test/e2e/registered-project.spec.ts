import { expect, type Page } from '@playwright/test'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { test } from './fixtures.ts'
import { allDelivered, password, readyForOffline, signIn, startVisit, typeNumber, verdict } from './phone.ts'

// One after the other, by one server: its rosters take a while.
test.describe.configure({ mode: 'default' })

let server: ServerProcess
test.beforeAll(async () => {
  server = await startServerProcess({ FACE_PHOTO: '1', ATTENDANCE: '1' })
  await expect.poll(rostersAreThere, { timeout: 30_000 }).toBe(true)
})
test.afterAll(() => server.close())

/** The demonstration's rosters are fetched from the platform soon after the start. */
async function rostersAreThere(): Promise<boolean> {
  const signedIn = await fetch(`${server.url}/api/session`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'wangjian', password, device: 'roster-probe', deviceSecret: 'ab'.repeat(32) }),
  })
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const reply = await fetch(`${server.url}/api/rosters`, { headers: { cookie } })
  return reply.ok && ((await reply.json()) as { rosters: unknown[] }).rosters.length > 0
}

const next = (page: Page) => page.getByRole('button', { name: '继续扫码' }).click()

test('a registered project: who should be there, who was met, who is not on the roster, with and without a network', async ({ takePhone }) => {
  const { page, context } = await takePhone({ installed: true })
  await signIn(page, server.url, 'wangjian')
  await readyForOffline(page)
  await startVisit(page, '厂房屋面修缮')
  await expect(page.getByText(/今日应到 10 人/)).toBeVisible({ timeout: 20_000 })

  await test.step('without a network the roster still knows who belongs here', async () => {
    await context.setOffline(true)
    await page.getByRole('button', { name: '扫码查验' }).click()
    await typeNumber(page, '320581196010010008')
    expect(await verdict(page)).toBe('未能核验')
    await expect(page.getByText(/在花名册内：项目部 · 项目经理/)).toBeVisible()
    await context.setOffline(false)
    await next(page)
  })

  await test.step('a green code does not put anybody on the roster', async () => {
    await typeNumber(page, '342201197511120004')
    expect(await verdict(page)).toBe('绿码')
    await expect(page.getByText('不在本项目花名册内')).toBeVisible()
  })

  await test.step('the platform’s photograph is shown for the eyes only', async () => {
    await page.getByRole('button', { name: '对照照片' }).click()
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
    await expect(page.getByText(/不保存/)).toBeVisible()
    await page.getByRole('button', { name: '关闭' }).first().click()
    await expect(page.getByRole('dialog').getByRole('img')).toHaveCount(0)
    await next(page)
  })

  await test.step('the visit counts them, and blames nobody for not being there', async () => {
    await page.getByRole('button', { name: '返回' }).click()
    const roster = page.getByRole('region', { name: '应到名册' })
    await expect(roster.getByText(/不在名册/)).toBeVisible()
    await roster.getByText('未见', { exact: true }).click()
    await expect(roster.getByText(/未见不等于不在/)).toBeVisible()
    await roster.getByText('不在名册', { exact: true }).click()
    await roster.getByRole('button', { name: '记录问题' }).click()
    await expect(page.getByText(/不在项目花名册内/).first()).toBeVisible()
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByRole('button', { name: '返回' }).click()
    await allDelivered(page)
  })
})

test('a town supervisor files missing attendance of a registered project, and sees what became of it', async ({ takePhone }) => {
  const { page } = await takePhone()
  await signIn(page, server.url, 'sunli')
  await page.getByRole('button', { name: /考勤补报/ }).click()
  await page.getByRole('button', { name: '补报一条' }).click()
  await page.getByRole('searchbox', { name: '补报的人' }).fill('0008')
  await page.getByRole('button', { name: /张\*+ 尾号 0008/ }).click()

  const moment = (daysAgo: number) => new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 16)
  await page.getByLabel('考勤时间').fill(moment(12))
  await page.getByText('进场', { exact: true }).click()
  await page.locator('input[type=file]').last().setInputFiles('test/fixtures/photos/outdoors.webp')
  await expect(page.getByAltText('要提交的照片')).toBeVisible()
  await page.getByRole('button', { name: '核对并提交' }).click()
  await expect(page.getByText(/10 天/).last()).toBeVisible()
  await expect(page.getByRole('button', { name: /情况属实/ })).toBeHidden()

  await page.getByLabel('考勤时间').fill(moment(1))
  await page.getByRole('button', { name: '核对并提交' }).click()
  await page.getByRole('button', { name: /情况属实/ }).click()
  await expect(page.getByText('有效', { exact: true })).toBeVisible({ timeout: 60_000 })
})
