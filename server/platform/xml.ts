/** A strict XML reader for replies of a stranger: no document type, no entities of its own, no processing instructions, bounded depth. */
import { SaxesParser } from 'saxes'

export interface XmlElement {
  name: string
  namespace: string
  /** Whether it says `xsi:nil="true"`. */
  nil: boolean
  children: XmlElement[]
  /** Its own text, without that of its children. */
  text: string
}

export type XmlReading = { kind: 'xml'; root: XmlElement } | { kind: 'bad-xml'; reason: string }

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
const MAX_DEPTH = 32
const MAX_ELEMENTS = 10_000

/** Reads a whole document. Truncated or otherwise malformed text is `bad-xml`; `reason` never quotes the document. */
export function readXml(text: string): XmlReading {
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  let elements = 0
  let refused: string | null = null
  const refuse = (reason: string): never => {
    refused = reason
    throw new Error(reason)
  }

  const parser = new SaxesParser({ xmlns: true, position: false })
  parser.on('doctype', () => refuse('document type'))
  parser.on('processinginstruction', () => refuse('processing instruction'))
  parser.on('opentag', (tag) => {
    const nil = Object.values(tag.attributes).some((a) => a.uri === XSI && a.local === 'nil' && /^(true|1)$/.test(a.value.trim()))
    const element: XmlElement = { name: tag.local, namespace: tag.uri, nil, children: [], text: '' }
    if (open.length >= MAX_DEPTH) refuse('too deep')
    if (++elements > MAX_ELEMENTS) refuse('too many elements')
    const parent = open.at(-1)
    if (parent === undefined) root = element
    else parent.children.push(element)
    open.push(element)
  })
  const addText = (part: string): void => {
    const inside = open.at(-1)
    if (inside !== undefined) inside.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => void open.pop())

  try {
    parser.write(text.trimStart()).close()
  } catch {
    return { kind: 'bad-xml', reason: refused ?? 'malformed' }
  }
  return root === null ? { kind: 'bad-xml', reason: 'no element' } : { kind: 'xml', root }
}
