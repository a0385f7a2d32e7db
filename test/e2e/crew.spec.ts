import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { cameraVideo } from '../support/camera-video.ts'
import { test } from './fixtures.ts'
import { signIn, startVisit } from './phone.ts'

const [green, red, yellow, none, other] = ['320581196010010008', '320581198312040009', '320581198110220001', '320581198502140000', '320581196102060002'] as const

/** The list, the newest first: the words of each row's verdict. */
const list = (page: Page) => page.getByRole('list', { name: /本次查验名单/ }).getByRole('listitem')

async function scanCrew(page: Page): Promise<void> {
  await page.getByRole('button', { name: '扫码查验' }).click()
  const next = page.getByRole('button', { name: '继续扫码' })
  // The camera may have read somebody before the mode was chosen; the verdict lies over the choice then.
  await expect(async () => {
    if (await next.isVisible()) await next.click({ timeout: 1_000 })
    await page.getByText('班组连扫').click({ timeout: 1_000 })
  }).toPass()
}

test('a crew is scanned without a tap, two codes in one picture, and what is wrong is written up in one', async ({ server, takePhone, inspector }) => {
  // The video comes round, so everybody is in sight again sooner or later.
  const video = await cameraVideo([green, [red, yellow], none, other].map((text) => ({ text, frames: 36 })))
  const phone = await takePhone({ video })
  const { page } = phone
  await signIn(page, server.url, inspector)
  await startVisit(page)
  await scanCrew(page)

  await test.step('everybody once, each with a verdict of their own', async () => {
    await expect(list(page)).toHaveCount(5, { timeout: 30_000 })
    for (const words of ['红码', '黄码', '无码']) await expect(list(page).filter({ hasText: words })).toHaveCount(1)
    await expect(list(page).filter({ hasText: '绿码' })).toHaveCount(2)
    await expect(list(page).getByText('已保存')).toHaveCount(5)
    await expect(list(page).getByText('已扫').first()).toBeVisible()
    expect(await page.content()).not.toMatch(/\d{17}[\dX]/)
  })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((v) => `${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])

  await test.step('whose phone shows green and whose code is red is to be looked at again, and is left out', async () => {
    await page.getByRole('button', { name: '3 人需处理' }).click()
    await expect(list(page)).toHaveCount(3)
    await list(page).filter({ hasText: '红码' }).getByRole('button').click()
    await page.getByText('绿', { exact: true }).click()
    await expect(page.getByText('工人手机上显示绿色，平台结果不是绿码')).toBeVisible()
    await page.getByRole('button', { name: '返回名单' }).click()
    await page.getByRole('button', { name: '全部记为问题' }).click()
    await expect(page.getByRole('dialog', { name: '已记录 2 个问题' })).toContainText('持黄码人员在场作业')
    await page.getByRole('dialog').getByRole('button', { name: '继续扫码' }).click()
    await expect(list(page).getByText('已记问题')).toHaveCount(2)
  })

  await test.step('without a network the list goes on, from memory, and only drafts are written', async () => {
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByRole('button', { name: '结束巡查' }).click()
    await page.getByRole('button', { name: '有 2 个问题，结束巡查' }).click()
    await page.getByRole('button', { name: '返回首页' }).click()
    await phone.context.setOffline(true)
    await startVisit(page)
    await page.getByRole('button', { name: '扫码查验' }).click()
    await expect(list(page)).toHaveCount(5, { timeout: 30_000 })
    for (const words of ['脱网红码', '脱网黄码', '未能核验']) await expect(list(page).filter({ hasText: words })).toHaveCount(1)
    await page.getByRole('button', { name: '全部记为问题' }).click()
    await expect(page.getByRole('dialog').getByText('草稿，等联网复核')).toHaveCount(2)
  })
  expect(phone.strangers).toEqual([])
})
