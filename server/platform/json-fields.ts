/** Members of the JSON that the platform sends, whose keys have stray blanks and any letter case (`" msg"`) and whose truth has many spellings. */

export type Fields = ReadonlyMap<string, unknown>

/** Members under trimmed, lower-case keys; `null` when `value` is no object, or when two members say different things under one key. */
export function readFields(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map<string, unknown>()
  for (const [rawKey, member] of Object.entries(value)) {
    const key = rawKey.trim().toLowerCase()
    if (fields.has(key) && fields.get(key) !== member) return null
    fields.set(key, member)
  }
  return fields
}

/** A text without blanks at its ends, or a number as text; empty for everything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

/** 1, 0, true and false in any spelling; `null` for everything else. */
export function truth(value: unknown): boolean | null {
  const text = typeof value === 'boolean' ? String(value) : textOf(value).toLowerCase()
  if (text === '1' || text === 'true') return true
  return text === '0' || text === 'false' ? false : null
}
