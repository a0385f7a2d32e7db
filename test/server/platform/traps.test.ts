/** The 42 traps of interface V3.0 (`domain.md`, section 5), each shown here or by the test that is named. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { attendanceObstacle } from '#domain/attendance.ts'
import { normaliseIdText, type IdNumber } from '#domain/identity.ts'
import { compactDay } from '#domain/time.ts'
import { judge } from '#domain/verdict.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { readAnswer } from '../../../server/platform/answer.ts'
import { readBody } from '../../../server/platform/body.ts'
import { PERSON_IMAGE_SPELLING, callForm, publishedCalls, spellParameters } from '../../../server/platform/calls.ts'
import { readReply, writeEnvelope, writeRequest } from '../../../server/platform/envelope.ts'
import { defaultMessageRules as rules, meaningOf } from '../../../server/platform/message-rules.ts'
import { imagePass, samPass } from '../../../server/platform/pass.ts'
import { readJudgement } from '../../../server/platform/readers/attendance.ts'
import { documentReaders, type DocumentKind } from '../../../server/platform/readers/documents.ts'
import { sameProject } from '../../../server/platform/readers/project-number.ts'
import { defaultReadLimits } from '../../../server/platform/readers/reading.ts'
import { readPlatformSettings } from '../../../server/platform/settings.ts'
import { readValidUntil, writeDateTime } from '../../../server/platform/wire-date.ts'
import {
  engagementRow, engagementsDocument, enterpriseRow, enterprisesDocument, projectDocument, projectRow, workerRow, workersDocument,
} from '../../support/platform-documents.ts'

const ID = '32058119870424000X' as IdNumber
const AT = Date.parse('2026-11-22T02:00:00Z')
const row = { WorkerName: '卢梅', Zjhm: ID, codeType: '1', Yxq: '2027-02-20' }
const success = (...data: unknown[]) => ({ result: 1, success: true, msg: '获取成功', data })
const answer = (body: unknown) => readAnswer(body, ID, rules, AT)
const green = expect.objectContaining({ kind: 'code', colour: 'green', validUntil: '2027-02-20' })
const doubt = (why: string) => ({ kind: 'doubt', doubt: why, answeredAt: AT })
const fault = (name: string, ...alarms: string[]) => expect.objectContaining({ kind: 'trouble', fault: name, ...(alarms.length > 0 && { alarms }) })
const document = <K extends DocumentKind>(kind: K, text: string, limits = defaultReadLimits) => documentReaders[kind](text, rules, limits)
const encode = (json: string, charset = 'utf8') => iconv.encode(json, charset).toString('base64')
const sent = (text: string) => {
  const body = readBody(text)
  return body.kind === 'body' ? answer(body.value) : body
}

type Trap = [number: number, title: string, show: () => void]

const shownHere: Trap[] = [
  [1, 'early in the morning the check word bears the day of Shanghai, not of UTC', () => {
    const day = compactDay(Date.parse('2026-11-21T22:30:00Z'))
    expect(day).toBe('20261122')
    expect(samPass('11010519491231002X', '20201010', 'TEST-TOKEN-0001')).toBe('09da10aa591ceb2e41536d1f54799103')
  }],
  [2, 'the letter case of the check word is a setting', () => {
    expect(samPass(ID, '20261122', 'T', 'upper')).toBe(samPass(ID, '20261122', 'T', 'lower').toUpperCase())
  }],
  [3, 'a number with a small x, with blanks or in full width is asked for as the same number', () => {
    for (const typed of ['32058119870424000x', ' 320581 19870424 000X', '３２０５８１１９８７０４２４０００Ｘ']) expect(normaliseIdText(typed)).toBe(ID)
    expect(samPass(ID.toLowerCase(), '20261122', 'T')).not.toBe(samPass(ID, '20261122', 'T'))
  }],
  [4, 'the element names are settings, and go out as they are set', () => {
    const form = callForm('GetSAMInfo', 'GetSAMInfo', { token: 'Token' })
    expect(spellParameters(form, { zjhm: ID, token: 'T', pass: 'P' })).toEqual({ zjhm: ID, Token: 'T', pass: 'P' })
  }],
  [5, 'the second GetWorkerImage spells its parameters in its own way', () => {
    const form = callForm('GetWorkerImage-person', 'GetWorkerImage1', PERSON_IMAGE_SPELLING)
    expect(spellParameters(form, { zjhm: ID, pass: 'P' })).toEqual({ Zjhm: ID, Pass: 'P' })
  }],
  [6, 'bagsBH is sent as the signatures spell it, and a complaint about bsgsBH means the same', () => {
    expect(publishedCalls.GetWorkers?.parameters.bagsBH).toBe('bagsBH')
    for (const name of ['bagsBH', 'bsgsBH']) expect(meaningOf(`参数【${name}】 没有上传权限`, rules)).toBe('auth')
  }],
  [7, 'the message is found under " msg"', () => {
    expect(answer({ result: 1, success: false, ' msg': '未查询到该人员' })).toEqual({ kind: 'no-record', answeredAt: AT })
  }],
  [8, 'result 1 alone is no success', () => {
    expect(answer({ ...success(row), success: false })).toEqual(fault('platform'))
    for (const yes of ['1', 1, true, 'true']) expect(answer({ ...success(row), result: yes, success: yes })).toEqual(green)
    expect(answer(success())).toEqual(fault('platform'))
  }],
  [9, 'result 0 is a fault, even with the words for "no record"', () => {
    expect(answer({ result: 0, success: false, msg: '未查询到该人员' })).toEqual(fault('platform'))
  }],
  [10, 'only the types 1, 2 and 3 are colours; 0 is never green', () => {
    for (const codeType of ['0', 0, '4', '绿码', null, '', '１']) expect(answer(success({ ...row, codeType }))).toEqual(doubt('unknown-colour'))
    for (const codeType of [1, '1', '1 ']) expect(answer(success({ ...row, codeType }))).toEqual(green)
  }],
  [11, 'a green code without a date that can be meant is in doubt', () => {
    for (const Yxq of ['', null, undefined, '0001-01-01', '1900-01-01T00:00:00', '9999-12-31']) expect(answer(success({ ...row, Yxq }))).toEqual(doubt('green-without-date'))
    for (const Yxq of ['2027-02-20 00:00:00', '2027/2/20', '2027.02.20', '/Date(1803052800000)/']) expect(readValidUntil(Yxq)).toBe('2027-02-20')
  }],
  [12, 'a code is valid to the end of its last day in Shanghai', () => {
    const codeOn = (now: string) => {
      const at = Date.parse(now)
      const told = readAnswer(success(row), ID, rules, at)
      return told.kind === 'trouble' ? told : judge({ kind: 'person', key: 'k' }, [{ basis: 'live', key: 'k', answer: told }], { now: at, trusted: true }, defaultPolicy).code
    }
    expect(codeOn('2027-02-20T15:59:59Z')).toBe('green-expiring')
    expect(codeOn('2027-02-20T16:00:00Z')).toBe('expired')
  }],
  [13, 'every row must be this person’s and all must agree', () => {
    expect(answer(success(row, row))).toEqual(green)
    expect(answer(success(row, { ...row, Zjhm: '320581198312040009' }))).toEqual(doubt('id-mismatch'))
    expect(answer(success(row, { ...row, codeType: '3' }))).toEqual(doubt('conflict'))
  }],
  [14, 'nothing of a reply that cannot be read gets into the log', () => {
    const bad = [sent(encode(JSON.stringify(success(row)).slice(0, -1))), document('workers', `${workersDocument(workerRow)}<`), answer({ result: 1, success: false, msg: `${ID} 卢` })]
    for (const reading of bad) expect(JSON.stringify(reading)).not.toMatch(/0424|周模拟|卢梅/)
  }],
  [15, 'GB18030 is read as such, even a name that would be valid UTF-8 by itself', () => {
    expect(new TextDecoder('utf-8', { fatal: true }).decode(iconv.encode('卢梅', 'gb18030'))).not.toBe('卢梅')
    expect(readBody(encode(JSON.stringify(success(row)), 'gb18030'))).toEqual({ kind: 'body', value: success(row), alarms: ['charset'] })
    expect(readBody(encode(JSON.stringify(success(row))))).toEqual({ kind: 'body', value: success(row), alarms: [] })
  }],
  [16, 'base64 may be wrapped, unpadded, URL-safe or have blanks for +', () => {
    const text = encode(JSON.stringify(success({ ...row, WorkerName: '>>>~~~' })))
    const spoilt = [text.replace(/(.{76})/g, '$1\r\n'), text.replace(/=+$/, ''), text.replaceAll('+', ' '), text.replaceAll('+', '-').replaceAll('/', '_'), JSON.stringify(success(row))]
    for (const one of spoilt) expect(sent(one)).toEqual(green)
    expect(readReply(writeEnvelope('1.1', `<a><b>${text.slice(0, 20)}&#xD;\n${text.slice(20)}</b></a>`))).toMatchObject({ kind: 'result' })
  }],
  [17, 'full-width punctuation outside strings is mended, and told', () => {
    const body = readBody(encode(JSON.stringify(success(row)).replace('"Zjhm":', '“Zjhm”：').replaceAll(',"', '，"')))
    expect(body).toMatchObject({ kind: 'body', alarms: ['mended-json'] })
    expect(body.kind === 'body' && answer(body.value)).toEqual(green)
  }],
  [18, 'comments are taken out, and told', () => {
    const body = readBody(encode(JSON.stringify(success(row)).replace('"Yxq"', '// 1 代表绿码 2 代表黄码\n"Yxq"')))
    expect(body).toMatchObject({ kind: 'body', alarms: ['mended-json'] })
    expect(body.kind === 'body' && answer(body.value)).toEqual(green)
  }],
  [19, 'XML where JSON belongs is a fault, and JSON where XML belongs', () => {
    expect(readBody(workersDocument(workerRow))).toEqual(fault('bad-base64'))
    expect(document('workers', JSON.stringify(success(workerRow)))).toEqual(fault('platform'))
    expect(document('workers', '{"result":1,"success":false," msg":"参数不能为空"}')).toEqual(fault('param'))
  }],
  [20, 'the inner document is read as one, whatever its declaration says, and never with entities', () => {
    const inner = workersDocument(workerRow).replace('?>', ' encoding="gb2312"?>')
    const escaped = inner.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    for (const text of [escaped, `<![CDATA[${inner}]]>`]) {
      const reply = readReply(writeEnvelope('1.1', `<r><t>${text}</t></r>`))
      expect(reply.kind === 'result' && document('workers', reply.text)).toMatchObject({ kind: 'value', value: [{ name: '周模拟' }] })
    }
    expect(document('workers', inner.replace('?>', '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace('周模拟', '&e;'))).toEqual(fault('bad-xml'))
  }],
  [21, 'every shape of nothing is an empty list, which is no fault', () => {
    for (const text of ['', ' \r\n', '<DataTable/>', '<DataTable></DataTable>', '<Workers />', '<?xml version="1.0"?>']) {
      expect(document('workers', text)).toEqual({ kind: 'value', value: [], alarms: [] })
    }
  }],
  [22, 'namespace, SOAPAction and version are three settings, none made from another', () => {
    const style = { namespace: 'http://example.invalid:5445/', soapActionBase: 'urn:other/', protocol: 'soap-1.1', requestCharset: 'utf-8' } as const
    const older = writeRequest({ name: 'GetProject', action: 'GetProject' }, {}, style)
    expect(older.headers['soapaction']).toBe('"urn:other/GetProject"')
    expect(older.body).toContain('<GetProject xmlns="http://example.invalid:5445/">')
    expect(writeRequest({ name: 'GetProject', action: 'GetProject' }, {}, { ...style, protocol: 'soap-1.2' }).headers['content-type']).toContain('action="urn:other/GetProject"')
  }],
  [23, 'rows of everybody are refused, and told', () => {
    const limits = { ...defaultReadLimits, rows: 2 }
    expect(document('workers', workersDocument(workerRow, workerRow, workerRow), limits)).toEqual(fault('platform', 'too-many-rows'))
    expect(document('project', projectDocument(projectRow, { ...projectRow, PrjNumber: '2' }))).toEqual(fault('platform', 'other-project'))
    expect(document('engagements', engagementsDocument(engagementRow, { ...engagementRow, PrjNumber: '2' }))).toEqual(fault('platform', 'other-project'))
  }],
  [24, 'the second GetWorkerImage is not called until somebody says how it is called', () => {
    expect(publishedCalls['GetWorkerImage-person']).toBeNull()
    expect(publishedCalls['GetWorkerImage-project']?.name).toBe('GetWorkerImage')
  }],
  [25, 'the check word of the photograph holds no secret, so that the call is off unless it is switched on', () => {
    expect(imagePass('11010519491231002X', '20201010')).toBe('3cb86650f74dabb00a42c3194a2cd08e')
    expect(publishedCalls['GetWorkerImage-person']).toBeNull()
  }],
  [27, 'a photograph among the workers may be there or not, and is dropped', () => {
    expect(document('workers', workersDocument(workerRow))).toMatchObject({ value: [{ hasImage: false }] })
    const reading = document('workers', workersDocument({ ...workerRow, Image: 'iVBORw0KGgo=' }))
    expect(reading).toMatchObject({ value: [{ hasImage: true }] })
    expect(JSON.stringify(reading)).not.toContain('iVBOR')
  }],
  [28, 'attendance is asked for under the name of the method list, or under any other that is set', () => {
    expect([publishedCalls.UploadKqxx?.name, publishedCalls.GetKqxx?.name]).toEqual(['UploadKqxx', 'GetKqxx'])
    expect(callForm('UploadKqxx', 'InsertIntoKqxx')).toMatchObject({ name: 'InsertIntoKqxx', action: 'InsertIntoKqxx' })
  }],
  [29, 'datastate 0 is "not yet", never "no"', () => {
    const states = [0, 1, 2].map((datastate) => readJudgement({ result: 1, success: true, datastate, msg: '' }, rules))
    expect(states).toMatchObject([{ value: { kind: 'pending' } }, { value: { kind: 'valid' } }, { value: { kind: 'invalid' } }])
  }],
  [30, 'attendance outside ten days or outside the roster is not filed', () => {
    const person = { from: '2026-11-01', to: '2026-11-30' }
    expect(attendanceObstacle(person, Date.parse('2026-11-11T00:00:00Z'), AT)).toBe('too-old')
    expect(attendanceObstacle({ ...person, to: '2026-11-20' }, AT, AT)).toBe('off-roster')
    expect(attendanceObstacle(person, AT, AT)).toBeNull()
  }],
  [31, 'the time of a passage is written in the time of Shanghai', () => {
    expect(writeDateTime(Date.parse('2026-11-21T22:30:05Z'))).toBe('2026-11-22 06:30:05')
  }],
  [32, 'a project number cut off at 20 characters is still the same project’s', () => {
    expect(sameProject('32058120261100010001', '32058120261100010001-甲')).toBe(true)
    expect(sameProject('3205812026110001', '32058120261100010001')).toBe(false)
    expect(document('enterprises', enterprisesDocument(enterpriseRow, { ...enterpriseRow, PrjNumber: ' 3205812026110001 ' }))).toMatchObject({ kind: 'value' })
  }],
  [33, 'the misspelt names are read as they are spelt', () => {
    expect(document('project', projectDocument(projectRow))).toMatchObject({ value: { address: '演示路 1 号', ownerContact: '钱演示' } })
    expect(document('project', projectDocument(projectRow).replaceAll('PrjAdress', 'PrjAddress'))).toMatchObject({ value: { address: null } })
  }],
  [34, 'the county of a person is not the county of the project', () => {
    expect(document('project', projectDocument(projectRow))).toMatchObject({ value: { county: '常熟市' } })
    expect(document('workers', workersDocument({ ...workerRow, County: '演示县' }))).toMatchObject({ value: [{ county: '演示县' }] })
  }],
  [35, 'a card may be valid for ever', () => {
    expect(document('workers', workersDocument({ ...workerRow, Sfzyxzrq: '长期' }))).toMatchObject({ value: [{ cardTo: 'long-term', born: '1987-04-24' }] })
  }],
  [36, 'work numbers keep their zeros and amounts their digits', () => {
    expect(document('engagements', engagementsDocument(engagementRow))).toMatchObject({ value: [{ workNumber: '0007' }] })
    expect(document('project', projectDocument(projectRow))).toMatchObject({ value: { cost: '0100.5000', floorArea: '1234.50' } })
  }],
  [37, 'what the text does not mention is read past', () => {
    expect(answer({ ...success({ ...row, extra: 1 }), total: 1 })).toEqual(green)
    expect(document('workers', workersDocument({ Extra: '1', ...workerRow }))).toMatchObject({ value: [{ name: '周模拟' }] })
  }],
  [39, 'an answer bears the time at which it came, for the platform tells none', () => {
    expect(answer(success(row))).toMatchObject({ answeredAt: AT })
  }],
  [41, 'words that no rule knows blame nobody', () => {
    for (const msg of ['失败原因', '操作失败', '']) expect(answer({ result: 1, success: false, ' msg': msg })).toEqual(fault('platform'))
    expect(answer({ result: 1, success: false, ' msg': '校验密码错误' })).toEqual(fault('auth'))
  }],
  [42, 'a service that has moved on is followed by settings alone', () => {
    const settings = readPlatformSettings({
      PLATFORM_ENDPOINT: 'https://example.invalid/v4', PLATFORM_TOKEN: 'T', PLATFORM_NAMESPACE: 'urn:v4', PLATFORM_PROTOCOL: 'soap-1.2', PLATFORM_ELEMENT_NAMES: 'idNo,key,sign',
    })
    const form = settings.calls.GetSAMInfo
    const request = form && writeRequest(form, spellParameters(form, { zjhm: ID, token: 'T', pass: 'P' }), settings)
    expect(request?.body).toContain(`<GetSAMInfo xmlns="urn:v4"><idNo>${ID}</idNo><key>T</key><sign>P</sign></GetSAMInfo>`)
  }],
]

/** Traps of other parts: the test that shows each, and words that stand in it. */
const shownElsewhere: [number: number, file: string, words: string][] = [
  [26, 'server/platform/gateway.test.ts', 'reports without number or token'],
  [38, 'server/platform/gateway.test.ts', 'sends one question for many askers of one person'],
  [40, 'server/platform/wire.test.ts', 'under a certificate that nobody vouches for'],
]

describe('trap', () => {
  it.each(shownHere)('%i: %s', (_number, _title, show) => show())

  it.each(shownElsewhere)('%i is shown by %s: "%s"', (_number, file, words) => {
    const path = resolve(import.meta.dirname, '../..', file)
    expect(existsSync(path) && readFileSync(path, 'utf8').includes(words)).toBe(true)
  })

  it('by trap, all 42 are shown', () => {
    const shown = [...shownHere, ...shownElsewhere].map(([number]) => number)
    expect(shown.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 42 }, (_, i) => i + 1))
  })
})
