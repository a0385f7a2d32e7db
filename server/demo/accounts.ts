/** Seven distinct people for demonstration; all marked 演示, all with one published password. */
import type { Role } from '#domain/contract.ts'
import { hashPassword } from '../accounts/password.ts'
import type { Doors } from '../doors.ts'

export const DEMO_PASSWORD = 'demo-2026'

export const demoAccounts: readonly { username: string; name: string; role: Role; area: string; officerNo?: string }[] = [
  { username: 'wangjian', name: '王建（演示）', role: 'inspector', area: '320581101' },
  { username: 'lixiu', name: '李秀（演示）', role: 'inspector', area: '320581101' },
  { username: 'zhaomin', name: '赵敏（演示）', role: 'inspector', area: '320581102' },
  { username: 'sunli', name: '孙丽（演示）', role: 'town-supervisor', area: '320581101', officerNo: '演示-0001' },
  { username: 'zhouping', name: '周平（演示）', role: 'town-supervisor', area: '320581102' },
  { username: 'wuhao', name: '吴昊（演示）', role: 'city-supervisor', area: '320581', officerNo: '演示-0002' },
  { username: 'admin', name: '郑管（演示）', role: 'administrator', area: '320581' },
]

/** Makes the demonstration accounts that are missing; with `demo` off, those that are there may not sign in any more. */
export async function keepDemoAccounts({ db, config, now, random }: Pick<Doors, 'db' | 'config' | 'now' | 'random'>): Promise<void> {
  await db.updateTable('account').set({ disabledAt: config.demo ? null : now() }).where('demo', '=', 1).execute()
  if (!config.demo) return
  const there = new Set((await db.selectFrom('account').select('username').execute()).map((row) => row.username))
  const missing = demoAccounts.filter(({ username }) => !there.has(username))
  if (missing.length === 0) return
  // Once for all of them: a password that stands in the README has no secret to tell.
  const passwordHash = await hashPassword(DEMO_PASSWORD, random(16), config.passwordCost)
  for (const account of missing) {
    await db
      .insertInto('account')
      .values({ ...account, id: `demo-${account.username}`, demo: 1, passwordHash, disabledAt: null, failures: 0, lockedUntil: null, createdAt: now() })
      .onConflict((oc) => oc.column('username').doNothing())
      .execute()
  }
}
