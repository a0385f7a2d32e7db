import { onScopeDispose, readonly, shallowRef, watch } from 'vue'
import type { Face } from './face.ts'

/** The longest that a photograph stands on the screen (ms). */
export const FACE_SHOWN_FOR = 30_000

export type FaceStep = { kind: 'closed' } | { kind: 'asking' } | { kind: 'shown'; address: string; simulated: boolean } | { kind: 'none'; why: 'no-photo' | 'fault' }

interface FaceSource {
  open: () => boolean
  ask: () => Promise<Face>
  /** Asked to close the sheet: the time is over, or the app has gone into the background. */
  close: () => void
  /** Calls the listener when the app goes out of sight; returns how to stop that. */
  onHidden: (listener: () => void) => () => void
}

/** The photograph while its sheet is open: asked for when it opens, its bytes let go when it closes for whatever reason. */
export function useFace({ open, ask, close, onHidden }: FaceSource) {
  const step = shallowRef<FaceStep>({ kind: 'closed' })
  let letGo = () => {}

  async function show(): Promise<void> {
    let over = false
    const stops = [onHidden(close)]
    letGo = () => {
      over = true
      for (const stop of stops.splice(0)) stop()
    }
    step.value = { kind: 'asking' }
    const face = await ask()
    if (over) return
    if (face.kind === 'none') {
      step.value = face
      return
    }
    const address = URL.createObjectURL(face.image)
    const timer = setTimeout(close, FACE_SHOWN_FOR)
    stops.push(() => clearTimeout(timer), () => URL.revokeObjectURL(address))
    step.value = { kind: 'shown', address, simulated: face.simulated }
  }

  function hide(): void {
    letGo()
    step.value = { kind: 'closed' }
  }

  watch(open, (is) => (is ? void show() : hide()), { immediate: true })
  onScopeDispose(hide)
  return readonly(step)
}
