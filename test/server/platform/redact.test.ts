import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCharacter } from '#domain/identity.ts'
import { redact } from '../../../server/platform/redact.ts'

const token = 'T-4711-secret'

describe('a sample', () => {
  it('keeps the structure of JSON and what it says about itself', () => {
    const reply = { result: 1, success: true, ' msg': '获取成功', data: [{ WorkerName: '张三', Zjhm: '32058119730210000X', codeType: '绿码', Yxq: '0001-01-01' }] }
    expect(redact(JSON.stringify(reply), [token])).toBe('{"result":1,"success":true," msg":"获取成功","data":[{"WorkerName":"…2","Zjhm":"…18","codeType":"绿码","Yxq":"0001-01-01"}]}')
  })

  it('keeps the elements of a list, without attributes and values', () => {
    const list = '<?xml version="1.0"?><DataTable><Workers><Worker id="3205"><WorkerName>张三</WorkerName><Zz>常熟市虞山镇</Zz><Zjhm/></Worker></Workers></DataTable>'
    expect(redact(list, [token])).toBe('<?xml><DataTable><Workers><Worker><WorkerName>…2</WorkerName><Zz>…6</Zz><Zjhm></Worker></Workers></DataTable>')
  })

  it('keeps what a web page or a SOAP fault gives as its reason', () => {
    expect(redact('<html><head><title>运行时错误</title></head><body>堆栈 张三 32058119730210000X</body>', [token])).toBe('<html><head><title>运行时错误</title></head><body>…24</body>')
    expect(redact('<soap:Fault><faultstring>找不到 32058119730210000X</faultstring></soap:Fault>', [token])).toBe('<soap:Fault><faultstring>找不到 …</faultstring></soap:Fault>')
  })

  it('keeps the names of fields in JSON that is none, and a bare sentence', () => {
    expect(redact('{"result": 1,“WorkerName”：张三，"Zjhm":"320581', [token])).toBe('{"result": …1,“WorkerName”：…2，"Zjhm":"…6')
    expect(redact('校验密码错误', [token])).toBe('校验密码错误')
  })
})

const digits = (n: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((all) => all.join(''))
const idNumber = digits(17).map((first) => first + checkCharacter(first))
const phone = digits(9).map((rest) => `13${rest}`)
const hanzi = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code))
// Longer than one hanzi, which any sentence may hold by chance.
const name = fc.array(hanzi, { minLength: 2, maxLength: 4 }).map((all) => all.join(''))
const person = fc.record({ idNumber, phone, name, word: digits(16).map((d) => Buffer.from(d).toString('hex')) })
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never

const shapes: Record<string, (p: Person) => string> = {
  'the reply about a code': (p) => JSON.stringify({ result: 1, success: true, msg: `获取成功 ${p.idNumber}`, data: [{ WorkerName: p.name, Zjhm: p.idNumber, codeType: p.phone, Yxq: p.idNumber }] }),
  'a failure that quotes everything': (p) => JSON.stringify({ result: 1, success: false, ' msg': `未查询到${p.name}(${p.idNumber})，电话${p.phone}，${token}，${p.word}`, data: [{ workername: p.name }] }),
  'a number among the telling fields': (p) => JSON.stringify({ result: Number(p.phone), data: { value: p.phone, code: p.idNumber, faceName: p.name } }),
  'a list': (p) => `<DataTable><Workers><Worker><WorkerName>${p.name}</WorkerName><Zjhm>${p.idNumber}</Zjhm><Lxdh>${p.phone}</Lxdh></Worker></Workers><msg>${p.name}</msg></DataTable>`,
  'a list that breaks off': (p) => `<DataTable><Workers><Worker zjhm="${p.idNumber}"><Zjhm>${p.idNumber}</Zjhm><Text>${p.phone} ${token}</Text><WorkerName>${p.name}`,
  'a page with the request in it': (p) => `<!DOCTYPE html><title>${p.idNumber}</title><pre>${p.name} ${p.word} ${token}</pre><a href="?zjhm=${p.idNumber}&t=${token}">${p.phone}</a>`,
  'a SOAP fault': (p) => `<s:Fault><faultstring>${p.idNumber.replace(/(\d{4})/g, '$1 ')}${p.phone.replace(/(\d{3})(\d{4})/, '$1-$2-')} ${token}</faultstring></s:Fault>`,
  'JSON that is none': (p) => `{"WorkerName"：“${p.name}”，"Zjhm":${p.idNumber},"phone":"${p.phone}" "${token}" ${p.word}`,
  'a sentence': (p) => `校验密码错误 ${p.idNumber} ${p.word} ${token} ${p.phone}`,
}

describe('no number, name, telephone or token survives', () => {
  it.each(Object.entries(shapes))('in %s', (_what, shape) => {
    fc.assert(fc.property(person, (p) => {
      const sample = redact(shape(p), [token])
      for (const secret of [p.idNumber, p.idNumber.slice(0, 14), p.phone, p.phone.slice(3), p.name, token, p.word]) expect(sample).not.toContain(secret)
      expect(sample.replace(/[\s-]/g, '')).not.toMatch(/\d{6}/)
    }), { numRuns: 300 })
  })

  it('in a reply that is cut anywhere', () => {
    fc.assert(fc.property(person, fc.constantFrom(...Object.values(shapes)), fc.nat({ max: 400 }), (p, shape, cut) => {
      const sample = redact(shape(p).slice(0, cut), [token])
      for (const secret of [p.idNumber.slice(0, 10), p.phone.slice(0, 8), token]) expect(sample).not.toContain(secret)
    }), { numRuns: 1000 })
  })
})
