/** A WSDL as a tree with attributes, which replies do not need; as strict as the reader of replies. */
import { SaxesParser } from 'saxes'

export interface WsdlNode {
  name: string
  namespace: string
  /** By local name; of two, the one without a prefix. */
  attributes: Readonly<Record<string, string>>
  children: WsdlNode[]
}

const MOST_CHARACTERS = 4 * 1024 * 1024

/** The root of `text`; `null` when it is no well-formed document, is too long, or brings a document type along. */
export function readWsdlTree(text: string): WsdlNode | null {
  const top: WsdlNode = { name: '', namespace: '', attributes: {}, children: [] }
  const open = [top]
  const parser = new SaxesParser({ xmlns: true, position: false })
  parser.on('doctype', () => {
    throw new Error('document type')
  })
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).toSorted((a, b) => b.prefix.length - a.prefix.length)
    const node = { name: tag.local, namespace: tag.uri, attributes: Object.fromEntries(attributes.map((a) => [a.local, a.value])), children: [] }
    open.at(-1)?.children.push(node)
    open.push(node)
  })
  parser.on('closetag', () => void open.pop())
  try {
    if (text.length > MOST_CHARACTERS) return null
    parser.write(text.trimStart()).close()
  } catch {
    return null
  }
  return top.children[0] ?? null
}

/** Every node along `path` of local names below `node`. */
export function descend(node: WsdlNode, ...path: string[]): WsdlNode[] {
  return path.reduce((nodes, name) => nodes.flatMap((one) => one.children.filter((child) => child.name === name)), [node])
}

/** The local part of a QName in an attribute. */
export function localName(name: string | undefined): string {
  return (name ?? '').replace(/^.*:/, '')
}
