/** A day without a network, prepared in the morning: what one inspector learned, another has with him where nothing can be asked. */
import { expect } from '@playwright/test'
import { startServerProcess } from '../support/server-process.ts'
import { test } from './fixtures.ts'
import { allDelivered, readyForOffline, signIn, startVisit, typeNumber, verdict } from './phone.ts'

const green = '320581196010010008'
const red = '320581198312040009'
const unmet = '320581196102060002'

test('an inspector takes the pack, checks that all is there, and works without a network from a cold start', async ({ takePhone }) => {
  // The pack holds what the whole town has asked: here nobody else has.
  const server = await startServerProcess()
  const [first, second] = [await takePhone(), await takePhone({ installed: true })]
  try {
    await signIn(first.page, server.url, 'wangjian')
    await startVisit(first.page)
    await first.page.getByRole('button', { name: '扫码查验' }).click()
    for (const idNumber of [green, red]) {
      await typeNumber(first.page, idNumber)
      await first.page.getByRole('button', { name: '继续扫码' }).click()
    }
    await first.page.goto(server.url)
    await allDelivered(first.page)

    const { page, context } = second
    await signIn(page, server.url, 'lixiu')
    await readyForOffline(page)
    await page.goto(`${server.url}/self-check`)
    await expect(page.getByText('还不能离线使用')).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '去下载今日离线包' }).click()
    await page.getByRole('button', { name: '下载今日离线包' }).click()
    await expect(page.getByText('已下载完')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('2 人', { exact: true })).toBeVisible()

    await context.setOffline(true)
    await page.goto(`${server.url}/self-check`)
    await expect(page.getByText('可以离线使用', { exact: true })).toBeVisible({ timeout: 30_000 })
    await page.goto(server.url)
    await expect(page.getByText(/离线包：今天/)).toBeVisible()
    await startVisit(page)
    await page.getByRole('button', { name: '扫码查验' }).click()
    await typeNumber(page, green)
    expect(await verdict(page)).toContain('绿')
    await expect(page.getByText(/脱网/).first()).toBeVisible()
    await page.getByRole('button', { name: '继续扫码' }).click()
    await typeNumber(page, red)
    expect(await verdict(page)).toContain('红')
    await page.getByRole('button', { name: '继续扫码' }).click()
    await typeNumber(page, unmet)
    expect(await verdict(page)).toContain('未能核验')
    expect(second.strangers).toEqual([])
  } finally {
    await server.close()
  }
})
