/** Opening the camera through html5-qrcode, once permission is there; what goes wrong is named by kind. */
import type { Html5Qrcode } from 'html5-qrcode'
import { controlsOf, type Controls } from './camera-controls.ts'
import type { CameraHabitsDoor } from './camera-habits.ts'
import { isSound, nextLens, rearLenses, type Lens, type TriedLens } from './camera-lens.ts'

/** Why the camera does not scan. All of them are ours or the phone's, none the worker's. */
export type CameraTrouble =
  | 'denied'
  /** The inspector allows it, the phone does not allow it to the browser. */
  | 'denied-by-system'
  /** The question was closed without an answer. */
  | 'dismissed'
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
  controls: Controls
  /** All cameras on the back, the best first. */
  rear: readonly Lens[]
}

export type Opening = { kind: 'open'; camera: OpenCamera } | { kind: 'trouble'; trouble: CameraTrouble }

const HOST_ID = 'camera-picture'
/** Time for the first frame after permission was given (ms). */
const FIRST_FRAME = 10_000

export const FULL_SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 } }
export const SMALL_SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } }

/** Opens the lens that reads codes best on this phone, and remembers it. The labels that tell come only with the permission. */
export async function openBestCamera(habits: CameraHabitsDoor): Promise<Opening> {
  const { lens: remembered, small } = habits.read()
  const tried: TriedLens[] = []
  let opening = await openCamera(remembered?.id ?? null, small)
  while (opening.kind === 'open') {
    const { track, rear } = opening.camera
    tried.push({ label: track.label, sound: 'getCapabilities' in track ? isSound(track.getCapabilities()) : true })
    const next = nextLens(rear, tried, remembered?.label ?? null)
    if (next === null) {
      habits.keep({ lens: { id: track.getSettings().deviceId ?? '', label: track.label } })
      return opening
    }
    await closeCamera(opening.camera)
    const other = await openCamera(next.id, small)
    if (other.kind === 'trouble') return openCamera(null, small)
    opening = other
  }
  return opening
}

/**
 * Opens the camera of this id, or without one the rear camera; asks for permission when it must. The picture is handed out in `host`
 * for the caller to show: a screen that is left while the permission is asked for would otherwise take the camera with it.
 */
export async function openCamera(id: string | null, small: boolean): Promise<Opening> {
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
        videoConstraints: {
          facingMode: { ideal: 'environment' },
          // Only wished for: an id of yesterday must not keep the camera shut.
          ...(id === null ? {} : { deviceId: { ideal: id } }),
          ...(small || isWeak() ? SMALL_SIZE : FULL_SIZE),
          frameRate: { ideal: 30 },
        },
      },
      // It knows of one code per frame; the detector tells of all of them.
      () => {},
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
    return { kind: 'open', camera: { scanner, host, video, track, controls: controlsOf(track, takesPoints()), rear: await rearCameras() } }
  } catch (cause) {
    return { kind: 'trouble', trouble: troubleOf(String(cause)) }
  } finally {
    cradle.remove()
  }
}

/** Gives the camera back to the phone. */
export async function closeCamera({ scanner, host, track }: OpenCamera): Promise<void> {
  track.stop()
  try {
    await scanner.stop()
  } catch {
    // Its own book-keeping only: the camera was given back above.
  }
  host.remove()
}

/** Phones with little memory and few cores lose more by large frames than they win. Safari tells neither honestly, and needs neither. */
function isWeak(): boolean {
  const { deviceMemory = 8, hardwareConcurrency = 8 } = navigator as { deviceMemory?: number; hardwareConcurrency?: number }
  return deviceMemory <= 2 && hardwareConcurrency <= 4
}

function takesPoints(): boolean {
  return 'pointsOfInterest' in navigator.mediaDevices.getSupportedConstraints()
}

async function rearCameras(): Promise<Lens[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return rearLenses(devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ id: deviceId, label })))
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
  [/Permission denied by system/, 'denied-by-system'],
  [/PermissionDismissedError|Permission dismissed/, 'dismissed'],
  [/NotAllowedError|PermissionDeniedError|SecurityError/, 'denied'],
  [/NotFoundError|DevicesNotFoundError/, 'absent'],
  [/NotReadableError|TrackStartError|AbortError/, 'busy'],
  [/OverconstrainedError|ConstraintNotSatisfiedError/, 'overconstrained'],
  [/not supported/i, 'unsupported'],
]

/** The trouble that a browser's sentence is about. */
export function troubleOf(sentence: string): CameraTrouble {
  return TROUBLES.find(([pattern]) => pattern.test(sentence))?.[1] ?? 'failed'
}
