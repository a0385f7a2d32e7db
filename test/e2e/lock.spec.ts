import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'
import { allDelivered, password, readyForOffline, startVisit, typeNumber } from './phone.ts'

const PIN = '274913'
const OTHER = '860251'

async function enter(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click()
}

async function setPin(page: Page, pin: string): Promise<void> {
  await enter(page, pin)
  await expect(page.getByText('请再输入一次')).toBeVisible()
  await enter(page, pin)
}

test('a locked phone shows no worker, opens by its PIN without a network, and by a sign-in when the PIN is forgotten; nothing written is lost', async ({ server, takePhone, inspector }) => {
  const phone = await takePhone({ installed: true })
  const { page } = phone
  await page.goto(server.url)
  await page.getByLabel('账号').fill(inspector)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText('设置 6 位解锁码')).toBeVisible()
  await enter(page, '123456')
  await expect(page.getByText('这个太容易被猜到，请换一个。')).toBeVisible()
  await setPin(page, PIN)
  await readyForOffline(page)

  await phone.context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { name: '请输入本机解锁码' })).toBeVisible()
  await expect(page.getByText(/演示·/)).toHaveCount(0)
  await enter(page, OTHER)
  await expect(page.getByText('解锁码不对，请再试。')).toBeVisible()
  await enter(page, PIN)
  await startVisit(page)
  await page.getByRole('button', { name: '扫码查验' }).click()
  await typeNumber(page, '320581196010010008')

  await page.goto(server.url)
  await expect(page.getByText(/还有 \d+ 项没有上传/)).toBeVisible()
  await page.getByRole('button', { name: '忘记解锁码' }).click()
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录并解锁' }).click()
  await expect(page.getByText('现在没有网络。请到有信号的地方再试')).toBeVisible()
  await phone.context.setOffline(false)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录并解锁' }).click()
  await expect(page.getByText('设置新的解锁码')).toBeVisible()
  await setPin(page, OTHER)
  await allDelivered(page)

  await page.getByRole('button', { name: '设置', exact: true }).click()
  await page.getByRole('button', { name: '立即上锁' }).click()
  await enter(page, PIN)
  await expect(page.getByText('解锁码不对，请再试。')).toBeVisible()
  await enter(page, OTHER)
  await expect(page.getByRole('button', { name: '更换解锁码' })).toBeVisible()
  expect(phone.strangers).toEqual([])
})
