/** Database, keys and settings without a server around them, and a platform without a wire. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountRow } from '../../server/accounts/account.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { openDatabase } from '../../server/database/connection.ts'
import type { Doors } from '../../server/doors.ts'
import { loadKeys } from '../../server/ledger/keys.ts'
import { newLink, type LinkRow } from '../../server/rosters/links.ts'
import { fakePlatform, type FakePlatform } from './platform-fake.ts'
import { MEILI, SITE } from './phone.ts'

export interface Parts extends Pick<Doors, 'db' | 'keys' | 'config' | 'now' | 'random'> {
  gateway: FakePlatform
  /** A town supervisor of 梅李镇. */
  supervisor: AccountRow
  /** Ties `SITE` to `dataNumber`. */
  link: (dataNumber: string) => Promise<LinkRow>
  theLink: () => Promise<LinkRow>
  close: () => Promise<void>
}

export async function openParts(now: () => number, config: Partial<Config> = {}): Promise<Parts> {
  const folder = await mkdtemp(join(tmpdir(), 'suan-xun-parts-'))
  const db = await openDatabase(join(folder, 'x.db'))
  const random = (bytes: number): Uint8Array => randomBytes(bytes)
  const keys = await loadKeys(join(folder, 'keys'), null, random)
  const supervisor: AccountRow = {
    id: 'sun', username: 'sun', name: '孙丽', role: 'town-supervisor', area: MEILI, demo: 0, passwordHash: '', disabledAt: null, failures: 0, lockedUntil: null, createdAt: 0, officerNo: null,
  }
  await db.insertInto('account').values(supervisor).execute()
  const parts = { db, keys, config: { ...readConfig({}, folder), ...config }, now, random, gateway: fakePlatform(now), supervisor }
  return {
    ...parts,
    async link(dataNumber) {
      const link = newLink(parts, { site: SITE, area: MEILI, dataNumber, projectNumber: '', projectName: '', linkedBy: 'admin' })
      await db.insertInto('projectLink').values(link).execute()
      return link
    },
    theLink: () => db.selectFrom('projectLink').selectAll().executeTakeFirstOrThrow(),
    async close() {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
}
