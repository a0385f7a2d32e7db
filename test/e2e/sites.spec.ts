/** The register of sites, kept by an inspector who has no network all the while. */
import AxeBuilder from '@axe-core/playwright'
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { startServerProcess } from '../support/server-process.ts'
import { allDelivered, readyForOffline, signIn, takePhone } from './phone.ts'

/** In light with small letters or in dark with large ones; each is looked at on the long screens. */
async function accessible(page: Page, what: string, ...looks: ('light' | 'dark')[]): Promise<void> {
  for (const colorScheme of looks) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate((on) => document.documentElement.toggleAttribute('data-large', on), colorScheme === 'dark')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((v) => `${what}, ${colorScheme}: ${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
  }
}

test('sites are found, registered once, corrected, closed and taken up again without a network', async () => {
  test.setTimeout(150_000)
  const server = await startServerProcess()
  const phone = await takePhone({ installed: true })
  const { page, context } = phone
  const back = () => page.getByRole('button', { name: '返回', exact: true }).click()
  try {
    await signIn(page, server.url, 'wangjian')
    await readyForOffline(page)
    await context.setOffline(true)
    await page.goto(server.url)

    await test.step('the home screen shows what is near, and finds by a word', async () => {
      const near = page.getByRole('region', { name: '附近的工地' })
      await expect(near.getByRole('button', { name: /老街店铺装修.*约 2\.9 公里.*还没有查过/ })).toBeVisible()
      await accessible(page, 'home', 'light', 'dark')
      await page.getByRole('searchbox', { name: '找工地' }).fill('工业园 3')
      const found = page.getByRole('region', { name: '找到的工地' })
      await expect(found.getByRole('listitem')).toHaveCount(1)
      await found.getByRole('button', { name: /厂房屋面修缮/ }).click()
      await expect(page.getByRole('heading', { name: /厂房屋面修缮/ })).toBeVisible()
      await back()
    })

    await test.step('a site that is registered already is asked about before it is registered twice', async () => {
      await page.goto(`${server.url}/sites/new`)
      await page.getByLabel('工地名称').fill('梅李老街店面装修')
      await page.getByText('装饰装修', { exact: true }).click()
      await page.getByLabel('地址').fill('梅李镇演示路18号')
      await page.getByRole('button', { name: '只登记' }).click()
      await expect(page.getByRole('alert', { name: '可能已经登记过' })).toContainText('老街店铺装修')
      await accessible(page, 'a likely duplicate', 'dark')
      await page.getByRole('button', { name: '不是，继续登记' }).click()
      await expect(page.getByText('可能已经登记过')).toBeHidden()
    })

    await test.step('a slip in the credit code is offered in its right form and put in by nobody else', async () => {
      await page.getByText('单位和人员').click()
      const code = page.getByLabel('施工单位信用代码')
      await code.fill('9I350I00M000I00Y43')
      await expect(code).toHaveValue('9I350I00M000I00Y43')
      await page.getByRole('button', { name: '改成 91350100M000100Y43' }).click()
      await expect(page.getByText('代码核对无误')).toBeVisible()
      await page.getByLabel('班组长姓名').fill('周大力')
      await page.getByLabel('班组长电话').fill('13800000000')
      await page.getByRole('button', { name: '获取当前位置' }).click()
      await expect(page.getByText(/已定位/)).toBeVisible()
      await page.getByText('备案和工期').click()
      await page.getByLabel('计划开工').fill('2026-12-20')
      await page.getByLabel('计划完工').fill('2026-11-20')
      await expect(page.getByText('完工日期早于开工日期')).toBeVisible()
      await page.getByLabel('计划完工').fill('2027-01-20')
      await accessible(page, 'registering', 'light', 'dark')
      await page.getByRole('button', { name: '只登记' }).click()
      await expect(page.getByRole('heading', { name: '梅李老街店面装修' })).toBeVisible()
    })

    await test.step('the foreman can be called, and a map app is told the point and nothing else', async () => {
      await expect(page.getByRole('link', { name: '拨打 13800000000' })).toHaveAttribute('href', 'tel:13800000000')
      await page.getByRole('button', { name: '导航过去' }).click()
      const way = (await page.getByRole('link', { name: '高德地图' }).getAttribute('href')) ?? ''
      expect(way).toMatch(/^https:\/\/uri\.amap\.com\/navigation\?to=120\.86\d+,31\.70\d+,/)
      expect(decodeURIComponent(way)).not.toMatch(/老街|120\.8571/)
      await accessible(page, 'the way', 'dark')
      await page.getByRole('button', { name: '关闭', exact: true }).click()
    })

    await test.step('a correction survives a reload, and the history tells what stood there before', async () => {
      await page.getByRole('button', { name: '修改资料' }).click()
      await expect(page.getByRole('button', { name: '还没有改动' })).toBeDisabled()
      await page.getByLabel('地址').fill('梅李镇演示路20号')
      await page.getByRole('button', { name: '保存修改' }).waitFor()
      await page.waitForTimeout(500)
      await page.reload()
      await expect(page.getByText('已接着上次没改完的内容')).toBeVisible()
      await page.getByRole('button', { name: '保存修改' }).click()
      await expect(page.getByText('地址：梅李镇演示路18号 → 梅李镇演示路20号')).toBeVisible()
    })

    await test.step('closed as a duplicate it leads to the site that remains, and can be taken up again', async () => {
      await page.getByRole('button', { name: '关闭这个工地' }).click()
      await page.getByText('重复登记', { exact: true }).click()
      await page.getByRole('button', { name: '关闭工地' }).click()
      await expect(page.getByText('请选择保留的那个工地')).toBeVisible()
      await page.getByRole('dialog').getByText('老街店铺装修').click()
      await accessible(page, 'closing', 'dark')
      await page.getByRole('button', { name: '关闭工地' }).click()
      await expect(page.getByText('已关闭：重复登记')).toBeVisible()
      await expect(page.getByRole('button', { name: /老街店铺装修\s*保留的工地/ })).toBeVisible()
      await page.getByRole('button', { name: '重新启用这个工地' }).click()
      await expect(page.getByRole('button', { name: '开始巡查' })).toBeVisible()
      await accessible(page, 'site', 'light', 'dark')
    })

    await test.step('with the network back all of it arrives, once', async () => {
      await context.setOffline(false)
      await page.goto(server.url)
      await allDelivered(page)
      const db = new Database(join(server.dataDir, 'suan-xun.db'), { readonly: true })
      const rows = db.prepare(`select kind, count(*) as n from entry where device <> 'server' group by kind order by kind`).all()
      db.close()
      expect(rows).toEqual([{ kind: 'site.amended', n: 2 }, { kind: 'site.closed', n: 1 }, { kind: 'site.registered', n: 1 }])
    })
    expect(phone.strangers).toEqual([])
  } finally {
    await phone.close()
    await server.close()
  }
})
