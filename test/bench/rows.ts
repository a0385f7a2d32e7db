/** What a benchmark hands over, and how it is shown. Nothing is judged here beyond marking a goal as met or not. */

export interface Row {
  what: string
  /** Every value measured, in `unit`; a size has one. */
  values: number[]
  unit: 'KB' | 'ms' | 'µs' | 'per s' | 'calls' | '×'
  /** The largest median that is good enough. */
  goal?: number
  note?: string
}

/** The middle one of `values`, which must not be empty. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  if (low === undefined || high === undefined) throw new Error('nothing was measured')
  return (low + high) / 2
}

/** All rows as one aligned table. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    `${shown(median(row.values))} ${row.unit}`,
    row.values.length > 1 ? `${shown(Math.min(...row.values))}–${shown(Math.max(...row.values))} of ${row.values.length}` : '',
    row.goal === undefined ? '' : `≤ ${shown(row.goal)} ${row.unit}: ${median(row.values) <= row.goal ? 'met' : 'NOT MET'}`,
    row.note ?? '',
  ])
  const all = [['what', 'median', 'min–max', 'goal', 'note'], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}

function shown(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0)
}
