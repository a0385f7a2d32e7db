/** A strict XML reader for replies of a stranger: no document type, no entities of its own, no processing instructions, bounded in every direction. */
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

export interface XmlLimits {
  depth: number
  elements: number
  /** UTF-16 code units of the whole document. */
  characters: number
}

/** Enough for an envelope, whose result is one text. */
export const envelopeLimits: XmlLimits = { depth: 32, elements: 10_000, characters: 64 * 1024 * 1024 }

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** Reads a whole document. Truncated or otherwise malformed text is `bad-xml`; `reason` never quotes the document. */
export function readXml(text: string, limits: XmlLimits = envelopeLimits): XmlReading {
  if (text.length > limits.characters) return { kind: 'bad-xml', reason: 'too long' }
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
    if (open.length >= limits.depth) refuse('too deep')
    if (++elements > limits.elements) refuse('too many elements')
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
