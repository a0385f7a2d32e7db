/** The XML documents of 2.2.1 to 2.2.4, in the wire's own spelling and in the writing of the project they are about. */
import { addDays, shanghaiDay, type Day, type Instant } from '#domain/time.ts'
import { escapeXml } from '../envelope.ts'
import { facePng } from './face.ts'
import { originOf } from './origins.ts'
import type { DemoPerson } from './person.ts'
import type { DemoEngagement, DemoProject, EmptyShape } from './project.ts'

type RosterMethod = 'GetProject' | 'GetEnterprises' | 'GetWorkers' | 'GetWorkerHmc'

const LISTS = { GetProject: 'Projects', GetEnterprises: 'Enterprises', GetWorkers: 'Workers', GetWorkerHmc: 'WorkerHmcs', GetWorkerImage: 'WorkerImages' } as const

/** The text of the result of `method` about `projects`, one of which is meant unless the service mixes them up; `null` for no result element. */
export function rosterReply(method: RosterMethod, projects: readonly [DemoProject, ...DemoProject[]], now: Instant): string | null {
  const rows = projects.flatMap((project) => rowsOf(method, project, shanghaiDay(now)))
  return table(method, rows, projects[0].writing)
}

/** GetWorkerImage(zjhm, dataNumber, bagsBH): the photograph of one who is on the roster of `project`. */
export function cardImageReply(project: DemoProject, zjhm: string): string | null {
  const person = project.engagements.find((one) => one.person.idNumber === zjhm)?.person
  const rows = person?.photo === true ? [`<WorkerImage>${tag('Image', facePng(zjhm).toString('base64'))}</WorkerImage>`] : []
  return table('GetWorkerImage', rows, project.writing)
}

/** "Nothing found" in one of its four shapes. */
export function emptyReply(method: keyof typeof LISTS, shape: EmptyShape): string | null {
  switch (shape) {
    case 'empty-text':
      return ''
    case 'no-result':
      return null
    case 'empty-table':
      return '<DataTable></DataTable>'
    case 'empty-list':
      return `<${LISTS[method]} />`
  }
}

function table(method: keyof typeof LISTS, rows: readonly string[], { empty, declaration }: DemoProject['writing']): string | null {
  if (rows.length === 0) return emptyReply(method, empty)
  return `${declaration}<DataTable><${LISTS[method]}>${rows.join('\n')}</${LISTS[method]}></DataTable>`
}

function rowsOf(method: RosterMethod, project: DemoProject, today: Day): string[] {
  switch (method) {
    case 'GetProject':
      return [projectRow(project)]
    case 'GetEnterprises':
      return project.firms.map(({ firm, role }, i) =>
        row('Enterprise', [
          tag('Qymc', firm.name), tag('Qyzzjgdm', firm.creditCode), tag('PrjNumber', project.number), tag('Cjlx', role),
          tag('Qylxr', `联系人演示${i + 1}`), i === 0 ? tag('Qylxdh', '000-0000-0000') : '',
        ]),
      )
    case 'GetWorkers':
      return [...new Set(project.engagements.map((one) => one.person))].map((person) => workerRow(person, project.writing))
    case 'GetWorkerHmc':
      return project.engagements.map((one) => engagementRow(one, project, today))
  }
}

function projectRow(project: DemoProject): string {
  return row('Project', [
    tag('PrjNumber', project.number), tag('PrjName', project.name), tag('County', '常熟市'), tag('Ssdq', project.territory), tag('PrjAdress', project.address),
    tag('Jzmj', project.floorArea), tag('Gczj', project.cost), tag('Jsdw', project.owner.name), tag('JsdwZzjgdm', project.owner.creditCode), tag('Jdwlxr', '联系人演示'), tag('Jsdwlxdh', ''),
  ])
}

function workerRow({ idNumber, name, photo }: DemoPerson, writing: DemoProject['writing']): string {
  const [year, month, day] = [idNumber.slice(6, 10), idNumber.slice(10, 12), idNumber.slice(12, 14)]
  const { province, city, county } = originOf(idNumber)
  const issued = 2010 + (Number(day) % 10)
  // A card taken out at 46 or later has no end.
  const ends = issued - Number(year) >= 46 ? '长期' : `${issued + 20}-${month}-01`
  return row('Worker', [
    // Every fifth is a woman; the number, whose sequence is given to nobody, says nothing of it.
    tag('WorkerName', name), tag('Zjhm', idNumber), tag('Xb', Number(day) % 5 === 0 ? '女' : '男'), tag('Zz', `${province}${city}${county}演示村`),
    tag('Csrq', writeDay(`${year}-${month}-${day}`, writing.days)), writing.images && photo ? tag('Image', facePng(idNumber).toString('base64')) : '', tag('Mz', Number(day) % 7 === 0 ? '回' : '汉'),
    tag('Sfzyxqrq', `${issued}-${month}-01`), tag('Sfzyxzrq', ends), tag('SfzFzjg', county === '' ? '' : `${county}公安局`),
    tag('Province', province), tag('City', city), county === '' ? '' : tag('County', county), tag('Lxdh', '000-0000-0000'),
  ])
}

function engagementRow({ person, firm, team, post, tradeClass, trade, fromDays, toDays, workNumber }: DemoEngagement, project: DemoProject, today: Day): string {
  return row('WorkerHmc', [
    tag('Zjhm', person.idNumber), tag('PrjNumber', project.number), tag('Qyzzjgdm', firm.creditCode), tag('Bzmc', team),
    tag('WorkerType', post === null ? '普通工人' : '管理人员'), tag('Gwlb', post ?? ''), tag('TPType', tradeClass ?? ''), tag('TPCodeName', trade ?? ''),
    tag('BeginDate', writeDay(addDays(today, fromDays), project.writing.days)), tag('EndDate', writeDay(addDays(today, toDays), project.writing.days)), tag('GH', workNumber),
  ])
}

/** A datetime column as services write it: bare, as a DataSet's XML, or by ToString() on a Chinese server. */
function writeDay(day: Day, writing: DemoProject['writing']['days']): string {
  if (writing === 'plain') return day
  return writing === 'with-zone' ? `${day}T00:00:00+08:00` : `${day.replaceAll('-0', '/').replaceAll('-', '/')} 0:00:00`
}

function row(name: string, fields: readonly string[]): string {
  return `<${name}>${fields.join('')}</${name}>`
}

function tag(name: string, text: string): string {
  return text === '' ? `<${name} />` : `<${name}>${escapeXml(text)}</${name}>`
}
