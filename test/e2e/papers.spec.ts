/** Papers and signatures without a network: a notice with a temporary number, signed on the glass; a record that is refused; both in print. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'
import { readyForOffline, signIn, startVisit, typeNumber } from './phone.ts'

const red = '320581198312040009'

async function accessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((v) => `${what}: ${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
}

/** In every scheme and size that the app has. */
async function accessibleEverywhere(page: Page, what: string): Promise<void> {
  await accessible(page, what)
  for (const wear of [{ theme: 'dark' }, { large: '' }]) {
    const before = await page.evaluate((worn) => {
      const { dataset } = document.documentElement
      const kept = { ...dataset }
      Object.assign(dataset, worn)
      return kept
    }, wear)
    await accessible(page, `${what} ${Object.keys(wear).join()}`)
    await page.evaluate((kept) => {
      const { dataset } = document.documentElement
      for (const name of ['theme', 'large']) delete dataset[name]
      Object.assign(dataset, kept)
    }, before)
  }
}

/** Two strokes of a finger across the pad. */
async function scribble(page: Page): Promise<void> {
  const box = (await page.getByLabel('签名区，请用手指签名').boundingBox())!
  for (const y of [0.35, 0.6]) {
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * (y + 0.1), { steps: 6 })
    await page.mouse.up()
  }
}

test('papers are issued, signed, refused, delivered and printed without a network', async ({ server, takePhone, inspector }) => {
  const phone = await takePhone({ installed: true })
  const { page, context } = phone
  await signIn(page, server.url, inspector)
  await readyForOffline(page)
  await context.setOffline(true)
  await startVisit(page)
  await page.getByRole('button', { name: '扫码查验' }).click()
  await typeNumber(page, red)
  await page.getByRole('button', { name: '继续扫码' }).click()
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('button', { name: '记录问题' }).click()
  await page.getByLabel('问题', { exact: true }).fill('二层临边无防护栏杆')
  await page.getByText('限期整改').first().click()
  await page.getByRole('button', { name: '保存问题' }).click()

  await test.step('a notice bears a temporary number; an order is not an inspector’s, and says why', async () => {
    await page.getByRole('button', { name: /文书与签名/ }).click()
    await expect(page.getByText('只有执法人员能开')).toBeVisible()
    await accessible(page, 'papers')
    await page.getByRole('button', { name: /整改告知书/ }).click()
    await expect(page.getByText('会写成这样')).toBeVisible()
    await page.getByRole('button', { name: '开具，给临时编号' }).click()
    await expect(page.getByText(/临时编号 临-[0-9A-F]{4}-1/).first()).toBeVisible()
    await accessibleEverywhere(page, 'paper')
  })

  await test.step('who signs sees what it is, and what was written survives the page being killed', async () => {
    await page.getByRole('button', { name: '签名', exact: true }).click()
    await page.getByText('看全文').click()
    await expect(page.locator('details .sheet')).toBeVisible()
    await page.getByLabel('签名人姓名').fill('周建国')
    await page.getByRole('button', { name: '开始签名' }).click()
    await accessible(page, 'pad')
    await scribble(page)
    await page.getByRole('button', { name: '写好了' }).click()
    await expect(page.getByLabel('已写的签名')).toBeVisible()
    // Kept a moment after the last stroke.
    await page.waitForTimeout(500)
    await page.reload()
    await expect(page.getByText('已接着上次没保存的签名')).toBeVisible()
    await expect(page.getByLabel('签名人姓名')).toHaveValue('周建国')
    await accessible(page, 'sign')
    await page.getByRole('button', { name: '保存签名' }).click()
    await expect(page.getByLabel('周建国的签名').first()).toBeVisible()
  })

  await test.step('it is delivered, and then signed no more', async () => {
    await page.getByRole('button', { name: '送达' }).click()
    await page.getByLabel('签收人姓名').fill('周建国')
    await page.getByRole('button', { name: '记录送达' }).click()
    await expect(page.getByText(/送达：当面送达/).first()).toBeVisible()
    await expect(page.getByRole('button', { name: '继续签名' })).toHaveCount(0)
    await page.getByRole('button', { name: '返回' }).click()
  })

  await test.step('the record is refused, with the reason and a witness', async () => {
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByRole('button', { name: '结束巡查' }).click()
    await page.getByRole('button', { name: /结束巡查$/ }).last().click()
    await page.getByRole('button', { name: '文书与签名' }).click()
    await page.getByRole('button', { name: /现场巡查记录单/ }).click()
    await page.getByRole('button', { name: '签名', exact: true }).click()
    await page.getByText('未签名', { exact: true }).click()
    await page.getByLabel('未签名人姓名').fill('周建国')
    await page.getByLabel('见证人姓名').fill('李婶')
    await page.getByRole('button', { name: '记录未签名' }).click()
    await expect(page.getByText('周建国（拒绝签名；见证人：李婶）').first()).toBeVisible()
    await expect(page.getByText('未能核验，与工人无关').first()).toBeVisible()
  })

  await test.step('it prints the paper and nothing else, on A4', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('button', { name: '打印或存 PDF' })).toBeHidden()
    await expect(page.locator('.paper-print').getByText('演示数据，不作执法依据')).toBeVisible()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/)
    await page.emulateMedia({ media: 'screen' })
  })

  await test.step('with a network again the final number comes, and what the recheck changed is flagged', async () => {
    await context.setOffline(false)
    await expect(page.getByText('其中 1 人的核验结果后来有变化').first()).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '返回' }).click()
    await expect(page.getByText(/（梅李镇）整改〔\d{4}〕\d+号/)).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: /整改〔\d{4}〕\d+号/ }).click()
    await expect(page.getByText(/临时编号 临-/).first()).toBeVisible()
  })
  expect(phone.strangers).toEqual([])
})
