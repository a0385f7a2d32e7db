/** A registered project of the simulated platform, and how the service that answers for it happens to write. */
import type { DemoFirm } from './firms.ts'
import type { DemoPerson } from './person.ts'

/** How "nothing found" is written: `""`, no result element, `<DataTable></DataTable>` or the empty list. */
export const emptyShapes = ['empty-text', 'no-result', 'empty-table', 'empty-list'] as const
export type EmptyShape = (typeof emptyShapes)[number]

export interface DemoEngagement {
  person: DemoPerson
  firm: DemoFirm
  team: string
  /** `null` for a plain worker (普通工人); a manager's 岗位 otherwise. */
  post: string | null
  tradeClass: string | null
  trade: string | null
  /** First and last day, counted from the day of the question. */
  fromDays: number
  toDays: number
  workNumber: string
}

export interface DemoProject {
  /** 项目数据指纹: a GUID and a day, as in the wild. */
  dataNumber: string
  number: string
  name: string
  territory: string
  address: string
  floorArea: string
  cost: string
  owner: DemoFirm
  firms: readonly { firm: DemoFirm; role: string }[]
  engagements: readonly DemoEngagement[]
  writing: {
    empty: EmptyShape
    /** The declaration before the inner document. What it says of its encoding is not so: it is inside a string. */
    declaration: string
    days: 'plain' | 'with-zone' | 'slashes'
    /** Whether GetWorkers carries the photographs, which the table of 2.2.3 wants and its example lacks. */
    images: boolean
  }
}
