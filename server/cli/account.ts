/** `npm run account -- …`: the operator's way to let people in. The initial password is shown once and stored only as a hash. */
import { randomBytes, randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { areaName, changshu } from '#domain/areas.ts'
import { roles, type Role } from '#domain/contract.ts'
import { hashPassword } from '../accounts/password.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../database/connection.ts'

const usage = `用法 / usage:
  npm run account -- list
  npm run account -- add <账号 username> <姓名 name> <角色 role> <区划代码 area>
  npm run account -- password <账号 username>
  npm run account -- disable <账号 username>
  npm run account -- enable <账号 username>
  npm run account -- officer <账号 username> [执法证号 certificate number]

角色 roles: ${roles.join(', ')}
区划 areas: ${Object.entries(changshu).map(([code, name]) => `${code} ${name}`).join(', ')}`

const config = readConfig(process.env, resolve(import.meta.dirname, '../..'))
const db = await openDatabase(join(config.dataDir, 'suan-xun.db'))
try {
  console.log(await run(process.argv.slice(2)))
} finally {
  await db.destroy()
}

async function run([command, username, ...rest]: string[]): Promise<string> {
  switch (command) {
    case 'list':
      return list()
    case 'add':
      return username === undefined ? refuse(usage) : add(username, rest)
    case 'password': {
      const password = newPassword()
      const passwordHash = await hashPassword(password, randomBytes(16), config.passwordCost)
      const said = await change(username, { passwordHash, failures: 0, lockedUntil: null }, `新密码 / new password: ${password}`)
      await signOutEverywhere(username)
      return said
    }
    case 'disable':
      // The session stays: every route but the push refuses it, and what still waits on the phone reaches the quarantine.
      return change(username, { disabledAt: Date.now() }, '已停用 / disabled')
    case 'enable':
      return change(username, { disabledAt: null, failures: 0, lockedUntil: null }, '已启用 / enabled')
    case 'officer': {
      const [officerNo = null] = rest
      return change(username, { officerNo }, officerNo === null ? '不再登记执法证号 / no certificate number any more' : `执法证号 / certificate number: ${officerNo}`)
    }
    default:
      return refuse(usage)
  }
}

async function list(): Promise<string> {
  const rows = await db.selectFrom('account').selectAll().orderBy('username').execute()
  if (rows.length === 0) return '还没有账号 / no accounts yet'
  return rows.map((row) => [row.username, row.name, row.role, areaName(row.area), row.disabledAt === null ? '' : '已停用 / disabled'].join('  ')).join('\n')
}

async function add(username: string, [name, role, area]: string[]): Promise<string> {
  if (!/^[a-z][a-z0-9.-]{1,31}$/.test(username)) return refuse('账号要用小写字母开头的 2 到 32 位字母、数字 / the username must be 2 to 32 lower-case letters and digits')
  if (name === undefined || role === undefined || area === undefined || !isRole(role) || changshu[area] === undefined) return refuse(usage)
  const password = newPassword()
  const passwordHash = await hashPassword(password, randomBytes(16), config.passwordCost)
  const added = await db
    .insertInto('account')
    .values({ id: randomUUID(), username, name, role, area, demo: 0, passwordHash, disabledAt: null, failures: 0, lockedUntil: null, createdAt: Date.now() })
    .onConflict((oc) => oc.column('username').doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n ? `${username}（${name}，${areaName(area)}）初始密码 / initial password: ${password}` : refuse(`账号 ${username} 已经存在 / exists already`)
}

async function change(username: string | undefined, columns: { passwordHash?: string; disabledAt?: number | null; failures?: number; lockedUntil?: null; officerNo?: string | null }, said: string): Promise<string> {
  if (username === undefined) return refuse(usage)
  const account = await db.updateTable('account').set(columns).where('username', '=', username).returning('id').executeTakeFirst()
  return account === undefined ? refuse(`没有账号 ${username} / no such account`) : `${username}：${said}`
}

/** Whoever was signed in with the old password is out at once. */
async function signOutEverywhere(username: string | undefined): Promise<void> {
  if (username === undefined) return
  await db.deleteFrom('session').where('account', 'in', db.selectFrom('account').select('id').where('username', '=', username)).execute()
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

/** 12 characters without look-alikes, about 60 bits. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join('')
}

function refuse(sentence: string): string {
  process.exitCode = 2
  return sentence
}
