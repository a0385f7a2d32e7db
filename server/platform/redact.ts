/**
 * A reply with everything taken out that may be personal or secret, and its structure left in: names of elements and keys, how long each
 * value was, and the few values that tell what went wrong. What is not known to be harmless is taken out.
 */

/** Values that say how a reply is meant, none of them about a person by itself. Names in lower case. */
const TELLING: ReadonlySet<string> = new Set([
  'result', 'success', 'msg', 'message', 'codetype', 'yxq', 'datastate', 'faultcode', 'faultstring', 'reason', 'text', 'code', 'value', 'title', 'h1', 'h2',
])
const NAMING = /"\s*[^"]*name[^"]*"\s*:\s*"([^"]{1,40})"|<[^<>/]*name[^<>/]*>([^<>]{1,40})</giu

/** `text` without persons and secrets; `secrets` are taken out wherever they stand. */
export function redact(text: string, secrets: readonly string[]): string {
  const names = [...text.matchAll(NAMING)].map(([, inJson, inXml]) => (inJson ?? inXml ?? '').trim())
  const hidden = [...secrets, ...names].filter((word) => word !== '')
  const clean = (value: string): string => scrub(hidden.reduce((rest, word) => rest.replaceAll(word, '…'), value))
  const json = parse(text)
  if (json !== undefined) return JSON.stringify(redactJson(json, clean))
  if (/<[a-z!?/]/i.test(text)) return redactMarkup(text, clean)
  return /["{}[\]]/.test(text) ? redactWords(text, clean) : shorten(clean(text))
}

const DATE = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)(.*)$/s
const NUMBERS = /[A-Za-z0-9+/_=-]{40,}|[0-9a-f]{16,}x?|[\p{Nd}xX＊*](?:[\s\p{Pd}]*[\p{Nd}xX＊*]){5,}/giu

/** Takes out what may be a number of a person or a telephone, a check word or anything in base64. A date at the beginning stays. */
function scrub(text: string): string {
  const [, date = '', rest = text] = DATE.exec(text.trim()) ?? []
  return date + rest.replace(NUMBERS, '…')
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…${text.length}` : text
}

/** Stands for a value of so many characters. */
function blank(value: string): string {
  return value.trim() === '' ? value.slice(0, 4) : `…${value.length}`
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}

function redactJson(value: unknown, clean: (value: string) => string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((member) => redactJson(member, clean, key))
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, member]) => [shorten(clean(name)), redactJson(member, clean, name)]))
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const text = String(value)
  if (!TELLING.has(key.trim().toLowerCase())) return blank(text)
  return typeof value === 'number' && text.length < 6 ? value : shorten(clean(text))
}

/** Tags without their attributes, and the text between them. Also of markup that breaks off in the middle. */
function redactMarkup(text: string, clean: (value: string) => string): string {
  const parts = text.split(/(<[^<>]*(?:>|$))/)
  let inside = ''
  return parts.map((part, i) => {
    if (i % 2 === 0) return TELLING.has(inside) ? shorten(clean(part)) : blank(part)
    const [, slash = '', name = ''] = /^<(\/?|!|\?)([A-Za-z][\w.:-]{0,60})/.exec(part) ?? []
    inside = slash === '' ? name.replace(/^.*:/, '').toLowerCase() : ''
    return `<${slash}${clean(name)}>`
  }).join('')
}

/** Of JSON that is none, the punctuation and the names of fields are kept. */
function redactWords(text: string, clean: (value: string) => string): string {
  return text.replace(/[^\s{}[\]:,"“”：，]+/gu, (word, at: number) => {
    const named = /^\s*["“”]?\s*[:：]/.test(text.slice(at + word.length, at + word.length + 20)) && /^[A-Za-z]{1,20}$/.test(word)
    return named ? clean(word) : blank(word)
  })
}
