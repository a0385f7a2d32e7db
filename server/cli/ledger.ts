/** `npm run ledger -- verify [--data DIR]`: whether the ledger is what it was when its receipts were given. Writes nothing, the server may run. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import BetterSqlite from 'better-sqlite3'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { readConfig } from '../config.ts'
import type { Tables } from '../database/schema.ts'
import { readKeys } from '../ledger/keys.ts'
import type { Break, BreakKind } from '../ledger/verify/break.ts'
import { verifyLedger, type Verified } from '../ledger/verify/verify-ledger.ts'

const usage = `用法 / usage:
  npm run ledger -- verify [--data <数据目录 data folder>]`

const sentences: Record<BreakKind, string> = {
  gap: '缺号，前面少了一条 / a number is missing before it',
  unreadable: '内容无法读取 / its bytes cannot be read',
  columns: '数据库列与内容不符 / its columns do not say what its bytes say',
  hash: '内容与哈希不符，被改动过 / its bytes do not have its hash: altered',
  prev: '与前一条接不上 / it does not follow the one before it',
  signature: '设备签名不符 / not signed by its device',
  personal: '个人信息与摘要不符 / its personal part does not fit its digest',
  'personal-missing': '个人信息不见了，又没有清除证明 / its personal part is gone without a certificate',
  head: '链的末尾与记录的不符 / the end is not where it should be',
  receipt: '回执签名不符 / its receipt is not one of this server',
  aside: '待查区的内容被改动过 / what was kept aside was altered',
  certificate: '清除证明与实际清除的不符 / what was erased is not what the certificate says',
}
const places: Record<Break['of'], string> = { device: '设备链 device', area: '区划 area', certificate: '清除证明 certificate' }

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true, strict: false })
if (positionals.length === 1 && positionals[0] === 'verify') await verify()
else refuse(usage)

async function verify(): Promise<void> {
  const config = readConfig(process.env, resolve(import.meta.dirname, '../..'))
  const folder = typeof values.data === 'string' ? resolve(values.data) : config.dataDir
  const file = join(folder, 'suan-xun.db')
  if (!existsSync(file)) return refuse(`没有数据库 / no database: ${file}`)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new BetterSqlite(file, { readonly: true }) }), plugins: [new CamelCasePlugin()] })
  try {
    if (!(await isUpToDate(db))) return refuse('数据库是旧版本的，请先启动一次服务 / the database is of an older version: start the server once')
    const keys = await readKeys(join(folder, 'keys'), config.personalKey)
    const found = await verifyLedger(db, keys)
    console.log(told(found))
    if (found.breaks.length > 0) process.exitCode = 1
  } finally {
    await db.destroy()
  }
}

async function isUpToDate(db: Kysely<Tables>): Promise<boolean> {
  const tables = await db.introspection.getTables()
  return tables.some((table) => table.name === 'attachment_erased')
}

function told(found: Verified): string {
  return [
    ...found.breaks.map(({ kind, of, name, seq, entry }) =>
      `✖ ${places[of]} ${name}${seq === null ? '' : ` #${seq}`}${entry === null ? '' : ` entry ${entry}`}: ${sentences[kind]}`),
    `设备链 device chains ${found.devices} · 记录 entries ${found.entries} · 已验签名 signatures ${found.signed} · 待查 kept aside ${found.asides}`,
    `区划 areas ${found.areas} · 回执 receipts ${found.receipts} · 旧版无回执 without receipt (0.1.0) ${found.withoutReceipt} · 清除证明 certificates ${found.certificates}`,
    found.breaks.length === 0 ? '✔ 完整，没有断点 / whole, no breaks' : `✖ 断点 breaks: ${found.breaks.length}`,
  ].join('\n')
}

function refuse(sentence: string): void {
  console.error(sentence)
  process.exitCode = 2
}
