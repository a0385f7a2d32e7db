/** Rows about people. Zjhm is varchar(20): mostly an identity number, but also a passport or a permit, which have no check character. */
import { normaliseIdText } from '#domain/identity.ts'
import type { Row } from './document.ts'
import { refusal, type Reading } from './reading.ts'

/** The number without blanks and with upper-case letters; `null` when the text names nobody. */
export function readPersonNumber(text: string | null): string | null {
  const number = normaliseIdText(text ?? '').toUpperCase()
  return /^[0-9A-Z()/-]{5,20}$/.test(number) ? number : null
}

/**
 * Reads the rows that name a person. One that names nobody can be nobody's row: it is left out with the alarm `id-mismatch`, so that
 * a slip in one row does not cost the whole roster. Rows that all name nobody are no roster.
 */
export function keepPeople<F extends string, T>(rows: Reading<Row<F | 'Zjhm'>[]>, read: (row: Row<F | 'Zjhm'>, idNumber: string) => T): Reading<T[]> {
  if (rows.kind === 'trouble') return rows
  const kept = rows.value.flatMap((row) => {
    const idNumber = readPersonNumber(row.Zjhm)
    return idNumber === null ? [] : [read(row, idNumber)]
  })
  const left = rows.value.length - kept.length
  if (left > 0 && kept.length === 0) return refusal('platform', 'no row names a person', 'id-mismatch')
  return { kind: 'value', value: kept, alarms: left > 0 ? [...rows.alarms, 'id-mismatch'] : rows.alarms }
}
