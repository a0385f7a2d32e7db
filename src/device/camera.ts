/**
 * Station 1: camera frame. html5-qrcode owns the camera; the frames are read by our own decoder (`decoder/detector.ts`). The camera
 * is opened once per visit: home-screen apps on iPhone ask for permission at every opening.
 */
import type { Point } from './camera-controls.ts'
import { openCameraHabits, type CameraHabitsDoor } from './camera-habits.ts'
import { lensesToOffer } from './camera-lens.ts'
import { closeCamera, openBestCamera, type CameraTrouble, type OpenCamera } from './camera-opening.ts'
import { keepPace } from './camera-pace.ts'
import { mayComeBack, watchPicture } from './camera-watch.ts'
import { decoderThread } from './decoder/decoder.ts'
import { installDetector } from './decoder/detector.ts'
import type { FoundCode } from './decoder/messages.ts'
import type { DecoderThread } from './decoder/thread.ts'

export type { Point } from './camera-controls.ts'
export type { CameraTrouble } from './camera-opening.ts'
export type { FoundCode } from './decoder/messages.ts'
export type CameraOutcome = { kind: 'running' } | { kind: 'trouble'; trouble: CameraTrouble }

/** In pixels of the camera's own frame. */
export interface FrameSize {
  width: number
  height: number
}

/** What this camera can do; known once it runs. */
export interface CameraAbilities {
  lamp: 'absent' | 'off' | 'on'
  /** The steps of its zoom, 1 first. */
  zooms: readonly number[]
  /** The zoom it has now, which two fingers may have set between two steps. */
  zoom: number
  /** By how much the screen enlarges the picture, where the camera does not. */
  screenZoom: number
  /** Whether there is another camera on the back to change to. */
  otherLens: boolean
}

export interface Camera {
  /**
   * Shows the live picture inside `container` and calls `onCodes` with all codes of every frame that was read, none included. When
   * already running, the same picture moves to the new container and the stream goes on. `onChange` tells of a camera or decoder lost
   * later, after the door's own attempt to get it back, and of one that came back by itself.
   */
  start: (container: HTMLElement, onCodes: OnCodes, onChange?: (outcome: CameraOutcome) => void) => Promise<CameraOutcome>
  /** Stops reading codes; the picture stays live. */
  pause: () => void
  resume: () => void
  /** Gives the camera back to the phone. */
  stop: () => Promise<void>
  abilities: () => CameraAbilities
  /** Switches the lamp, where there is one. */
  torch: (on: boolean) => Promise<void>
  /** Enlarges by `factor`: by the camera where it can, else on the screen only. Remembered on this phone. */
  zoom: (factor: number) => Promise<void>
  /** Focuses on `point`, 0 to 1 from the left and the top of the frame; `false` when this camera cannot. */
  focusAt: (point: Point) => Promise<boolean>
  /** Changes to the next camera on the back, which is remembered on this phone. */
  nextLens: () => Promise<CameraOutcome>
}

export type OnCodes = (codes: readonly FoundCode[], size: FrameSize) => void

interface Wish {
  container: HTMLElement
  onCodes: OnCodes
  onChange: (outcome: CameraOutcome) => void
}

/** Time a camera gets to wake by itself after the app comes back (ms). */
const WAKING = 1_500
/** A screen enlarges no further: the pixels show. */
const MOST_SCREEN_ZOOM = 2

/** The door to the camera. One for the whole app. */
export function createCamera(thread: DecoderThread = decoderThread, habits: CameraHabitsDoor = openCameraHabits()): Camera {
  let open: OpenCamera | null = null
  let wish: Wish | null = null
  let trouble: CameraTrouble | null = null
  // Openings, closings and moves happen one after the other, whatever the screens ask for meanwhile.
  let queue: Promise<unknown> = Promise.resolve()
  let paused: { ended: Promise<void>; end: () => void } | null = null
  let looking = false
  let seenAt = 0
  let onScreen = 1
  let lit = false

  installDetector(thread, {
    async frame() {
      await paused?.ended
      const video = open?.video
      return video?.isConnected && !video.paused && video.readyState >= video.HAVE_CURRENT_DATA ? video : null
    },
    onCodes(codes, size) {
      if (paused === null) wish?.onCodes(codes, size)
    },
    onUnavailable() {
      pause()
      wish?.onChange({ kind: 'trouble', trouble: 'decoder-unavailable' })
    },
  })
  watchPicture(look)

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = queue.then(act)
    queue = done.catch(() => {})
    return done
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
      const opened = await openBestCamera(habits)
      trouble = opened.kind === 'trouble' ? opened.trouble : null
      if (opened.kind === 'trouble') return opened
      open = opened.camera
      lit = false
      for (const event of ['ended', 'mute', 'unmute']) open.track.addEventListener(event, look)
      await enlarge(open)
      void keepUp(open)
    }
    const { host, video } = open
    if (host.parentElement !== wanted.container) wanted.container.append(host)
    // A browser pauses a video that is taken out of the page, even to be put back at once.
    await video.play().catch(() => {})
    return { kind: 'running' }
  }

  async function close(): Promise<void> {
    if (open === null) return
    const closing = open
    open = null
    for (const event of ['ended', 'mute', 'unmute']) closing.track.removeEventListener(event, look)
    await closeCamera(closing)
  }

  /**
   * Phones take the camera away from a hidden app, for a call, for another app, or leave a picture that no longer moves: whoever looks
   * at the screen finds it scanning, or told what is the matter.
   */
  function look(): void {
    // A screen that was left gets its picture at its next start.
    if (document.visibilityState !== 'visible' || looking || !wish?.container.isConnected) return
    looking = true
    void inTurn(comeBack).finally(() => (looking = false))
  }

  async function comeBack(): Promise<void> {
    const before = trouble
    if (open === null ? !(await mayComeBack(before)) : await isAlive(open)) return
    if (!wish?.container.isConnected) return
    await close()
    const outcome = await show()
    if (outcome.kind === 'running' || outcome.trouble !== before) wish?.onChange(outcome)
  }

  async function isAlive({ track, video }: OpenCamera): Promise<boolean> {
    if (track.readyState === 'ended') return false
    if (video.paused) await video.play().catch(() => {})
    if (moves(video) && !track.muted) return true
    await new Promise((resolve) => setTimeout(resolve, WAKING))
    return moves(video) && !track.muted
  }

  function moves({ currentTime }: HTMLVideoElement): boolean {
    const moved = currentTime !== seenAt
    seenAt = currentTime
    return moved
  }

  async function enlarge({ controls, host }: OpenCamera): Promise<void> {
    const { zoom } = habits.read()
    const byCamera = controls.mostZoom >= 2 && (await controls.zoom(zoom))
    onScreen = byCamera ? 1 : Math.min(MOST_SCREEN_ZOOM, zoom)
    host.style.transform = onScreen === 1 ? '' : `scale(${onScreen})`
  }

  async function keepUp(camera: OpenCamera): Promise<void> {
    if ((await keepPace(camera.track, camera.video, habits)) && open === camera) await enlarge(camera)
  }

  return {
    start(container, onCodes, onChange = () => {}) {
      wish = { container, onCodes, onChange }
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
    abilities() {
      const most = open === null ? 1 : mostZoom(open)
      return {
        lamp: !open?.controls.canTorch ? 'absent' : lit ? 'on' : 'off',
        zooms: [1, 2, 4].filter((step) => step <= most),
        zoom: Math.min(most, habits.read().zoom),
        screenZoom: onScreen,
        otherLens: lensesToOffer(open?.rear ?? []).length > 1,
      }
    },
    async torch(on) {
      if (await open?.controls.torch(on)) lit = on
    },
    async zoom(factor) {
      if (open === null) return
      habits.keep({ zoom: Math.min(mostZoom(open), Math.max(1, factor)) })
      await enlarge(open)
    },
    focusAt: (point) => open?.controls.focusAt(point) ?? Promise.resolve(false),
    nextLens: () =>
      inTurn(async () => {
        const lenses = lensesToOffer(open?.rear ?? [])
        const at = lenses.findIndex(({ label }) => label === open?.track.label)
        habits.keep({ lens: lenses[(at + 1) % lenses.length] ?? null })
        await close()
        return show()
      }),
  }
}

function mostZoom({ controls }: OpenCamera): number {
  return controls.mostZoom >= 2 ? controls.mostZoom : MOST_SCREEN_ZOOM
}
