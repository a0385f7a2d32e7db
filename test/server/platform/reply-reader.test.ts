import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReplyReader, protocols, readPlatformReply, requestWriter, writeEnvelope, writeRequest, type Protocol, type RequestStyle } from '../../../server/platform/envelope.ts'

const replyOf = (protocol: Protocol, text: string): string =>
  protocol === 'form'
    ? `<?xml version="1.0" encoding="utf-8"?><string xmlns="http://tempuri.org/">${text}</string>`
    : writeEnvelope(protocol === 'soap-1.1' ? '1.1' : '1.2', `<GetSAMInfoResponse xmlns="http://tempuri.org/"><GetSAMInfoResult>${text}</GetSAMInfoResult></GetSAMInfoResponse>`)

const base64 = fc.base64String({ minLength: 4, maxLength: 40 })
/** What may befall a reply: cut, a piece put in, a piece taken out. */
const damage = fc.record({ at: fc.nat(500), length: fc.nat(12), put: fc.constantFrom('', '<', '>', '&', '&amp;', '<b/>', '<!-- x -->', '<![CDATA[x]]>', '</', ' ', '\u0000', '张', 'abc', '?>', '<!DOCTYPE x>') })

describe('a reply like the one before', () => {
  it.each(protocols)('over %s is read as the strict reader reads it, whatever befell it on its way', (protocol) => {
    fc.assert(fc.property(base64, base64, damage, (first, second, { at, length, put }) => {
      const read = createReplyReader(protocol)
      expect(read(replyOf(protocol, first))).toEqual({ kind: 'result', text: first })
      const whole = replyOf(protocol, second)
      expect(read(whole)).toEqual({ kind: 'result', text: second })
      const damaged = whole.slice(0, at) + put + whole.slice(at + length)
      expect(read(damaged)).toEqual(readPlatformReply(damaged, protocol))
      expect(read(whole)).toEqual({ kind: 'result', text: second })
    }), { numRuns: 500 })
  })

  it.each([
    ['stands in a comment as well', '<a><!-- >AAAA</ --><b>AAAA</b></a>', '<a><!-- >BBBB</ --><b>AAAA</b></a>', 'AAAA'],
    ['stands in another element as well', '<a><b>AAAA</b><c>AAAA</c></a>', '<a><b>AAAA</b><c>BBBB</c></a>', 'AAAA'],
    ['is spelt with references while another element spells it out', '<a><b>&#65;AAA</b><c>AAAA</c></a>', '<a><b>&#65;AAA</b><c>BBBB</c></a>', 'AAAA'],
  ])('is not taken for it when the text %s', (_what, first, second, text) => {
    const read = createReplyReader('soap-1.1')
    expect(read(writeEnvelope('1.1', first))).toEqual({ kind: 'result', text })
    expect(read(writeEnvelope('1.1', second))).toEqual({ kind: 'result', text })
  })

  it('is not taken for it when the text stands in the header as well', () => {
    const read = createReplyReader('soap-1.1')
    const headed = (header: string) => writeEnvelope('1.1', '<a><b>AAAA</b></a>').replace('<soap:Body>', `<soap:Header><h>${header}</h></soap:Header>$&`)
    expect(read(headed('AAAA'))).toEqual({ kind: 'result', text: 'AAAA' })
    expect(read(headed('BBBB'))).toEqual({ kind: 'result', text: 'AAAA' })
  })

  it('says nothing for a fault, however often the same one came', () => {
    const read = createReplyReader('soap-1.1')
    for (let i = 0; i < 3; i++) expect(read(writeEnvelope('1.1', '<soap:Fault/>'))).toEqual({ kind: 'soap-fault' })
  })
})

describe('a writer of requests', () => {
  it.each(protocols)('writes over %s again and again what one request alone would be, and only its own texts', (protocol) => {
    const style: RequestStyle = { namespace: 'urn:苏安&', soapActionBase: 'urn:x#', protocol, requestCharset: 'utf-8' }
    const write = requestWriter({ name: 'GetX', action: 'Do' }, ['a', 'b'], style)
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('plain', '<&>"', '中文𠀀', '\t\r\n', '\u0001'), (a, b) => {
      const request = write([a, b])
      expect(request).toEqual(writeRequest({ name: 'GetX', action: 'Do' }, { a, b }, style))
      expect(/^[\t\r\n -~]*$/.test(request.body)).toBe(true)
    }))
    expect(write(['1', '2']).body).toContain(protocol === 'form' ? 'a=1&b=2' : '<a>1</a><b>2</b></GetX>')
  })
})
