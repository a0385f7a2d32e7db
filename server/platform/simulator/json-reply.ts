/** The JSON that four of the methods answer, and the ways in which its frame has been seen to differ. */
import type { DemoFault } from './faults.ts'

export type JsonReply = Readonly<Record<string, unknown>>

/** A failure as the interface prints it, with the blank before `msg`. */
export function failure(message: string): JsonReply {
  return { result: 1, success: false, ' msg': message }
}

export function found(data: unknown): JsonReply {
  return { result: 1, success: true, msg: '获取成功', data }
}

/** `reply` with the frame that belongs to `fault`. */
export function reframe(reply: JsonReply, fault: DemoFault | null): JsonReply {
  switch (fault) {
    case 'result-0':
    case 'failure-0':
      return { ...reply, result: 0 }
    case 'text-flags':
      return { ...reply, result: String(reply.result), success: String(reply.success) }
    case 'msg-without-blank': {
      const { ' msg': message, ...rest } = reply
      return message === undefined ? reply : { ...rest, msg: message }
    }
    default:
      return reply
  }
}
