import { describe, expect, it } from 'vitest'
import { defaultMessageRules } from '../../../../server/platform/message-rules.ts'
import { documentReaders, type DocumentKind } from '../../../../server/platform/readers/documents.ts'
import { defaultReadLimits, type ReadLimits } from '../../../../server/platform/readers/reading.ts'
import { sameProject } from '../../../../server/platform/readers/project-number.ts'
import {
  documentOf, engagementRow, engagementsDocument, enterpriseRow, enterprisesDocument, projectDocument, projectRow, workerRow, workersDocument,
} from '../../../support/platform-documents.ts'

const read = <K extends DocumentKind>(kind: K, text: string, limits: ReadLimits = defaultReadLimits) => documentReaders[kind](text, defaultMessageRules, limits)
const value = (expected: unknown, ...alarms: string[]) => ({ kind: 'value', value: expected, alarms })
const refused = (fault: string, ...alarms: string[]) => expect.objectContaining({ kind: 'trouble', fault, alarms })

const project = {
  number: '3205812026110001', name: '演示项目', county: '常熟市', territory: '梅李镇', address: '演示路 1 号', floorArea: '1234.50', cost: '0100.5000',
  owner: '演示建设单位', ownerCreditCode: '91320581MA1DEMO001', ownerContact: '钱演示', ownerPhone: '0512-00000000',
}
const enterprise = {
  name: '演示建筑公司', creditCode: '91320581MA1DEMO002', projectNumber: '3205812026110001', role: '总承包', contact: '孙演示', phone: '13000000000',
}
const worker = {
  name: '周模拟', idNumber: '32058119870424000X', sex: '男', address: '演示路 2 号', born: '1987-04-24', hasImage: false, nation: '汉', cardFrom: '2015-06-01',
  cardTo: 'long-term', cardIssuer: '演示公安局', province: '江苏省', city: '苏州市', county: '常熟市', phone: '13000000001',
}
const engagement = {
  idNumber: '32058119870424000X', projectNumber: '3205812026110001', creditCode: '91320581MA1DEMO002', team: '泥工一班', workerType: '普通工人', post: null,
  tradeClass: '砌筑', trade: '砌筑工', from: '2026-10-01', to: '2027-03-31', workNumber: '0007',
}

describe('every field of the tables', () => {
  it('of a project is read', () => {
    expect(read('project', projectDocument(projectRow))).toEqual(value(project))
  })

  it('of a firm is read, from one row and from several', () => {
    expect(read('enterprises', enterprisesDocument(enterpriseRow))).toEqual(value([enterprise]))
    expect(read('enterprises', enterprisesDocument(enterpriseRow, { ...enterpriseRow, Cjlx: '监理单位' }))).toEqual(value([enterprise, { ...enterprise, role: '监理单位' }]))
  })

  it('of a worker is read; of the photograph only that there is one', () => {
    expect(read('workers', workersDocument(workerRow))).toEqual(value([worker]))
    const reading = read('workers', workersDocument({ ...workerRow, Image: 'aGVsbG8=' }))
    expect(reading).toEqual(value([{ ...worker, hasImage: true }]))
    expect(JSON.stringify(reading)).not.toContain('aGVsbG8=')
  })

  it('of an engagement is read, the work number with its zeros', () => {
    expect(read('engagements', engagementsDocument(engagementRow))).toEqual(value([engagement]))
  })

  it('may be absent, nil or blank where the table allows it, and longer than the table says', () => {
    const { Gwlb: _blank, TPType: _absent, ...rest } = engagementRow
    expect(read('engagements', engagementsDocument({ ...rest, TPCodeName: ' \n ', BeginDate: undefined }))).toEqual(value([{ ...engagement, tradeClass: null, trade: null, from: null }]))
    const nil = '<WorkerHmcs xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><WorkerHmc><Zjhm>32058119870424000X</Zjhm><Bzmc>班</Bzmc><EndDate i:nil="true"/></WorkerHmc></WorkerHmcs>'
    expect(read('engagements', nil)).toMatchObject(value([{ team: '班', to: null, from: null, workNumber: '' }]))
    expect(read('workers', workersDocument({ ...workerRow, WorkerName: '长'.repeat(200) }))).toMatchObject(value([{ name: '长'.repeat(200) }]))
  })
})

describe('a document', () => {
  const text = workersDocument(workerRow)
  it.each([
    ['with a byte order mark', `\uFEFF${text}`],
    ['with blanks before it', ` \r\n\uFEFF\n${text}`],
    ['that says it is GB 2312', text.replace('?>', ' encoding="gb2312"?>')],
    ['that says it is UTF-16', text.replace('version="1.0"', "version='1.0' encoding='utf-16' standalone='yes'")],
    ['without a declaration', text.replace(/^<\?.*\?>\s*/, '')],
    ['without the outer element', text.replace(/<\/?DataTable>/g, '')],
    ['in other letter case', text.replace(/<(\/?)(\w+)>/g, (_tag, slash: string, name: string) => `<${slash}${name.toUpperCase()}>`)],
    ['in a namespace', text.replace('<DataTable>', '<DataTable xmlns="http://tempuri.org/">')],
    ['with elements that nobody knows', text.replace('<Xb>', '<Extra><Zjhm>1</Zjhm></Extra><Xb>').replace('<Workers>', '<Schema/><Workers><Total>1</Total>').replace('</Workers>', '</Workers><Pages/>')],
    ['with comments', text.replace('<Xb>', '<!-- 性别 --><Xb>')],
  ])('%s is read', (_what, sent) => {
    expect(read('workers', sent)).toEqual(value([worker]))
  })

  it.each(['', ' \r\n', '\uFEFF', '<?xml version="1.0"?>', '<DataTable/>', '<DataTable></DataTable>', '<?xml version="1.0" encoding="utf-8"?><DataTable> </DataTable>'])(
    'that is %j is empty, which is no fault', (sent) => {
      expect(read('project', sent)).toEqual(value(null))
      expect(read('enterprises', sent)).toEqual(value([]))
      expect(read('workers', sent)).toEqual(value([]))
      expect(read('engagements', sent)).toEqual(value([]))
      expect(read('cardImage', sent)).toEqual(value(null))
    },
  )

  it.each(['<Workers />', '<DataTable><Workers/></DataTable>', '<DataTable><Workers> </Workers></DataTable>', '<DataTable><workers><Worker/></workers></DataTable>'])('that is %s has nobody', (sent) => {
    expect(read('workers', sent)).toEqual(value([]))
  })

  it.each([
    ['{"result":1,"success":false," msg":"校验密码错误"}', 'auth'],
    ['{"result":1,"success":false," msg":"参数不能为空"}', 'param'],
    ['{"result":1,"success":false," msg":"失败原因"}', 'platform'],
    ['{"result":1,"success":false," msg":"未查询到该人员"}', 'platform'],
    [Buffer.from('{"result":1,"success":false,"msg":"查询过于频繁"}').toString('base64'), 'rate'],
    ['参数不能为空', 'param'],
    ['<DataTable>参数【bagsBH】没有权限</DataTable>', 'auth'],
    ['[]', 'bad-xml'],
    ['{"rows":[]}', 'bad-xml'],
    ['hello', 'bad-xml'],
    ['<html><body/></html>', 'platform'],
    ['<html/>', 'platform'],
    ['<DataTable><Projects><Project/></Projects></DataTable>', 'platform'],
    ['<DataTable><Worker><Zjhm>32058119870424000X</Zjhm></Worker></DataTable>', 'platform'],
    ['<DataTable><Workers><Person/></Workers></DataTable>', 'platform'],
    ['<DataTable><Workers>', 'bad-xml'],
    ['&lt;DataTable/&gt;', 'bad-xml'],
    ['<!DOCTYPE DataTable [<!ENTITY e SYSTEM "file:///etc/passwd">]><DataTable><Workers><Worker><Zjhm>&e;</Zjhm></Worker></Workers></DataTable>', 'bad-xml'],
    [`<DataTable>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</DataTable>`, 'bad-xml'],
    ['<Workers><Worker><Zjhm>1</Zjhm><zjhm>2</zjhm></Worker></Workers>', 'platform'],
    ['<Workers><Worker><Zjhm>3205<b/>8119870424000X</Zjhm></Worker></Workers>', 'platform'],
  ])('that is %s is the fault "%s"', (sent, fault) => {
    expect(read('workers', sent)).toEqual(refused(fault))
  })

  it('of too many rows is everybody’s data and refused with an alarm', () => {
    const limits = { ...defaultReadLimits, rows: 3 }
    expect(read('workers', workersDocument(workerRow, workerRow, workerRow), limits)).toMatchObject({ kind: 'value' })
    expect(read('workers', workersDocument(workerRow, workerRow, workerRow, workerRow), limits)).toEqual(refused('platform', 'too-many-rows'))
    expect(read('workers', text, { ...limits, xml: { ...limits.xml, elements: 10 } })).toEqual(refused('bad-xml', 'too-many-rows'))
    expect(read('engagements', engagementsDocument(...Array.from({ length: 5001 }, () => engagementRow)))).toEqual(refused('platform', 'too-many-rows'))
  })
})

describe('rows of other projects', () => {
  it('in place of the one project are refused with an alarm, equal rows are one', () => {
    expect(read('project', projectDocument(projectRow, projectRow))).toEqual(value(project))
    expect(read('project', projectDocument(projectRow, { ...projectRow, PrjName: '别的项目' }))).toEqual(refused('platform', 'other-project'))
    expect(read('project', projectDocument({ ...projectRow, PrjNumber: '' }))).toEqual(refused('platform'))
  })

  it('among firms and engagements are refused with an alarm', () => {
    expect(read('enterprises', enterprisesDocument(enterpriseRow, { ...enterpriseRow, PrjNumber: '3205812026110002' }))).toEqual(refused('platform', 'other-project'))
    expect(read('engagements', engagementsDocument(engagementRow, { ...engagementRow, PrjNumber: '3205812026110002' }))).toEqual(refused('platform', 'other-project'))
    expect(read('engagements', engagementsDocument(engagementRow, { ...engagementRow, PrjNumber: ' 3205812026110001 ' }, { ...engagementRow, PrjNumber: '' }))).toMatchObject({ kind: 'value' })
  })

  it.each([
    ['32058120261100010001', '320581202611000100019999', true],
    [' 3205812026110001 ', '3205812026110001', true],
    ['3205812026110001', '32058120261100019999', false],
    ['32058120261100010001', '32058120261100010002', false],
    ['', '3205812026110001', false],
  ])('%j and %j are one project: %s', (a, b, same) => {
    expect(sameProject(a, b)).toBe(same)
    expect(sameProject(b, a)).toBe(same)
  })
})

describe('rows of nobody', () => {
  it('are left out and told; when there are no others, nothing is believed', () => {
    expect(read('workers', workersDocument(workerRow, { ...workerRow, Zjhm: '' }, { ...workerRow, Zjhm: '不详' }))).toEqual(value([worker], 'id-mismatch'))
    expect(read('engagements', engagementsDocument({ ...engagementRow, Zjhm: undefined }))).toEqual(refused('platform', 'id-mismatch'))
  })

  it('are not those of people with a passport or a permit', () => {
    const rows = ['H12345678(02)', 'E12345678', 'ｅ１２３ ４５６７８'].map((Zjhm) => ({ ...workerRow, Zjhm }))
    expect(read('workers', workersDocument(...rows))).toMatchObject(value([{ idNumber: 'H12345678(02)' }, { idNumber: 'E12345678' }, { idNumber: 'E12345678' }]))
  })
})

it('the text of a name stays text, and a table of another name is no table', () => {
  const sent = documentOf('Workers', 'Worker', [{ ...workerRow, WorkerName: '<b>1</b>&amp;' }])
  expect(read('workers', sent)).toMatchObject(value([{ name: '<b>1</b>&amp;' }]))
  expect(read('project', sent)).toEqual(refused('platform'))
})
