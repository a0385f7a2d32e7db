/**
 * What tests share, because starting it costs more than most of them: one server and one browser for each of Playwright's workers. Nobody meets
 * anybody there: every test has an inspector of its own, and every phone a storage of its own, which ends with it.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { test as base } from '@playwright/test'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { takePhone, type Phone, type PhoneOptions } from './phone.ts'

interface OfEachTest {
  /** Takes a phone, which is put away after the test. */
  takePhone: (options?: PhoneOptions) => Promise<Phone>
  /** The username of an inspector of 梅李镇 who has never done anything. */
  inspector: string
}

export const test = base.extend<OfEachTest, { server: ServerProcess }>({
  server: [
    // Playwright reads from the empty pattern that this fixture needs no other.
    async ({}, use) => {
      const server = await startServerProcess()
      await use(server)
      await server.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  takePhone: async ({ browser }, use) => {
    const taken: Phone[] = []
    await use(async (options = {}) => {
      // The video is one of the browser's flags.
      const phone = await takePhone(options.video === undefined ? { browser, ...options } : options)
      taken.push(phone)
      return phone
    })
    await Promise.all(taken.map((phone) => phone.close()))
  },
  inspector: async ({ server }, use) => {
    const username = `inspector-${randomUUID().slice(0, 8)}`
    const db = new Database(join(server.dataDir, 'suan-xun.db'))
    const one = db.prepare(`select * from account where username = 'wangjian'`).get() as Record<string, unknown>
    const another = { ...one, id: username, username }
    db.prepare(`insert into account (${Object.keys(another).map((column) => `"${column}"`).join()}) values (${Object.keys(another).map(() => '?').join()})`).run(...Object.values(another))
    db.close()
    await use(username)
  },
})
