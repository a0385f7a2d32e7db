/** What the operator sees when the server has started. */
import { networkInterfaces } from 'node:os'
import { changshu } from '#domain/areas.ts'
import type { Role } from '#domain/contract.ts'
import { renderUnicodeCompact } from 'uqr'
import type { Config } from './config.ts'
import { DEMO_PASSWORD, demoAccounts } from './demo/accounts.ts'

const roleNames: Record<Role, string> = { inspector: '网格员', 'town-supervisor': '镇级监管员', 'city-supervisor': '市级监管员', administrator: '管理员' }

/** Address, QR code of it, and the demonstration accounts, in Chinese and English. */
export function greeting(config: Config, port: number): string {
  const scheme = config.tls === null ? 'http' : 'https'
  const here = `${scheme}://localhost:${port}`
  const open = config.host === '0.0.0.0' || config.host === '::'
  const outside = open ? lanAddresses().map((ip) => `${scheme}://${ip}:${port}`) : []
  const lines = [
    '', '苏安巡已启动 / Su\'an Xun is running', '', `  本机 / this machine:  ${here}`,
    ...outside.map((address) => `  局域网 / network:      ${address}`), '',
    renderUnicodeCompact(outside[0] ?? here), '',
  ]
  if (config.tls === null && outside.length > 0) {
    lines.push('  手机上用相机和离线功能需要 HTTPS：npm run certificate / Camera and offline use on a phone need HTTPS: npm run certificate', '')
  }
  if (config.demo) {
    const accounts = demoAccounts.map((a) => `    ${a.username.padEnd(10)} ${a.name}  ${roleNames[a.role]}  ${changshu[a.area] ?? a.area}`)
    lines.push(`  演示账号，密码都是 ${DEMO_PASSWORD} / demo accounts, password ${DEMO_PASSWORD}:`, ...accounts, '', `  演示用苏安码 / codes to scan:  ${here}/demo/codes`, '')
  }
  if (config.platform === null) lines.push('  查询由内置模拟平台答复，仅供演示 / answers come from the built-in simulator, for demonstration only', '')
  return lines.join('\n')
}

/** IPv4 addresses at which other machines may reach this one. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address)
}
