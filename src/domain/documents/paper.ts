/**
 * A paper is what is printed or shown, as a structure: the same on the phone, at the supervisor's and in the tests. Its canonical text is
 * what a signature and a notice keep the hash of. Numbers, signatures and what was learned later stand around it (`sheet.ts`).
 */
import { canonical, type Json } from '../canonical.ts'
import type { NoticeType } from '../entries/notice.ts'

/** The visit's own record, and what is handed to those inspected. */
export const paperTypes = [
  'inspection-record', 'inspection-notice', 'rectification-notice', 'rectification-order', 'reinspection-opinion', 'stop-work-advice', 'transfer-letter',
] as const
export type PaperType = (typeof paperTypes)[number]

/** Papers that are issued as notices, with a number. */
export type NoticePaperType = Exclude<PaperType, 'inspection-record'> & NoticeType

export interface Field {
  label: string
  value: string
}

export interface PaperFinding {
  text: string
  /** Measure, deadline, place, people: one line each. */
  details: readonly string[]
}

export type Block =
  | { kind: 'fields'; fields: readonly Field[] }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'findings'; items: readonly PaperFinding[] }
  | { kind: 'table'; columns: readonly string[]; rows: readonly (readonly string[])[] }

export interface Paper {
  type: PaperType
  /** The words it was made with; old papers stay as they were when a template is changed. */
  template: { id: string; version: string }
  issuer: string
  title: string
  /** To whom it goes; `null` for the record. */
  addressee: string | null
  blocks: readonly Block[]
  /** The day it was made, as it stands under it. */
  dated: string
  /** Whether any part is of a demonstration or of the simulated platform. */
  demo: boolean
}

/** The text whose SHA-256 is signed: canonical, so that it changes exactly when what is printed does. */
export function paperText(paper: Paper): string {
  return canonical(paper as unknown as Json)
}
