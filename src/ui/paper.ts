/** What a sheet of paper looks like to those who draw it; `#domain/documents/sheet.ts` makes it. */

type Block =
  | { kind: 'fields'; fields: readonly { label: string; value: string }[] }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'findings'; items: readonly { text: string; details: readonly string[] }[] }
  | { kind: 'table'; columns: readonly string[]; rows: readonly (readonly string[])[] }

export interface PaperLine {
  label: string
  certificate: boolean
  signed: {
    name: string
    title: string | null
    at: string
    ink: { paths: readonly string[]; box: string; ratio: number } | null
    photo: string | null
    refusal: string | null
    agreement: 'same' | 'changed' | 'unknown'
  } | null
}

export interface PaperView {
  paper: { type: string; issuer: string; title: string; addressee: string | null; blocks: readonly Block[]; dated: string; demo: boolean }
  number: string | null
  temporaryNumber: string | null
  blankNumber: string
  signatures: readonly PaperLine[]
  warnings: readonly string[]
  later: readonly string[]
  delivery: string | null
  copies: string
  footer: string
}

/** Two fields stand side by side on paper. */
export function inPairs<T>(fields: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(fields.length / 2) }, (_, i) => fields.slice(i * 2, i * 2 + 2))
}
