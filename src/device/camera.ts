/**
 * Station 1: camera frame. html5-qrcode owns the camera; the frames are read by our own decoder (`decoder/detector.ts`). The camera
 * is opened once per visit: home-screen apps on iPhone ask for permission at every opening.
 */
import { canTorch, openCamera, switchTorch, type CameraTrouble, type OpenCamera } from './camera-opening.ts'
import { decoderThread } from './decoder/decoder.ts'
import { installDetector } from './decoder/detector.ts'
import type { DecoderThread } from './decoder/thread.ts'

export type { CameraTrouble } from './camera-opening.ts'
export type CameraOutcome = { kind: 'running' } | { kind: 'trouble'; trouble: CameraTrouble }

export interface Camera {
  /**
   * Shows the live picture inside `container` and calls `onText` with the text of every code seen, again and again while it is in
   * sight. When already running, the same picture moves to the new container and the stream goes on. `onTrouble` tells of a camera
   * or decoder lost later, after the door's own attempt to get it back.
   */
  start: (container: HTMLElement, onText: (text: string) => void, onTrouble?: (trouble: CameraTrouble) => void) => Promise<CameraOutcome>
  /** Stops reading codes; the picture stays live. */
  pause: () => void
  resume: () => void
  /** Gives the camera back to the phone. */
  stop: () => Promise<void>
  /** Whether this camera has a lamp; known once it runs. */
  hasTorch: () => boolean
  /** Switches the lamp; `false` when that was not possible. */
  torch: (on: boolean) => Promise<boolean>
}

interface Wish {
  container: HTMLElement
  onText: (text: string) => void
  onTrouble: (trouble: CameraTrouble) => void
}

/** Time a camera gets to wake by itself after the app comes back (ms). */
const WAKING = 1_500

/** The door to the camera. One for the whole app. */
export function createCamera(thread: DecoderThread = decoderThread): Camera {
  let open: OpenCamera | null = null
  let wish: Wish | null = null
  // Openings, closings and moves happen one after the other, whatever the screens ask for meanwhile.
  let queue: Promise<unknown> = Promise.resolve()
  let paused: { ended: Promise<void>; end: () => void } | null = null

  installDetector(thread, {
    async frame() {
      await paused?.ended
      const video = open?.video
      return video?.isConnected && !video.paused && video.readyState >= video.HAVE_CURRENT_DATA ? video : null
    },
    onUnavailable: () => lose('decoder-unavailable'),
  })

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = queue.then(act)
    queue = done.catch(() => {})
    return done
  }

  function lose(trouble: CameraTrouble): void {
    pause()
    wish?.onTrouble(trouble)
  }

  function pause(): void {
    if (paused !== null) return
    let end = (): void => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    paused = { ended, end }
  }

  function resume(): void {
    paused?.end()
    paused = null
  }

  async function show(): Promise<CameraOutcome> {
    // Stopped again before its turn came: there is nothing to show and nothing wrong.
    const wanted = wish
    if (wanted === null) return { kind: 'running' }
    if (open === null || open.track.readyState === 'ended') {
      await close()
      const opened = await openCamera((text) => {
        if (paused === null) wish?.onText(text)
      })
      if (opened.kind === 'trouble') return opened
      opened.camera.track.addEventListener('ended', comeBack)
      open = opened.camera
    }
    const { host, video } = open
    if (host.parentElement !== wanted.container) wanted.container.append(host)
    // A browser pauses a video that is taken out of the page, even to be put back at once.
    await video.play().catch(() => {})
    return { kind: 'running' }
  }

  async function close(): Promise<void> {
    if (open === null) return
    const { scanner, host, track } = open
    open = null
    track.removeEventListener('ended', comeBack)
    track.stop()
    try {
      await scanner.stop()
    } catch {
      // Its own book-keeping only: the camera was given back above.
    }
    host.remove()
  }

  /** Phones take the camera away from a hidden app, or freeze it; whoever comes back finds it scanning. */
  function comeBack(): void {
    if (document.visibilityState !== 'visible') return
    void inTurn(async () => {
      if (open === null || wish === null) return
      if (open.track.readyState === 'live') {
        await open.video.play().catch(() => {})
        if (open.track.muted) await new Promise((resolve) => setTimeout(resolve, WAKING))
        if (!open.track.muted) return
      }
      await close()
      const outcome = await show()
      if (outcome.kind === 'trouble') lose(outcome.trouble)
    })
  }
  document.addEventListener('visibilitychange', comeBack)

  return {
    start(container, onText, onTrouble = () => {}) {
      wish = { container, onText, onTrouble }
      thread.revive()
      resume()
      return inTurn(show)
    },
    pause,
    resume,
    stop() {
      wish = null
      pause()
      return inTurn(close)
    },
    hasTorch: () => open !== null && canTorch(open.track),
    async torch(on) {
      if (open === null || !canTorch(open.track)) return false
      return switchTorch(open.track, on)
    },
  }
}
