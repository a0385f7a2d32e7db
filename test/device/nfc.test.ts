import { describe, expect, it } from 'vitest'
import { hasNfc, listenForCards, textsOf } from '#device/nfc.ts'

const bytes = (text: string) => new DataView(new TextEncoder().encode(text).buffer)
const utf16 = (text: string) => new DataView(Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8])).buffer)

/** A phone whose reader answers `scan` with `answer`, and holds `records` to itself at once. */
function phone(answer: Error | null, records: object[] = []) {
  class NDEFReader {
    onreading: ((event: { message: { records: object[] } }) => void) | null = null
    onreadingerror: (() => void) | null = null
    scan() {
      if (answer !== null) return Promise.reject(answer)
      setTimeout(() => (records.length > 0 ? this.onreading?.({ message: { records } }) : this.onreadingerror?.()))
      return Promise.resolve()
    }
  }
  return { NDEFReader }
}

describe('NFC cards', () => {
  it('are offered only where the phone reads them', () => {
    expect([hasNfc({}), hasNfc(phone(null))]).toEqual([false, true])
  })

  it('give the texts and links on them, in any encoding, and nothing else', () => {
    expect(textsOf([
      { recordType: 'text', encoding: 'utf-16le', data: utf16('11010519491231002X') },
      { recordType: 'url', data: bytes('https://code.example.cn/?id=1') },
      { recordType: 'mime', mediaType: 'application/json', data: bytes('{"zjhm":"1"}') },
      { recordType: 'mime', mediaType: 'image/png', data: bytes('\u0089PNG') },
      { recordType: 'text', encoding: 'no-such-encoding', data: bytes('?') },
      { recordType: 'empty' },
    ])).toEqual(['11010519491231002X', 'https://code.example.cn/?id=1', '{"zjhm":"1"}'])
  })

  it('are read when they are held to the phone', async () => {
    const texts = await new Promise((resolve) => void listenForCards(resolve, () => {}, phone(null, [{ recordType: 'text', data: bytes('abc') }])))
    expect(texts).toEqual(['abc'])
  })

  it('that cannot be read are told of', async () => {
    expect(await new Promise((resolve) => void listenForCards(() => {}, resolve, phone(null)))).toBe('unreadable')
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotSupportedError', 'switched-off'],
    ['NotReadableError', 'switched-off'],
    ['AbortError', 'failed'],
  ])('%s means %s', async (name, trouble) => {
    expect(await listenForCards(() => {}, () => {}, phone(new DOMException('no', name)))).toEqual({ kind: 'trouble', trouble })
  })
})
