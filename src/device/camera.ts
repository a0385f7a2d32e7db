/**
 * Station 1: camera frame. html5-qrcode owns the camera; the frames are read by our own decoder (`decoder/detector.ts`). The camera
 * is opened once per visit: home-screen apps on iPhone ask for permission at every opening.
 */
import type { Html5Qrcode } from 'html5-qrcode'
import { decoderThread } from './decoder/decoder.ts'
import { installDetector } from './decoder/detector.ts'
import type { DecoderThread } from './decoder/thread.ts'

/** Why the camera does not scan. All of them are ours or the phone's, none the worker's. */
export type CameraTrouble =
  | 'denied'
  | 'absent'
  | 'busy'
  | 'insecure'
  | 'unsupported'
  | 'overconstrained'
  | 'failed'
  | 'decoder-unavailable'

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

interface Open {
  scanner: Html5Qrcode
  /** html5-qrcode's element; it is what moves from container to container. */
  host: HTMLElement
  video: HTMLVideoElement
  track: MediaStreamTrack
}

interface Wish {
  container: HTMLElement
  onText: (text: string) => void
  onTrouble: (trouble: CameraTrouble) => void
}

const HOST_ID = 'camera-picture'
/** Time for the first frame after permission was given (ms). */
const FIRST_FRAME = 10_000
/** Time a camera gets to wake by itself after the app comes back (ms). */
const WAKING = 1_500

/** The door to the camera. One for the whole app. */
export function createCamera(thread: DecoderThread = decoderThread): Camera {
  let open: Open | null = null
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
    let current = open
    if (current === null || current.track.readyState !== 'live') {
      await close()
      const opened = await openCamera(wanted.container, (text) => {
        if (paused === null) wish?.onText(text)
      })
      if ('kind' in opened) return opened
      opened.track.addEventListener('ended', comeBack)
      open = current = opened
    }
    const { host, video } = current
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
      const lamp: TorchConstraint = { torch: on }
      return open.track.applyConstraints({ advanced: [lamp] }).then(
        () => true,
        () => false,
      )
    },
  }
}

/** https://www.w3.org/TR/image-capture/#torch, not in TypeScript's library. */
interface TorchConstraint extends MediaTrackConstraintSet {
  torch: boolean
}

function canTorch(track: MediaStreamTrack): boolean {
  // Firefox has no getCapabilities.
  return 'getCapabilities' in track && 'torch' in track.getCapabilities()
}

async function openCamera(container: HTMLElement, onText: (text: string) => void): Promise<Open | (CameraOutcome & { kind: 'trouble' })> {
  if (!isSecureContext) return { kind: 'trouble', trouble: 'insecure' }
  if (navigator.mediaDevices?.getUserMedia === undefined) return { kind: 'trouble', trouble: 'unsupported' }
  const host = document.createElement('div')
  host.id = HOST_ID
  host.style.height = '100%'
  container.append(host)
  try {
    const { Html5Qrcode, Html5QrcodeSupportedFormats } = await import('html5-qrcode')
    const scanner = new Html5Qrcode(HOST_ID, {
      formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
      experimentalFeatures: { useBarCodeDetectorIfSupported: true },
      verbose: false,
    })
    await scanner.start(
      { facingMode: 'environment' },
      {
        // The decoder is the brake: a next frame is asked for only when the last one has been read.
        fps: 60,
        disableFlip: true,
        videoConstraints: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
      },
      onText,
      () => {},
    )
    const video = host.querySelector('video')
    const track = video?.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0] : undefined
    if (video === null || track === undefined) throw new Error('no video')
    // html5-qrcode throws from here when the stream ends, which is dealt with above.
    video.onabort = null
    // It also fixes the width the container had at the start.
    Object.assign(video.style, { width: '100%', height: '100%', objectFit: 'cover' })
    if (!(await hasFirstFrame(host))) {
      track.stop()
      throw new Error('no first frame')
    }
    return { scanner, host, video, track }
  } catch (cause) {
    host.remove()
    return { kind: 'trouble', trouble: troubleOf(String(cause)) }
  }
}

/** html5-qrcode puts its canvas beside the video at the first frame, and can be stopped only from then on. */
async function hasFirstFrame(host: HTMLElement): Promise<boolean> {
  for (let waited = 0; waited < FIRST_FRAME; waited += 50) {
    if (host.querySelector('canvas') !== null) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

// html5-qrcode hands on the browser's error as a sentence; the error's name is in it. Older browsers have names of their own.
const TROUBLES: readonly (readonly [RegExp, CameraTrouble])[] = [
  [/NotAllowedError|PermissionDeniedError|PermissionDismissedError|SecurityError/, 'denied'],
  [/NotFoundError|DevicesNotFoundError/, 'absent'],
  [/NotReadableError|TrackStartError|AbortError/, 'busy'],
  [/OverconstrainedError|ConstraintNotSatisfiedError/, 'overconstrained'],
  [/not supported/i, 'unsupported'],
]

function troubleOf(sentence: string): CameraTrouble {
  return TROUBLES.find(([pattern]) => pattern.test(sentence))?.[1] ?? 'failed'
}
