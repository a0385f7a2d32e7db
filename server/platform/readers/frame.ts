/** The frame of every JSON reply (1.5): result, success, msg. */
import { readFields, textOf, truth, type Fields } from '../json-fields.ts'
import { faultOf, loggable, meaningOf, type MessageRule } from '../message-rules.ts'
import { trouble, type Trouble } from '../trouble.ts'

export interface Frame {
  /** `failure`: result 1 with success false, an answer. `disorder`: anything else, which is none. */
  kind: 'success' | 'failure' | 'disorder'
  message: string
  fields: Fields
}

/** The frame of a decoded reply. */
export function readFrame(body: unknown): Frame | Trouble {
  const fields = readFields(body)
  if (fields === null) return trouble('bad-json', 'the reply is no object with distinct keys')
  const success = truth(fields.get('success'))
  const answered = truth(fields.get('result')) === true && success !== null
  return { kind: !answered ? 'disorder' : success ? 'success' : 'failure', message: textOf(fields.get('msg')), fields }
}

/** What did not succeed, as the fault that its message means. */
export function troubleOf(frame: Frame, rules: readonly MessageRule[]): Trouble {
  return trouble(faultOf(meaningOf(frame.message, rules)), loggable(frame.message))
}
