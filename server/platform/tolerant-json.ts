/**
 * The one tolerant pass over a body that strict JSON refuses: the interface's own examples are printed with full-width quotes,
 * colons and commas and with `//` comments. Nothing inside a string is touched, and no value is guessed.
 */

const HALF_WIDTH: Readonly<Record<string, string>> = { '：': ':', '，': ',', '｛': '{', '｝': '}', '［': '[', '］': ']', '\u3000': ' ', '\u00A0': ' ' }

/** `text` with its punctuation mended. The result may still be no JSON. */
export function mendJson(text: string): string {
  let mended = ''
  let i = 0
  while (i < text.length) {
    const c = text.charAt(i)
    if (c === '"' || c === '“' || c === '”') {
      const end = endOfString(text, i + 1, c === '"' ? '"' : '”')
      mended += `"${text.slice(i + 1, end)}"`
      i = end + 1
    } else if (c === '/' && text[i + 1] === '/') {
      while (i < text.length && text[i] !== '\n') i++
    } else {
      mended += HALF_WIDTH[c] ?? c
      i++
    }
  }
  return mended
}

function endOfString(text: string, from: number, quote: string): number {
  let i = from
  while (i < text.length && text[i] !== quote) i += text[i] === '\\' ? 2 : 1
  return i
}
