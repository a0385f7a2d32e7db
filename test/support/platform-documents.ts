/** Documents of interface V3.0 as its tables print them, with made-up people, firms and projects. */
export type Rows = readonly Readonly<Record<string, string | undefined>>[]

const escape = (text: string) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)

/** `<DataTable><list><row>…` under a declaration; fields that are `undefined` are left out. */
export function documentOf(list: string, row: string, rows: Rows): string {
  const elements = rows.map((fields) => {
    const inner = Object.entries(fields).map(([name, text]) => (text === undefined ? '' : `\n      <${name}>${escape(text)}</${name}>`)).join('')
    return `\n    <${row}>${inner}\n    </${row}>`
  })
  return `<?xml version="1.0"?>\n<DataTable>\n  <${list}>${elements.join('')}\n  </${list}>\n</DataTable>`
}

export const projectRow = {
  PrjNumber: '3205812026110001', PrjName: '演示项目', County: '常熟市', Ssdq: '梅李镇', PrjAdress: '演示路 1 号', Jzmj: '1234.50', Gczj: '0100.5000',
  Jsdw: '演示建设单位', JsdwZzjgdm: '91320581MA1DEMO001', Jdwlxr: '钱演示', Jsdwlxdh: '0512-00000000',
}
export const enterpriseRow = {
  Qymc: '演示建筑公司', Qyzzjgdm: '91320581MA1DEMO002', PrjNumber: '3205812026110001', Cjlx: '总承包', Qylxr: '孙演示', Qylxdh: '13000000000',
}
export const workerRow = {
  WorkerName: '周模拟', Zjhm: '32058119870424000x', Xb: '男', Zz: '演示路 2 号', Csrq: '1987-04-24T00:00:00', Mz: '汉', Sfzyxqrq: '2015.06.01',
  Sfzyxzrq: '长期', SfzFzjg: '演示公安局', Province: '江苏省', City: '苏州市', County: '常熟市', Lxdh: '13000000001',
}
export const engagementRow = {
  Zjhm: '32058119870424000X', PrjNumber: '3205812026110001', Qyzzjgdm: '91320581MA1DEMO002', Bzmc: '泥工一班', WorkerType: '普通工人', Gwlb: '',
  TPType: '砌筑', TPCodeName: '砌筑工', BeginDate: '2026-10-01T00:00:00', EndDate: '2027/3/31 0:00:00', GH: '0007',
}

export const projectDocument = (...rows: Rows) => documentOf('Projects', 'Project', rows)
export const enterprisesDocument = (...rows: Rows) => documentOf('Enterprises', 'Enterprise', rows)
export const workersDocument = (...rows: Rows) => documentOf('Workers', 'Worker', rows)
export const engagementsDocument = (...rows: Rows) => documentOf('WorkerHmcs', 'WorkerHmc', rows)
export const cardImageDocument = (...images: string[]) => documentOf('WorkerImages', 'WorkerImage', images.map((Image) => ({ Image })))
