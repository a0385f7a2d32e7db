import { describe, expect, it } from 'vitest'
import { readReply, writeEnvelope } from '../../../server/platform/envelope.ts'
import { envelopeLimits, readXml } from '../../../server/platform/xml.ts'

const reasonOf = (text: string, limits = envelopeLimits) => {
  const reading = readXml(text, limits)
  return reading.kind === 'bad-xml' ? reading.reason : 'read'
}

describe('the strict reader', () => {
  it('reads elements, namespaces, text, CDATA, numeric references and nil', () => {
    const text = '\uFEFF <?xml version="1.0" encoding="gb2312"?><a xmlns="urn:a" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b>1&#x4E2D;&amp;<![CDATA[<&]]></b><b i:nil="true"/></a>'
    expect(readXml(text)).toEqual({
      kind: 'xml',
      root: {
        name: 'a', namespace: 'urn:a', nil: false, text: '',
        children: [
          { name: 'b', namespace: 'urn:a', nil: false, children: [], text: '1中&<&' },
          { name: 'b', namespace: 'urn:a', nil: true, children: [], text: '' },
        ],
      },
    })
  })

  it.each([
    ['a document type', 'document type', '<!DOCTYPE a><a/>'],
    ['an entity bomb', 'document type', `<!DOCTYPE a [<!ENTITY b "bb">${Array.from({ length: 30 }, (_, i) => `<!ENTITY c${i} "&b;&b;">`).join('')}]><a>&c29;</a>`],
    ['an outside entity', 'document type', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'],
    ['an outside document type', 'document type', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>'],
    ['an undeclared entity', 'malformed', '<a>&nbsp;</a>'],
    ['a style sheet', 'processing instruction', '<?xml-stylesheet href="x"?><a/>'],
    ['a second declaration', 'malformed', '<a><?xml version="1.0"?></a>'],
    ['a reference to no character', 'malformed', '<a>&#0;</a>'],
    ['two roots', 'malformed', '<a/><b/>'],
    ['nothing but a comment', 'malformed', '<!-- a -->'],
    ['endless depth', 'too deep', '<a>'.repeat(100_000)],
    ['endless elements', 'too many elements', `<a>${'<b/>'.repeat(20_000)}</a>`],
  ])('refuses %s: %s', (_what, reason, text) => {
    expect(reasonOf(text)).toBe(reason)
  })

  it('keeps to the limits it is given', () => {
    const text = '<a><b><c/></b></a>'
    expect(reasonOf(text, { depth: 3, elements: 3, characters: text.length })).toBe('read')
    expect(reasonOf(text, { depth: 2, elements: 3, characters: 100 })).toBe('too deep')
    expect(reasonOf(text, { depth: 3, elements: 2, characters: 100 })).toBe('too many elements')
    expect(reasonOf(text, { depth: 3, elements: 3, characters: text.length - 1 })).toBe('too long')
  })

  it('refuses 20 MiB of anything quickly', () => {
    const limits = { ...envelopeLimits, characters: 16 * 1024 * 1024 }
    const began = performance.now()
    expect(reasonOf('<a>'.padEnd(20 * 1024 * 1024, '很长'), limits)).toBe('too long')
    expect(reasonOf(`<a>${'<b></b>'.repeat(2_000_000)}</a>`, limits)).toBe('too many elements')
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('never takes an envelope that was cut anywhere for a result', () => {
    for (const inner of ['<m:R xmlns:m="urn:m"><m:T>eyJhIjoxfQ==</m:T></m:R>', '<R><T><![CDATA[<DataTable/>]]></T></R>', '<R><T/></R>']) {
      const whole = writeEnvelope('1.2', inner)
      expect(readReply(whole).kind).toBe('result')
      for (let length = 0; length < whole.length; length++) expect(readReply(whole.slice(0, length)).kind, whole.slice(0, length)).toBe('bad-xml')
    }
  })
})
