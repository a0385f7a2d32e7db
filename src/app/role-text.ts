import type { Role } from '#domain/contract.ts'

export const roleText: Record<Role, string> = {
  inspector: '网格员',
  'town-supervisor': '镇级监管员',
  'city-supervisor': '市级监管员',
  administrator: '系统管理员',
}
