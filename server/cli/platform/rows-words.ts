/** Lists of the platform as lines for the operator's screen; what names a person is masked unless it is asked for. */
import { maskName } from '#domain/mask.ts'
import { maskNumbers } from './mask.ts'

type Kind = 'project' | 'enterprises' | 'workers' | 'engagements'
type Mask = (text: string) => string

const number: Mask = (text) => maskNumbers(text, false).replace(/^([^*]+)([^*]{4})$/, (_all, head: string, tail: string) => '*'.repeat(head.length) + tail)
const hidden: Mask = () => '…'

/** Which columns are shown, under which words, and how each is masked. */
const columns: Readonly<Record<Kind, readonly (readonly [field: string, word: string, mask?: Mask])[]>> = {
  project: [
    ['number', '合同备案编号'], ['name', '项目名称'], ['county', '区县'], ['territory', '属地'], ['address', '地址'], ['floorArea', '建筑面积（平方米）'],
    ['cost', '造价（万元）'], ['owner', '建设单位'], ['ownerCreditCode', '信用代码'], ['ownerContact', '联系人', maskName], ['ownerPhone', '电话', hidden],
  ],
  enterprises: [['name', '企业'], ['creditCode', '信用代码'], ['role', '类型'], ['projectNumber', '合同备案编号'], ['contact', '联系人', maskName], ['phone', '电话', hidden]],
  workers: [['idNumber', '证件号码', number], ['name', '姓名', maskName], ['sex', '性别'], ['born', '出生', hidden], ['hasImage', '照片'], ['phone', '电话', hidden], ['address', '住址', hidden]],
  engagements: [
    ['idNumber', '证件号码', number], ['team', '班组'], ['workerType', '类型'], ['post', '岗位'], ['tradeClass', '工种类别'], ['trade', '工种'], ['from', '进场'], ['to', '退场'],
    ['workNumber', '工号'], ['creditCode', '信用代码'],
  ],
}

/** One line per row, and how many there are. */
export function showRows(kind: Kind, rows: readonly Record<string, unknown>[], show: boolean): string[] {
  const lines = rows.map((row) =>
    columns[kind].flatMap(([field, word, mask]) => {
      const text = textOf(row[field])
      return text === '' ? [] : [`${word} ${show || mask === undefined ? text : mask(text)}`]
    }).join('　'))
  return [...lines, rows.length === 0 ? '没有任何一行' : `共 ${rows.length} 行`]
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '有' : '无'
  return typeof value === 'string' ? value : ''
}
