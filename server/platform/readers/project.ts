/** 2.2.1 GetProject: `<Projects><Project>`. */
import type { MessageRule } from '../message-rules.ts'
import type { Project } from '../results.ts'
import { readRows } from './document.ts'
import { reading, refusal, type ReadLimits, type Reading } from './reading.ts'

const table = {
  list: 'Projects',
  row: 'Project',
  fields: ['PrjNumber', 'PrjName', 'County', 'Ssdq', 'PrjAdress', 'Jzmj', 'Gczj', 'Jsdw', 'JsdwZzjgdm', 'Jdwlxr', 'Jsdwlxdh'],
} as const

/** The one project that a fingerprint names; `null` when there is none. Several are somebody else's and are refused. */
export function readProject(text: string, rules: readonly MessageRule[], limits: ReadLimits): Reading<Project | null> {
  const read = readRows(text, table, rules, limits)
  if (read.kind === 'trouble') return read
  const [row, ...others] = read.value
  if (row === undefined) return reading(null)
  if (others.some((other) => table.fields.some((field) => other[field] !== row[field]))) {
    return refusal('platform', 'several projects', 'other-project')
  }
  if (row.PrjNumber === null) return refusal('platform', 'a project without a number')
  return reading({
    number: row.PrjNumber,
    name: row.PrjName ?? '',
    county: row.County ?? '',
    territory: row.Ssdq,
    address: row.PrjAdress,
    floorArea: row.Jzmj,
    cost: row.Gczj,
    owner: row.Jsdw ?? '',
    ownerCreditCode: row.JsdwZzjgdm,
    ownerContact: row.Jdwlxr,
    ownerPhone: row.Jsdwlxdh,
  })
}
