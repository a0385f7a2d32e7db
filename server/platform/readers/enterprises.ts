/** 2.2.2 GetEnterprises: `<Enterprises><Enterprise>`. */
import type { MessageRule } from '../message-rules.ts'
import type { Enterprise } from '../results.ts'
import { readRows } from './document.ts'
import { ofOneProject } from './project-number.ts'
import { reading, refusal, type ReadLimits, type Reading } from './reading.ts'

const table = { list: 'Enterprises', row: 'Enterprise', fields: ['Qymc', 'Qyzzjgdm', 'PrjNumber', 'Cjlx', 'Qylxr', 'Qylxdh'] } as const

/** The firms on one project. Rows of several projects are refused. */
export function readEnterprises(text: string, rules: readonly MessageRule[], limits: ReadLimits): Reading<Enterprise[]> {
  const read = readRows(text, table, rules, limits)
  if (read.kind === 'trouble') return read
  const enterprises = read.value.map((row) => ({
    name: row.Qymc ?? '',
    creditCode: row.Qyzzjgdm ?? '',
    projectNumber: row.PrjNumber ?? '',
    role: row.Cjlx ?? '',
    contact: row.Qylxr,
    phone: row.Qylxdh,
  }))
  return ofOneProject(enterprises) ? reading(enterprises) : refusal('platform', 'firms of several projects', 'other-project')
}
