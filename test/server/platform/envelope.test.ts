import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFormReply, readReply, soapBody, soapNamespaces, writeEnvelope, writeRequest, type RequestStyle } from '../../../server/platform/envelope.ts'
import { readXml } from '../../../server/platform/xml.ts'

const style: RequestStyle = { namespace: 'http://tempuri.org/', soapActionBase: 'http://tempuri.org/', protocol: 'soap-1.1', requestCharset: 'utf-8' }
const call = { name: 'GetSAMInfo', action: 'GetSAMInfo' }
const reply = (inner: string) => readReply(writeEnvelope('1.1', inner))

describe('writing a request', () => {
  it('puts the method and its version where each SOAP version wants them', () => {
    expect(writeRequest(call, {}, style).headers).toEqual({ 'content-type': 'text/xml; charset=utf-8', soapaction: '"http://tempuri.org/GetSAMInfo"' })
    const newer = writeRequest(call, {}, { ...style, protocol: 'soap-1.2' })
    expect(newer.headers).toEqual({ 'content-type': 'application/soap+xml; charset=utf-8; action="http://tempuri.org/GetSAMInfo"' })
    expect(newer.body).toContain(soapNamespaces['1.2'])
  })

  it('keeps the name of an element and the action of a call apart', () => {
    const { headers, body } = writeRequest({ name: 'GetWorkerImage1', action: 'urn:x#Image' }, { Zjhm: '1' }, { ...style, soapActionBase: '' })
    expect(headers['soapaction']).toBe('"urn:x#Image"')
    expect(body).toContain('<GetWorkerImage1 xmlns="http://tempuri.org/"><Zjhm>1</Zjhm></GetWorkerImage1>')
  })

  it('posts a form to the name of the call', () => {
    expect(writeRequest(call, { zjhm: '1 2&3', token: '中' }, { ...style, protocol: 'form' })).toEqual({
      path: '/GetSAMInfo', headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: 'zjhm=1%202%263&token=%E4%B8%AD',
    })
    expect(writeRequest(call, { token: '中' }, { ...style, protocol: 'form', requestCharset: 'gb18030' }).body).toBe('token=%d6%d0')
  })

  it('says the same bytes in either character set, and says which', () => {
    const older = writeRequest(call, { token: '中𠀀' }, { ...style, requestCharset: 'gb18030' })
    expect(older.headers['content-type']).toBe('text/xml; charset=gb18030')
    expect(older.body).toMatch(/^<\?xml version="1.0" encoding="gb18030"\?>[\x20-\x7e]*$/)
    const reading = readXml(older.body)
    expect(reading.kind === 'xml' && soapBody(reading.root)?.children[0]?.children[0]?.text).toBe('中𠀀')
  })

  it('lets no parameter become markup', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }).filter((s) => !/[\u0000-\u001f\u007f-\u009f\ufffe\uffff\u2028]|\p{Cs}/u.test(s)), (token) => {
      const reading = readXml(writeRequest(call, { token }, style).body)
      if (reading.kind === 'bad-xml') throw new Error(reading.reason)
      expect(soapBody(reading.root)?.children[0]?.children.map((c) => [c.name, c.text])).toEqual([['token', token]])
    }))
  })
})

describe('reading a reply', () => {
  it('takes the first child of the first child of Body, whatever it is called', () => {
    expect(reply('<a xmlns="urn:any"><b>text&#xD;\n&lt;x/&gt;</b><c>other</c></a>')).toEqual({ kind: 'result', text: 'text\r\n<x/>' })
    expect(reply('<a><b><![CDATA[{"a":"<"}]]></b></a>')).toEqual({ kind: 'result', text: '{"a":"<"}' })
  })

  it('tells empty, null and missing apart', () => {
    expect(reply('<a><b/></a>')).toEqual({ kind: 'result', text: '' })
    expect(reply('<a><b xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/></a>')).toEqual({ kind: 'nil' })
    expect(reply('<a/>')).toEqual({ kind: 'missing' })
    expect(reply('')).toEqual({ kind: 'missing' })
  })

  it('knows a SOAP fault of either version', () => {
    expect(reply('<soap:Fault><faultstring>x</faultstring></soap:Fault>')).toEqual({ kind: 'soap-fault' })
    expect(readReply(writeEnvelope('1.2', '<soap:Fault/>'))).toEqual({ kind: 'soap-fault' })
  })

  const good = writeEnvelope('1.1', '<a><b>x</b></a>')
  it.each([
    ['a truncated envelope', good.slice(0, -12)],
    ['nothing', ''],
    ['text after the end', `${good}x`],
    ['a document type', good.replace('?>', '?><!DOCTYPE x>')],
    ['an outside entity', good.replace('?>', '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace('>x<', '>&e;<')],
    ['an unknown entity', good.replace('>x<', '>&e;<')],
    ['a processing instruction', good.replace('?>', '?><?php x?>')],
    ['an element as the result', good.replace('>x<', '><row>x</row><')],
    ['another root', '<Envelope><Body><a><b>x</b></a></Body></Envelope>'],
    ['endless depth', writeEnvelope('1.1', '<a>'.repeat(5000) + '</a>'.repeat(5000))],
    ['endless elements', writeEnvelope('1.1', `<a>${'<b/>'.repeat(20_000)}</a>`)],
    ['JSON', '{"result":1}'],
  ])('refuses %s', (_what, xml) => {
    expect(readReply(xml).kind).toBe('bad-xml')
  })
})

describe('reading the reply to a form', () => {
  it('takes the text of the one element, whatever it is called', () => {
    expect(readFormReply('<?xml version="1.0"?><string xmlns="http://any/">text&lt;</string>')).toEqual({ kind: 'result', text: 'text<' })
    expect(readFormReply('<string xmlns="http://any/"/>')).toEqual({ kind: 'result', text: '' })
    expect(readFormReply('<string xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>')).toEqual({ kind: 'nil' })
  })

  it.each([['a page', '<p>缺少参数: <b>pass</b></p>'], ['plain words', '缺少参数: pass。'], ['half a reply', '<string>eyJ']])('refuses %s', (_what, text) => {
    expect(readFormReply(text).kind).toBe('bad-xml')
  })
})
