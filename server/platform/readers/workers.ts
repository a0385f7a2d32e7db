/** 2.2.3 GetWorkers: `<Workers><Worker>`. */
import type { MessageRule } from '../message-rules.ts'
import type { Worker } from '../results.ts'
import { readCardEnd, readDay } from '../wire-date.ts'
import { readRows, type Row } from './document.ts'
import { keepPeople } from './people.ts'
import type { ReadLimits, Reading } from './reading.ts'

const table = {
  list: 'Workers',
  row: 'Worker',
  fields: ['WorkerName', 'Zjhm', 'Xb', 'Zz', 'Csrq', 'Image', 'Mz', 'Sfzyxqrq', 'Sfzyxzrq', 'SfzFzjg', 'Province', 'City', 'County', 'Lxdh'],
} as const

/** The people of one project. Rows without a usable number are left out and told. */
export function readWorkers(text: string, rules: readonly MessageRule[], limits: ReadLimits): Reading<Worker[]> {
  return keepPeople(readRows(text, table, rules, limits), readWorker)
}

function readWorker(row: Row<(typeof table.fields)[number]>, idNumber: string): Worker {
  return {
    name: row.WorkerName ?? '',
    idNumber,
    sex: row.Xb ?? '',
    address: row.Zz,
    born: readDay(row.Csrq),
    hasImage: row.Image !== null,
    nation: row.Mz ?? '',
    cardFrom: readDay(row.Sfzyxqrq),
    cardTo: readCardEnd(row.Sfzyxzrq),
    cardIssuer: row.SfzFzjg,
    province: row.Province ?? '',
    city: row.City,
    county: row.County,
    phone: row.Lxdh,
  }
}
