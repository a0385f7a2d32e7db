import { expect, test, type Page } from '@playwright/test'
import { encode } from 'uqr'
import { cameraVideo } from '../support/camera-video.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { signIn, startVisit, takePhone, verdict, type Phone } from './phone.ts'

const ZHANG = '320581196010010008'
const LI = '320581196102060002'

let server: ServerProcess
let phone: Phone
test.beforeEach(async () => { server = await startServerProcess() })
test.afterEach(async () => {
  await phone.close()
  await server.close()
})

async function toScanner(options: Parameters<typeof takePhone>[0] = {}): Promise<Page> {
  phone = await takePhone(options)
  await signIn(phone.page, server.url, 'wangjian')
  await startVisit(phone.page)
  await phone.page.getByRole('button', { name: '扫码查验' }).click()
  return phone.page
}

/** One photo with a code for each text, side by side. */
function photo(...texts: string[]): { name: string; mimeType: string; buffer: Buffer } {
  const codes = texts.map((text, i) => {
    const { data } = encode(text, { border: 4 })
    const cells = data.flatMap((row, y) => row.map((dark, x) => (dark ? `<rect x="${x}" y="${y}" width="1" height="1"/>` : '')))
    return `<svg x="${i * 500}" width="480" height="480" viewBox="0 0 ${data.length} ${data.length}">${cells.join('')}</svg>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${texts.length * 500}" height="500"><rect width="100%" height="100%" fill="#fff"/>${codes.join('')}</svg>`
  return { name: 'codes.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }
}

test('the live camera outlines what it reads, and offers only what it has', async () => {
  const page = await toScanner({ video: await cameraVideo([{ text: '', frames: 60 }, { text: 'https://example.com/promo', frames: 240 }]) })
  await expect(page.locator('.sights polygon').first()).toBeVisible()
  await expect(page.getByText('这是一个网址码')).toBeVisible()
  // The fake camera has neither lamp nor a second lens, nor the phone cards; enlarging is done on the screen then.
  for (const name of ['开灯', '切换镜头', '碰卡']) await expect(page.getByRole('button', { name })).toHaveCount(0)
  await page.getByRole('button', { name: '放大 2 倍' }).click()
  await expect(page.getByRole('button', { name: '放大 2 倍' })).toHaveAttribute('aria-pressed', 'true')
  expect(await page.locator('.picture > div').evaluate((picture) => getComputedStyle(picture).transform)).toBe('matrix(2, 0, 0, 2, 0, 0)')
  expect(await page.evaluate(() => localStorage.getItem('camera'))).toContain('"zoom":2')
  for (const button of await page.locator('.scan button').all()) {
    const box = (await button.boundingBox())!
    expect(Math.min(box.width, box.height), await button.innerText()).toBeGreaterThanOrEqual(48)
  }
})

test('without a camera a hand-held scanner and a photo of several workers do', async () => {
  const page = await toScanner({ permissions: ['geolocation'] })
  await expect(page.getByRole('alert').getByRole('button', { name: '重试' })).toBeVisible()
  // With a button in focus, which neither blanks nor Enter of the scanner may press.
  await page.getByRole('button', { name: '工人无码' }).focus()
  await page.keyboard.type(ZHANG)
  await page.keyboard.press('Enter')
  expect(await verdict(page)).toBe('绿码')
  await page.getByRole('button', { name: '继续扫码' }).click()

  await page.locator('input[type=file]').setInputFiles([photo(LI, '320581198312040009')])
  await expect(page.getByRole('heading', { name: '还有 2 个苏安码' })).toBeVisible()
  await page.getByRole('button', { name: '查验 尾号 0009' }).click()
  expect(await verdict(page)).toBe('红码')
  await page.getByRole('button', { name: '继续扫码' }).click()
  await expect(page.getByRole('heading', { name: '还有 1 个苏安码' })).toBeVisible()
  await page.getByRole('button', { name: '查验 尾号 0002' }).click()
  expect(await verdict(page)).toMatch(/绿码/)
  await page.getByRole('button', { name: '继续扫码' }).click()
  await expect(page.getByText('已查验 3 人次')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a photo shared from another app reaches the visit under way, without a network as well', async () => {
  const page = await toScanner({ installed: true, permissions: ['geolocation'] })
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated' || new Promise((done) => active?.addEventListener('statechange', done, { once: true })).then(() => true)))
  await server.kill()
  await phone.context.setOffline(true)
  // What Android does: the form of a page nobody sees is posted to the app.
  await Promise.all([
    page.waitForURL(/\/visits\/.+\/scan$/, { waitUntil: 'commit' }),
    page.evaluate((svg) => {
      const form = Object.assign(document.createElement('form'), { action: '/share', method: 'post', enctype: 'multipart/form-data' })
      const field = Object.assign(document.createElement('input'), { type: 'file', name: 'photos' })
      const files = new DataTransfer()
      files.items.add(new File([svg], 'code.svg', { type: 'image/svg+xml' }))
      field.files = files.files
      form.append(field)
      document.body.append(form)
      form.submit()
    }, photo(ZHANG).buffer.toString()),
  ])
  expect(await verdict(page)).toBe('未能核验')
  expect(await page.evaluate(() => caches.has('shared-photos'))).toBe(false)
})
