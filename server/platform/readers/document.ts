/**
 * The XML document that the tables of interface V3.0 come in, sent as the text of a result. Rows are taken only from the list
 * that was asked for; every shape of "nothing" that a real service sends is an empty list; everything else is refused.
 */
import { readBody } from '../body.ts'
import { readFields, textOf } from '../json-fields.ts'
import { faultOf, loggable, meaningOf, type MessageRule } from '../message-rules.ts'
import { readXml, type XmlElement } from '../xml.ts'
import { reading, refusal, type ReadLimits, type Reading, type Refusal } from './reading.ts'

/** The wire's names of a list, of a row in it and of the fields that are read. Letter case does not matter on the way in. */
export interface Table<F extends string> {
  list: string
  row: string
  fields: readonly F[]
}

/** A row's texts without blanks at their ends; `null` for what is absent, nil or blank. */
export type Row<F extends string> = Readonly<Record<F, string | null>>

/** The rows of `text`. More than `limits.rows` are refused: the platform did not recognise what it was asked for. */
export function readRows<F extends string>(text: string, table: Table<F>, rules: readonly MessageRule[], limits: ReadLimits): Reading<Row<F>[]> {
  // The declaration was true of bytes that are long decoded; services leave "gb2312" or "utf-16" in it.
  const document = text.replace(/^[\s\uFEFF]*(<\?xml\s[^<>]*\?>)?[\s\uFEFF]*/, '')
  if (document === '') return reading([])
  if (!document.startsWith('<')) return spokenFailure(document, rules)
  const xml = readXml(document, limits.xml)
  if (xml.kind === 'bad-xml') return refusal('bad-xml', `document: ${xml.reason}`, ...(xml.reason === 'too many elements' ? ['too-many-rows' as const] : []))

  const lists = [xml.root, ...xml.root.children].filter((element) => isCalled(element, table.list))
  if (lists.length === 0) return withoutList(xml.root, rules)
  const elements = lists.flatMap((list) => list.children)
  const rows = elements.filter((element) => isCalled(element, table.row))
  if (rows.length === 0 && elements.length > 0) return refusal('platform', 'the list holds other rows')
  if (rows.length > limits.rows) return refusal('platform', 'more rows than anybody asked for', 'too-many-rows')
  const read = rows.map((row) => readRow(row, table.fields))
  const whole = read.filter((row) => row !== null)
  if (whole.length < read.length) return refusal('platform', 'a field stands twice in a row, or holds elements')
  return reading(whole.filter((row) => Object.values(row).some((value) => value !== null)))
}

function isCalled(element: XmlElement, name: string): boolean {
  return element.name.toLowerCase() === name.toLowerCase()
}

function withoutList(root: XmlElement, rules: readonly MessageRule[]): Reading<never[]> {
  const said = root.text.trim()
  if (root.children.length > 0) return refusal('platform', 'the document holds another list')
  if (said !== '') return spokenFailure(said, rules)
  return isCalled(root, 'DataTable') ? reading([]) : refusal('platform', 'the document has another root')
}

function spokenFailure(text: string, rules: readonly MessageRule[]): Refusal {
  const message = spokenMessage(text)
  if (message === null) return refusal('bad-xml', 'no XML document')
  return refusal(faultOf(meaningOf(message, rules)), loggable(message))
}

const LONGEST_SENTENCE = 200

/** The message of a failure in place of a document: some services say JSON, and some a bare sentence, where XML was promised. */
export function spokenMessage(text: string): string | null {
  if (/^\s*</.test(text)) return null
  const body = readBody(text)
  if (body.kind === 'body') {
    const fields = readFields(body.value)
    return fields?.has('msg') === true ? textOf(fields.get('msg')) : null
  }
  return text.length <= LONGEST_SENTENCE && /\p{Script=Han}/u.test(text) ? text : null
}

function readRow<F extends string>(element: XmlElement, fields: readonly F[]): Row<F> | null {
  const wanted = new Map(fields.map((field) => [field.toLowerCase(), field]))
  const row = Object.fromEntries(fields.map((field) => [field, null])) as Record<F, string | null>
  const seen = new Set<F>()
  for (const child of element.children) {
    const field = wanted.get(child.name.toLowerCase())
    if (field === undefined) continue
    const value = child.nil ? null : child.text.trim() || null
    if (child.children.length > 0 || (seen.has(field) && row[field] !== value)) return null
    seen.add(field)
    row[field] = value
  }
  return row
}
