import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPayloadRules, readPayload, type PayloadRules } from '#domain/payload.ts'

const today = '2026-11-22'
const id = '11010519491231002X'
const rules: PayloadRules = { ...defaultPayloadRules, urlHosts: ['sam.example.gov.cn'] }
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')

describe('the text of a code', () => {
  it.each([
    ['a bare number', id, 'id-number'],
    ['a number in full-width characters', '１１０１０５１９４９１２３１００２Ｘ', 'id-number'],
    ['a number with blanks and a small x', ' 110105 19491231 002x\n', 'id-number'],
    ['JSON', `{"Zjhm":"${id}","name":"x"}`, 'json'],
    ['JSON with another key', `{"sfzh":"${id}"}`, 'json'],
    ['a link of an allowed host', `https://sam.example.gov.cn/c?a=1&zjhm=${id}`, 'link'],
    ['key and value', `zjhm:${id}`, 'pair'],
    ['base64 of a number', base64(id), 'base64'],
    ['base64 of JSON', base64(`{"zjhm":"${id}"}`), 'base64'],
    ['url-safe base64 without padding', base64(`{"idcard":"${id}","姓名":"王示范"}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''), 'base64'],
  ])('as %s gives the identity', (_title, text, shape) => {
    expect(readPayload(text, rules, today)).toEqual({ kind: 'identity', id, shape })
  })

  it.each([
    ['seconds', '{"id":"11010519491231002X","ts":1795368000}', 1795368000_000],
    ['milliseconds as text', '{"id":"11010519491231002X","timestamp":"1795368000123"}', 1795368000_123],
    ['a date and time of Shanghai', '{"id":"11010519491231002X","createTime":"2026-11-22 10:30:05"}', Date.parse('2026-11-22T10:30:05+08:00')],
    ['digits only', 'https://sam.example.gov.cn/c?zjhm=11010519491231002X&time=20261122103005', Date.parse('2026-11-22T10:30:05+08:00')],
    ['an encoded date', 'https://sam.example.gov.cn/c?time=2026-11-22%2010%3A30&zjhm=11010519491231002X', Date.parse('2026-11-22T10:30:00+08:00')],
  ])('tells when it was made, in %s', (_title, text, issuedAt) => {
    expect(readPayload(text, rules, today)).toMatchObject({ kind: 'identity', id, issuedAt })
  })

  it.each(['"soon"', '7', '"2026-13-40 10:00:00"', '99999999999999', 'null', '"1970-01-01 00:00:00"'])('says nothing of when it was made where %s stands for it', (value) => {
    expect(readPayload(`{"id":"${id}","ts":${value}}`, rules, today)).toEqual({ kind: 'identity', id, shape: 'json' })
  })

  it.each([
    ['a wrong check digit', '110105194912310021', 'check-digit'],
    ['an old 15-digit number', '110105491231002', 'fifteen-digits'],
    ['a multiplication sign for X', '11010519491231002×', 'ask-x'],
    ['a wrong number inside JSON', '{"zjhm":"110105194912310021"}', 'check-digit'],
  ])('with %s is told so, not called foreign', (_title, text, problem) => {
    expect(readPayload(text, rules, today)).toMatchObject({ kind: 'bad-identity', problem })
  })

  it.each([
    ['a link', 'https://example.com/x?zjhm=11010519491231002X', 'foreign-link'],
    ['a link that only looks allowed', 'https://sam.example.gov.cn@evil.example/?zjhm=11010519491231002X', 'foreign-link'],
    ['a link with an allowed host inside', 'https://sam.example.gov.cn.evil.example/?zjhm=11010519491231002X', 'foreign-link'],
    ['a script', 'javascript:alert(1)', 'foreign-link'],
    ['a bare web address', 'www.example.com', 'foreign-link'],
    ['Wi-Fi', 'WIFI:T:WPA;S=site;P:secret;;', 'wifi'],
    ['a visiting card', 'BEGIN:VCARD\nFN:Wang\nEND:VCARD', 'contact'],
    ['a telephone number', 'tel:+8651252880000', 'phone'],
    ['a payment code', 'wxp://f2f0abc', 'payment'],
    ['a payment link', 'https://qr.alipay.com/fkx123', 'payment'],
    ['binary content', 'a\u0000b\u0001c', 'binary'],
    ['4 KB of text', '字'.repeat(4096), 'too-long'],
    ['nothing', '   ', 'empty'],
  ])('of %s is refused as foreign', (_title, text, shape) => {
    expect(readPayload(text, rules, today)).toEqual({ kind: 'foreign', shape })
  })

  it.each(['你好，工地', 'worker:12345', '{"zjhm":12}', '{broken', '[]', '{"a":null}', 'https://sam.example.gov.cn/c?ticket=abc', base64('hello world, nothing here')])(
    'that has no known shape (%s) stays opaque',
    (text) => expect(readPayload(text, rules, today).kind).toBe('opaque'),
  )

  it('never throws and never invents an identity', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.json(), fc.webUrl(), fc.base64String()), (text) => {
        const payload = readPayload(text, rules, today)
        if (payload.kind === 'identity') expect(payload.id).toMatch(/^\d{17}[\dX]$/)
      }),
      { numRuns: 2000 },
    )
  })
})
