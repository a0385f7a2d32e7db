/** Opening the camera through html5-qrcode, once permission is there; what goes wrong is named by kind. */
import type { Html5Qrcode } from 'html5-qrcode'

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

export interface OpenCamera {
  scanner: Html5Qrcode
  /** html5-qrcode's element; it is what moves from container to container. */
  host: HTMLElement
  video: HTMLVideoElement
  track: MediaStreamTrack
}

export type Opening = { kind: 'open'; camera: OpenCamera } | { kind: 'trouble'; trouble: CameraTrouble }

const HOST_ID = 'camera-picture'
/** Time for the first frame after permission was given (ms). */
const FIRST_FRAME = 10_000

/**
 * Opens the rear camera and calls `onText` with every code read; asks for permission when it must. The picture is handed out in
 * `host` for the caller to show: a screen that is left while the permission is asked for would otherwise take the camera with it.
 */
export async function openCamera(onText: (text: string) => void): Promise<Opening> {
  if (!isSecureContext) return { kind: 'trouble', trouble: 'insecure' }
  if (navigator.mediaDevices?.getUserMedia === undefined) return { kind: 'trouble', trouble: 'unsupported' }
  const cradle = document.createElement('div')
  // html5-qrcode copies every frame to a canvas of the picture's size at the start, for nothing: the smaller the better.
  Object.assign(cradle.style, { position: 'fixed', top: '0', width: '80px', height: '60px', opacity: '0', pointerEvents: 'none' })
  const host = document.createElement('div')
  host.id = HOST_ID
  host.style.height = '100%'
  cradle.append(host)
  document.body.append(cradle)
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
    return { kind: 'open', camera: { scanner, host, video, track } }
  } catch (cause) {
    return { kind: 'trouble', trouble: troubleOf(String(cause)) }
  } finally {
    cradle.remove()
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

/** https://www.w3.org/TR/image-capture/#torch, not in TypeScript's library. */
interface TorchConstraint extends MediaTrackConstraintSet {
  torch: boolean
}

/** Whether this camera has a lamp. */
export function canTorch(track: MediaStreamTrack): boolean {
  // Firefox has no getCapabilities.
  return 'getCapabilities' in track && 'torch' in track.getCapabilities()
}

/** Switches the lamp; `false` when the phone would not. */
export async function switchTorch(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  const lamp: TorchConstraint = { torch: on }
  return track.applyConstraints({ advanced: [lamp] }).then(
    () => true,
    () => false,
  )
}
