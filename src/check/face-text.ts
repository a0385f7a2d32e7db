/** Why there is no photograph to look at. Neither says anything about the worker. */
import type { Face } from './face.ts'

export const noFaceText: Record<Extract<Face, { kind: 'none' }>['why'], string> = {
  'no-photo': '平台没有这名工人的照片。',
  fault: '现在取不到照片（不是工人的原因）。可以稍后再试，或核对工人身份证。',
}
