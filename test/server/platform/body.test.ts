import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readBody } from '../../../server/platform/body.ts'

const value = { result: 1, success: true, msg: '获取成功', data: [{ WorkerName: '卢梅', Zjhm: '32058119870424000X', codeType: '1', Yxq: '2027-01-01' }] }
const json = JSON.stringify(value)
const base64 = Buffer.from(json).toString('base64')
const encode = (text: string) => Buffer.from(text).toString('base64')
const read = (text: string) => readBody(text)
const body = (expected: unknown, ...alarms: string[]) => ({ kind: 'body', value: expected, alarms })

describe('decoding a result', () => {
  it.each([
    ['as it should be', base64],
    ['in wrapped lines', base64.replace(/(.{76})/g, '$1\r\n')],
    ['between blanks', `\n  ${base64} \r\n`],
    ['with blanks for +', base64.replaceAll('+', ' ')],
    ['in the URL-safe alphabet', base64.replaceAll('+', '-').replaceAll('/', '_')],
    ['without padding', base64.replace(/=+$/, '')],
    ['with a byte order mark', encode(`\uFEFF${json}`)],
    ['not encoded at all', ` ${json}`],
  ])('reads a body sent %s', (_how, text) => {
    expect(read(text)).toEqual(body(value))
  })

  it('reads GB18030, and says so unless it was announced', () => {
    const text = iconv.encode(json, 'gb18030').toString('base64')
    expect(read(text)).toEqual(body(value, 'charset'))
    expect(readBody(text, 'gb18030')).toEqual(body(value))
    expect(readBody(text, 'utf-8')).toMatchObject({ kind: 'trouble', fault: 'bad-base64' })
  })

  it('reads the + that became a blank back as +', () => {
    const withPlus = encode('{"a":">>>~~~"}')
    expect(withPlus).toContain('+')
    expect(read(withPlus.replaceAll('+', ' '))).toEqual(body({ a: '>>>~~~' }))
  })

  it('reads the full-width punctuation and the comments of the printed example, leaves strings alone, and says so', () => {
    const printed = '{"result": 1，“msg” ： “成功”, // 备注 "x"\n"url":"http://a，b：“c”", "q"："\\"：" } '
    expect(read(encode(printed))).toEqual(body({ result: 1, msg: '成功', url: 'http://a，b：“c”', q: '"：' }, 'mended-json'))
  })

  it.each([
    ['garbage', '@@不是编码@@', 'bad-base64'],
    ['an impossible length', 'abcde', 'bad-base64'],
    ['bytes that are no text', Buffer.from([0xff, 0xff, 0x00, 0x81]).toString('base64'), 'bad-base64'],
    ['a bare message', '校验密码错误', 'bad-base64'],
    ['text that is no JSON', encode('hello, world'), 'bad-json'],
    ['truncated JSON', encode(json.slice(0, -5)), 'bad-json'],
    ['the placeholder of the printed example', encode('{"WorkerName"：工人姓名，}'), 'bad-json'],
    ['an unclosed string', encode('{"a":"'), 'bad-json'],
  ])('calls %s a fault', (_what, text, fault) => {
    expect(read(text)).toMatchObject({ kind: 'trouble', fault })
  })

  const hanzi = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((c) => String.fromCharCode(c))
  const name = fc.array(hanzi, { minLength: 1, maxLength: 12 }).map((cs) => cs.join(''))
  const sentBody = fc.record({
    result: fc.constant(1),
    success: fc.boolean(),
    msg: fc.oneof(fc.constant('获取成功'), name.map((n) => `未查询到${n}的信息`)),
    data: fc.array(fc.record({ WorkerName: name, Zjhm: fc.string({ minLength: 18, maxLength: 18 }), codeType: fc.string({ maxLength: 2 }), Yxq: fc.string() }), { maxLength: 4 }),
  })

  it('gives back every body exactly, in UTF-8 and in GB18030, without being told which', () => {
    fc.assert(fc.property(sentBody, fc.constantFrom('utf8', 'gb18030'), fc.nat(90), (sent, charset, width) => {
      const text = iconv.encode(JSON.stringify(sent), charset).toString('base64')
      const wrapped = width < 10 ? text : text.replace(new RegExp(`(.{${width}})`, 'g'), '$1\r\n')
      expect(read(wrapped)).toMatchObject({ kind: 'body', value: sent })
    }), { numRuns: 1000 })
  })

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json(), fc.string().map(encode)), (text) => {
      expect(['body', 'trouble']).toContain(read(text).kind)
    }), { numRuns: 200 })
  })
})
