import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultMessageRules } from '../../../../server/platform/message-rules.ts'
import { documentReaders, type DocumentKind } from '../../../../server/platform/readers/documents.ts'
import { defaultReadLimits } from '../../../../server/platform/readers/reading.ts'
import type { Worker } from '../../../../server/platform/results.ts'
import { engagementsDocument, enterprisesDocument, projectDocument, workersDocument } from '../../../support/platform-documents.ts'

const hanzi = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code))
const words = fc.array(hanzi, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
const number = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }).map((digits) => digits.join(''))
const workerRows = fc.array(fc.record({ WorkerName: words, Zjhm: number, Zz: words, Lxdh: number }), { minLength: 1, maxLength: 6 })
const anyDocument = fc.oneof(
  workerRows.map((rows) => ['workers', workersDocument(...rows)] as const),
  fc.array(fc.record({ Zjhm: number, Bzmc: words, GH: number }), { maxLength: 6 }).map((rows) => ['engagements', engagementsDocument(...rows)] as const),
  fc.array(fc.record({ Qymc: words, PrjNumber: fc.constantFrom('1', '2') }), { maxLength: 6 }).map((rows) => ['enterprises', enterprisesDocument(...rows)] as const),
  fc.array(fc.record({ PrjName: words, PrjNumber: number }), { maxLength: 2 }).map((rows) => ['project', projectDocument(...rows)] as const),
)

const read = (kind: DocumentKind, text: string) => documentReaders[kind](text, defaultMessageRules, defaultReadLimits)
const readWorkers = (text: string): Worker[] => {
  const reading = documentReaders.workers(text, defaultMessageRules, defaultReadLimits)
  return reading.kind === 'value' ? reading.value : []
}
/** All texts that a reading gives out, rows one after the other. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []

/** Positions as parts of the whole, so that one drawing fits every document. */
const place = fc.double({ min: 0, max: 0.999999, noNaN: true })

describe('a damaged document', () => {
  it('that was cut off anywhere gives no row', () => {
    fc.assert(fc.property(anyDocument, place, ([kind, text], at) => {
      const reading = read(kind, text.slice(0, Math.floor(at * text.length)))
      if (reading.kind === 'value') expect(reading.value ?? []).toEqual([])
    }), { numRuns: 2000 })
  })

  it('in which characters were swapped, lost or put in gives only what stands in it, and never fails', () => {
    const change = fc.record({ at: place, to: place, length: fc.nat(40), put: fc.constantFrom('', '<', '>', '/', '&', '&#48;', '<Worker>', '</Worker>', ']]>', '<!--', '\u0000', '9') })
    fc.assert(fc.property(anyDocument, fc.array(change, { minLength: 1, maxLength: 3 }), fc.boolean(), ([kind, text], changes, swap) => {
      const damaged = changes.reduce((before, { at, to, length, put }) => {
        const [i, j] = [Math.floor(at * before.length), Math.floor(to * before.length)].sort((a, b) => a - b) as [number, number]
        if (swap && i < j) return before.slice(0, i) + before.charAt(j) + before.slice(i + 1, j) + before.charAt(i) + before.slice(j + 1)
        return before.slice(0, i) + put + before.slice(i + length)
      }, text)
      const reading = read(kind, damaged)
      if (reading.kind !== 'value') return
      const standing = damaged.replaceAll('&#48;', '0').replace(/<!--[\s\S]*?-->|[^\S\n]|\n/g, '')
      for (const found of textsOf(reading.value)) expect(standing).toContain(found.replace(/\s/g, ''))
      const rows = Array.isArray(reading.value) ? reading.value.length : 1
      expect(rows).toBeLessThanOrEqual(Math.max(1, damaged.split(/<(?:Worker|WorkerHmc|Enterprise|Project)\b/).length - 1))
    }), { numRuns: 3000 })
  })

  it('in which whole elements were doubled, lost or moved never mixes two people', () => {
    fc.assert(fc.property(workerRows, fc.array(fc.record({ at: place, to: place, act: fc.constantFrom('double', 'lose', 'move') }), { minLength: 1, maxLength: 6 }), (rows, acts) => {
      const lines = rows.map((row) => Object.entries(row).map(([name, text]) => `<${name}>${text}</${name}>`))
      for (const { at, to, act } of acts) {
        const line = lines[Math.floor(at * lines.length)]
        if (line === undefined) continue
        const field = Math.floor(to * line.length)
        if (act === 'double') lines.push([...line])
        if (act === 'lose') line.splice(field, 1)
        if (act === 'move') line.push(...line.splice(field, 1))
      }
      const sent = `<DataTable><Workers>${lines.map((line) => `<Worker>${line.join('')}</Worker>`).join('')}</Workers></DataTable>`
      const sources = new Map(rows.map((row) => [row.Zjhm, row]))
      const people = readWorkers(sent)
      expect(people).toHaveLength(lines.filter((line) => line.some((field) => field.startsWith('<Zjhm>'))).length)
      for (const person of people) {
        const source = sources.get(person.idNumber)
        expect(source).toBeDefined()
        if (rows.filter((row) => row.Zjhm === person.idNumber).length > 1) continue
        expect([source?.WorkerName, '']).toContain(person.name)
        expect([source?.Zz, null]).toContain(person.address)
        expect([source?.Lxdh, null]).toContain(person.phone)
      }
    }), { numRuns: 300 })
  })

  it('of any text or any XML never throws', () => {
    const kinds = fc.constantFrom<DocumentKind>('project', 'enterprises', 'workers', 'engagements', 'cardImage')
    const markup = fc.array(fc.constantFrom('<DataTable>', '</DataTable>', '<Workers>', '</Workers>', '<Worker>', '</Worker>', '<Zjhm>', '</Zjhm>', '1', '<?xml version="1.0"?>', '<![CDATA[', ']]>', '<Image>', '</Image>')).map((parts) => parts.join(''))
    fc.assert(fc.property(kinds, fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json(), markup), (kind, text) => {
      expect(['value', 'trouble']).toContain(read(kind, text).kind)
    }), { numRuns: 400 })
  })
})
