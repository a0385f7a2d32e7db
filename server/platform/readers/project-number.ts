/** PrjNumber is varchar(50) in two tables and varchar(20) in the third: a longer number arrives there cut off. */

const SHORT = 20

/** Whether both name one project. */
export function sameProject(a: string, b: string): boolean {
  const [short, long] = [a.trim(), b.trim()].sort((x, y) => x.length - y.length) as [string, string]
  return short === long || (short.length === SHORT && long.startsWith(short))
}

/** Whether all rows are of one project. A row that names none is not held against the others. */
export function ofOneProject(rows: readonly { projectNumber: string }[]): boolean {
  const numbers = [...new Set(rows.map((row) => row.projectNumber))].filter((number) => number !== '')
  return numbers.every((number) => sameProject(number, numbers[0] ?? ''))
}
