import { readdirSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { encode } from 'uqr'
import { startServerProcess } from '../support/server-process.ts'
import { test } from './fixtures.ts'
import { allDelivered, signIn, startVisit, typeNumber, verdict } from './phone.ts'

async function toScanner(page: Page, url: string, username: string): Promise<void> {
  await signIn(page, url, username)
  await startVisit(page)
  await page.getByRole('button', { name: '扫码查验' }).click()
}

test('photographs of other people’s codes are refused with words, and nothing is opened', async ({ server, takePhone, inspector }) => {
  const phone = await takePhone()
  const { page } = phone
  await toScanner(page, server.url, inspector)
  const folder = 'test/fixtures/qr'
  const photos = readdirSync(folder).filter((name) => /\.(webp|png)$/.test(name))
  expect(photos.length).toBeGreaterThanOrEqual(8)
  for (const photo of photos) {
    await page.locator('input[type=file]').setInputFiles(`${folder}/${photo}`)
    await expect(page.getByText(/不是苏安码|二维码无法识别/), photo).toBeVisible({ timeout: 20_000 })
    await page.getByRole('button', { name: '手工输入' }).click()
    await page.getByRole('button', { name: '关闭' }).click()
  }
  expect(phone.context.pages()).toHaveLength(1)
  expect(phone.strangers).toEqual([])
})

/** A code as a picture file, without a camera. */
function picture(text: string): { name: string; mimeType: string; buffer: Buffer } {
  const { data } = encode(text, { border: 4 })
  const cells = data.flatMap((row, y) => row.map((dark, x) => (dark ? `<rect x="${x}" y="${y}" width="1" height="1"/>` : '')))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${data.length} ${data.length}" width="600" height="600"><rect width="100%" height="100%" fill="#fff"/>${cells.join('')}</svg>`
  return { name: 'code.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }
}

test('codes of every foreign kind and wrong numbers are told apart in plain words', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone()
  await toScanner(page, server.url, inspector)
  const cases: [string, RegExp][] = [
    ['WIFI:T:WPA;S=site;P:secret;;', /无线网络/],
    ['BEGIN:VCARD\nVERSION:3.0\nFN:Wang\nEND:VCARD', /名片/],
    ['wxp://f2f0example', /付款/],
    ['\u0001\u0002\u0003binary\u0000', /看不懂的数据|无法识别/],
    ['110105194912310021', /校验|核对/],
    ['110105491231002', /15/],
  ]
  for (const [text, words] of cases) {
    await page.locator('input[type=file]').setInputFiles(picture(text))
    await expect(page.locator('.notice').getByText(words), text).toBeVisible({ timeout: 20_000 })
    await page.getByRole('button', { name: '手工输入' }).click()
    await page.getByRole('button', { name: '关闭' }).click()
  }
})

test('a typed number is checked as it grows', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone()
  await toScanner(page, server.url, inspector)
  await page.getByRole('button', { name: '手工输入' }).click()
  const field = page.getByLabel(/工人身份证号/)
  const told = page.locator('#typed-number-told')
  const send = page.getByRole('button', { name: '查验', exact: true })
  await field.fill('32058119601001')
  await expect(told).toContainText('4')
  await expect(send).toBeDisabled()
  await field.fill('320581196010010009')
  await expect(told).toContainText('校验')
  await expect(send).toBeDisabled()
  await field.fill('110105491231002')
  await expect(told).toContainText('15')
  await field.fill('11010519491231002×')
  await expect(told).toContainText('X')
  await field.fill('３２０５８１１９６０１００１０００８')
  await expect(send).toBeEnabled()
})

test('no fault of the platform is held against the worker', async ({ takePhone }) => {
  // Its own: after so many faults in a row a server asks the platform nothing more for a while.
  const server = await startServerProcess()
  const { page } = await takePhone()
  await toScanner(page, server.url, 'wangjian')
  const cases: [string, string, string][] = [
    ['somebody else’s row', '320581199007110001', '存疑'],
    ['code type 0', '320581199108160008', '存疑'],
    ['code type 4', '320581199209210000', '存疑'],
    ['green without a date', '320581199310260002', '存疑'],
    // Faults last: after a row of them the breaker answers by itself, which says "cannot tell" just the same.
    ['html error page', '320581198603190007', '未能核验'],
    ['soap fault', '320581198805010000', '未能核验'],
    ['garbage base64', '320581198906060007', '未能核验'],
    ['ten seconds', '320581199411030003', '未能核验'],
    ['connection cut', '320581199702180001', '未能核验'],
  ]
  for (const [what, idNumber, title] of cases) {
    await typeNumber(page, idNumber)
    expect(await page.locator('.plaque h1').textContent(), what).toBe(title)
    await expect(page.getByRole('button', { name: '记录问题' }), what).toHaveCount(0)
    await page.getByRole('button', { name: '继续扫码' }).click()
  }
  await server.close()
})

test('a refused camera is explained step by step, and the other ways remain', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone({ permissions: [] })
  await toScanner(page, server.url, inspector)
  await expect(page.getByText(/没有找到相机|没有允许使用相机/)).toBeVisible()
  await typeNumber(page, '320581196010010008')
  expect(await verdict(page)).toBe('绿码')
})

test('a refused location says why and does not stop the registration', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone({ permissions: [] })
  await signIn(page, server.url, inspector)
  await page.getByRole('button', { name: '开始巡查' }).click()
  await page.getByRole('button', { name: '登记新工地' }).click()
  await page.getByRole('button', { name: '获取当前位置' }).click()
  await expect(page.getByText(/定位/).filter({ hasText: /允许|权限|不能|没有/ }).first()).toBeVisible()
  await page.getByRole('button', { name: /登记并开始巡查/ }).click()
  await expect(page.getByText(/请填写|请写|名称/).first()).toBeVisible()
  await page.getByLabel('工地名称').fill('演示·无定位的工地')
  await page.getByText('装修', { exact: false }).first().click()
  await page.getByRole('button', { name: /登记并开始巡查/ }).click()
  await expect(page.getByRole('button', { name: '已告知，开始' })).toBeVisible()
})

test('a wrong password and a server that is down are told apart', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone()
  await page.goto(server.url)
  await page.getByLabel('账号').fill(inspector)
  await page.getByLabel('密码').fill('wrong')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText('账号或密码不对')).toBeVisible()
  await page.route('**/api/session', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }))
  await page.getByLabel('密码').fill('demo-2026')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText('连不上服务器')).toBeVisible()
})

test('an expired session in mid-sync asks for a sign-in and loses nothing', async ({ server, takePhone, inspector }) => {
  const phone = await takePhone()
  const { page } = phone
  await toScanner(page, server.url, inspector)
  await typeNumber(page, '320581196010010008')
  await page.getByRole('button', { name: '查看巡查' }).click()
  await phone.context.clearCookies()
  await page.getByRole('button', { name: '记录问题' }).click()
  await page.getByLabel('问题', { exact: true }).fill('未戴安全帽')
  await page.getByRole('button', { name: '保存问题' }).click()
  await expect(page.getByText('登录已过期，记录仍保存在本机。')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: '重新登录后上传' }).click()
  await page.getByLabel('密码').fill('demo-2026')
  await page.getByRole('button', { name: '登录' }).click()
  await allDelivered(page)
})

test('a captive portal’s page is no answer and no receipt', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone()
  await toScanner(page, server.url, inspector)
  await page.route('**/api/**', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<html>请登录 Wi-Fi</html>' }))
  await typeNumber(page, '320581196304160001')
  expect(await page.locator('.plaque h1').textContent()).toBe('未能核验')
  await page.getByRole('button', { name: '查看巡查' }).click()
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByRole('button', { name: /条记录待上传/ })).toBeVisible()
  await page.unroute('**/api/**')
  await page.reload()
  await allDelivered(page)
})

test('a phone whose clock is two days wrong is told so, and no worker is called green by it', async ({ server, takePhone, inspector }) => {
  const { page } = await takePhone()
  await page.clock.install({ time: Date.now() - 2 * 86_400_000 })
  await signIn(page, server.url, inspector)
  await startVisit(page)
  await page.getByRole('button', { name: '扫码查验' }).click()
  await typeNumber(page, '320581196010010008')
  expect(await page.locator('.plaque h1').textContent()).toBe('存疑')
  await expect(page.getByText(/手机时间不准/).first()).toBeVisible()
})

test('a full phone says so and keeps what was written in the form', async ({ server, takePhone, inspector }) => {
  const phone = await takePhone()
  const { page } = phone
  // Before the first write: the browser believes for half a minute what it last learned of the room that is left.
  const session = await phone.context.newCDPSession(page)
  await session.send('Storage.getUsageAndQuota', { origin: server.url })
  await session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 2_000_000 })
  expect((await session.send('Storage.getUsageAndQuota', { origin: server.url })).overrideActive).toBe(true)
  await signIn(page, server.url, inspector)
  await startVisit(page)
  await page.getByRole('button', { name: '记录问题' }).click()
  await page.getByLabel('问题', { exact: true }).fill('未戴安全帽')
  await page.evaluate(fillUp)

  await page.locator('input[type=file]').first().setInputFiles('test/fixtures/photos/outdoors.webp')
  await expect(page.getByAltText(/照片第 1 张/)).toBeVisible()
  await page.getByRole('button', { name: '保存问题' }).click()
  await expect(page.getByText(/没有保存。请清理手机空间/)).toBeVisible()
  await expect(page.getByLabel('问题', { exact: true })).toHaveValue('未戴安全帽')
  await expect(page.getByAltText(/照片第 1 张/)).toBeVisible()

  await page.evaluate(() => new Promise((done) => { indexedDB.deleteDatabase('ballast').onsuccess = done }).then(() => undefined))
  await session.send('Storage.overrideQuotaForOrigin', { origin: server.url })
  await page.getByRole('button', { name: '保存问题' }).click()
  await expect(page.getByText('问题 1 个')).toBeVisible()
})

/** In the page: takes all the room there is, in ever smaller pieces. */
async function fillUp(): Promise<void> {
  const open = indexedDB.open('ballast')
  open.onupgradeneeded = () => open.result.createObjectStore('pieces', { autoIncrement: true })
  await new Promise((done) => { open.onsuccess = done })
  const fits = (size: number) =>
    new Promise<boolean>((done) => {
      const writing = open.result.transaction('pieces', 'readwrite')
      writing.objectStore('pieces').add(crypto.getRandomValues(new Uint8Array(size)).buffer)
      writing.oncomplete = () => done(true)
      writing.onabort = () => done(false)
    })
  for (const size of [32_768, 4_096]) while (await fits(size));
  open.result.close()
}

test('two tabs write one chain and send everything once', async ({ server, takePhone, inspector }) => {
  const phone = await takePhone()
  const { page } = phone
  await signIn(page, server.url, inspector)
  await startVisit(page)
  const address = page.url()
  const second = await phone.context.newPage()
  await second.goto(address)
  for (const tab of [page, second]) {
    await tab.bringToFront()
    await tab.getByRole('button', { name: '记录问题' }).click()
    await tab.getByLabel('问题', { exact: true }).fill(tab === page ? '未戴安全帽' : '洞口无盖板')
  }
  await second.getByRole('button', { name: '保存问题' }).click()
  await expect(second.getByText('洞口无盖板')).toBeVisible()
  await page.bringToFront()
  await page.getByRole('button', { name: '保存问题' }).click()
  await expect(page.getByText('问题 2 个')).toBeVisible()
  await page.getByRole('button', { name: '返回' }).first().click()
  await allDelivered(page)
})
