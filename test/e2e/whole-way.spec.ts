import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { cameraVideo } from '../support/camera-video.ts'
import { test } from './fixtures.ts'
import { allDelivered, signIn, startVisit, typeNumber, verdict, type Phone } from './phone.ts'

/** Without frames there is nothing to gather from them, for which the newer mode opens a page each time. */
async function accessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map((v) => `${what}: ${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
}

test('one inspection, from the camera to the supervisor', async ({ server, takePhone, inspector }) => {
  // A green code, somebody's web page, a yellow code as JSON; each long enough to be read on a slow machine.
  const video = await cameraVideo([
    { text: '320581196010010008', frames: 240 },
    { text: 'https://example.com/promo?zjhm=320581198312040009', frames: 150 },
    { text: '{"zjhm":"320581198110220001"}', frames: 240 },
  ])
  const phone = await takePhone({ video })
  const { page } = phone
  await signIn(page, server.url, inspector)
  await accessible(page, 'home')

  await test.step('registers a site that nobody knows, with the place', async () => {
    await page.getByRole('button', { name: '开始巡查' }).click()
    await accessible(page, 'sites')
    await page.getByRole('button', { name: '登记新工地' }).click()
    await page.getByLabel('工地名称').fill('演示·通港路厂房屋面翻修')
    await page.getByText('厂房', { exact: false }).first().click()
    await page.getByRole('button', { name: '获取当前位置' }).click()
    await expect(page.getByText(/误差|精度|±/).first()).toBeVisible()
    await accessible(page, 'register')
    await page.getByRole('button', { name: /登记并开始巡查/ }).click()
    await page.getByRole('button', { name: '已告知，开始' }).click()
    await expect(page.getByRole('button', { name: '扫码查验' })).toBeVisible()
    await accessible(page, 'visit')
  })

  const cameras = await page.evaluateHandle(() => {
    const opened = { count: 0 }
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = (wanted) => {
      opened.count += 1
      return real(wanted)
    }
    return opened
  })

  await test.step('scans a green code, is told of a foreign one, scans a yellow one', async () => {
    await page.getByRole('button', { name: '扫码查验' }).click()
    expect(await verdict(page)).toBe('绿码')
    await accessible(page, 'green verdict')
    await page.getByRole('button', { name: '继续扫码' }).click()
    await expect(page.getByText(/网址/).first()).toBeVisible({ timeout: 30_000 })
    expect(await verdict(page)).toBe('黄码')
    await accessible(page, 'yellow verdict')
    expect(page.url()).toContain('/scan')
    expect(phone.context.pages()).toHaveLength(1)
  })

  await test.step('records the yellow code as a finding with a photograph, in two taps besides the photograph', async () => {
    await page.getByRole('button', { name: '记录问题' }).click()
    await expect(page.getByLabel('问题', { exact: true })).toHaveValue('持黄码人员在场作业')
    await page.locator('input[type=file]').first().setInputFiles('test/fixtures/photos/outdoors.webp')
    await expect(page.getByAltText(/照片第 1 张/)).toBeVisible()
    await accessible(page, 'finding')
    await page.getByRole('button', { name: '保存问题' }).click()
    await expect(page.getByText('问题 1 个')).toBeVisible()
  })

  await test.step('goes on scanning with the same camera', async () => {
    await page.getByRole('button', { name: '扫码查验' }).click()
    await page.getByRole('button', { name: '手工输入' }).click()
    await page.getByRole('button', { name: '关闭' }).click()
    await typeNumber(page, '320581198502140000')
    expect(await page.locator('.plaque h1').textContent()).toMatch(/无码|未申领/)
    expect(await cameras.evaluate((opened) => opened.count)).toBe(1)
    await page.getByRole('button', { name: '查看巡查' }).click()
  })

  await test.step('answers the checklist and ends the visit', async () => {
    await page.getByRole('button', { name: /检查清单/ }).click()
    await accessible(page, 'checklist')
    await page.getByText('符合', { exact: true }).first().click()
    await page.getByRole('button', { name: '完成，返回巡查' }).click()
    await page.getByRole('button', { name: /结束/ }).click()
    await accessible(page, 'end')
    await page.getByRole('button', { name: /结束巡查/ }).click()
    await expect(page.getByText(/巡查已结束/).first()).toBeVisible()
    await page.getByRole('button', { name: '返回首页' }).click()
    await allDelivered(page)
  })
  expect(phone.strangers).toEqual([])

  await test.step('the town sees it with its photograph, the other town nothing, the city all of it', async () => {
    await seesIt(await takePhone({ wide: true }), server.url, 'sunli', true)
    await seesIt(await takePhone({ wide: true }), server.url, 'zhouping', false)
    await seesIt(await takePhone({ wide: true }), server.url, 'wuhao', true)
  })
})

async function seesIt({ page }: Phone, url: string, username: string, expected: boolean): Promise<void> {
  await signIn(page, url, username)
  await expect(page.getByRole('heading', { name: '巡查记录' })).toBeVisible()
  if (expected) {
    await page.getByText('通港路厂房屋面翻修').first().click()
    await expect(page.getByText(/人员查验（3 人次）/)).toBeVisible()
    await expect(page.getByText('持黄码人员在场作业')).toBeVisible()
    const photograph = page.locator('img[src*="/api/attachments/"]').first()
    await expect(photograph).toBeVisible()
    expect(await photograph.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100)
    expect(await page.content()).not.toMatch(/\d{17}[\dX]/)
    await accessible(page, `detail for ${username}`)
  } else {
    await expect(page.getByText('还没有巡查记录')).toBeVisible()
  }
}

test('a visit without a problem ends three taps after the scan', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone({ video: await cameraVideo([{ text: '320581196102060002', frames: 200 }]) })
  await signIn(page, server.url, inspector)
  await startVisit(page)
  await page.getByRole('button', { name: '扫码查验' }).click()
  expect(await verdict(page)).toBe('绿码')
  await page.getByRole('button', { name: '查看巡查' }).click()
  await page.getByRole('button', { name: /^无问题，?\s*结束$/ }).click()
  await page.getByRole('button', { name: '无问题，结束巡查' }).click()
  await expect(page.getByText('无问题，巡查已结束')).toBeVisible()
})
