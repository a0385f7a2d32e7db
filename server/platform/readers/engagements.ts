/** 2.2.4 GetWorkerHmc: `<WorkerHmcs><WorkerHmc>`, the roster (花名册). */
import type { MessageRule } from '../message-rules.ts'
import type { Engagement } from '../results.ts'
import { readDay } from '../wire-date.ts'
import { readRows } from './document.ts'
import { keepPeople } from './people.ts'
import { ofOneProject } from './project-number.ts'
import { refusal, type ReadLimits, type Reading } from './reading.ts'

const table = {
  list: 'WorkerHmcs',
  row: 'WorkerHmc',
  fields: ['Zjhm', 'PrjNumber', 'Qyzzjgdm', 'Bzmc', 'WorkerType', 'Gwlb', 'TPType', 'TPCodeName', 'BeginDate', 'EndDate', 'GH'],
} as const

/** Who is engaged on one project, for which firm and until when. Rows of several projects are refused. */
export function readEngagements(text: string, rules: readonly MessageRule[], limits: ReadLimits): Reading<Engagement[]> {
  const read = keepPeople(readRows(text, table, rules, limits), (row, idNumber) => ({
    idNumber,
    projectNumber: row.PrjNumber ?? '',
    creditCode: row.Qyzzjgdm ?? '',
    team: row.Bzmc ?? '',
    workerType: row.WorkerType ?? '',
    post: row.Gwlb,
    tradeClass: row.TPType,
    trade: row.TPCodeName,
    from: readDay(row.BeginDate),
    to: readDay(row.EndDate),
    workNumber: row.GH ?? '',
  }))
  if (read.kind === 'trouble' || ofOneProject(read.value)) return read
  return refusal('platform', 'engagements on several projects', 'other-project')
}
