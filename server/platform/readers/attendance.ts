/** 3.2.1 UploadKqxx and 3.2.2 GetKqxx, from their decoded replies. */
import { knownMeaning, showable, type MessageRule } from '../message-rules.ts'
import { textOf } from '../json-fields.ts'
import type { AttendanceJudgement, UploadResult } from '../results.ts'
import { readFrame, troubleOf } from './frame.ts'
import { reading, refusal, refused, type Reading } from './reading.ts'

/**
 * Whether the platform took a record. A failure in words that name a fault of ours is that fault; in words about the record, or in
 * words that nobody knows, the record was refused, and a person reads them.
 */
export function readUpload(body: unknown, rules: readonly MessageRule[]): Reading<UploadResult> {
  const frame = readFrame(body)
  if (frame.kind === 'trouble') return refused(frame)
  const message = showable(frame.message)
  if (frame.kind === 'success') return reading({ kind: 'taken', message })
  if (frame.kind === 'disorder' || message === '') return refused(troubleOf(frame, rules))
  switch (knownMeaning(frame.message, rules)) {
    case 'refused':
    case 'no-record':
    case 'no-attendance':
    case null:
      return reading({ kind: 'refused', message })
    case 'auth':
    case 'param':
    case 'rate':
    case 'clock':
    case 'platform':
      return refused(troubleOf(frame, rules))
  }
}

const STATES: ReadonlyMap<string, 'pending' | 'valid' | 'invalid'> = new Map([['0', 'pending'], ['1', 'valid'], ['2', 'invalid']])

/** What the platform made of a record. 0 is "not yet", never "no". */
export function readJudgement(body: unknown, rules: readonly MessageRule[]): Reading<AttendanceJudgement> {
  const frame = readFrame(body)
  if (frame.kind === 'trouble') return refused(frame)
  const message = showable(frame.message)
  if (frame.kind === 'success') {
    const state = STATES.get(textOf(frame.fields.get('datastate')))
    return state === undefined ? refusal('platform', 'unknown datastate') : reading({ kind: state, message })
  }
  const means = knownMeaning(frame.message, rules)
  const unknown = frame.kind === 'failure' && (means === 'no-attendance' || means === 'no-record')
  return unknown ? reading({ kind: 'unknown', message }) : refused(troubleOf(frame, rules))
}
