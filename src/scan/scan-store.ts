import { defineStore } from 'pinia'
import { inject, readonly, ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { createCamera, type Camera, type CameraAbilities, type CameraOutcome, type CameraTrouble, type FoundCode, type FrameSize, type Point } from '#device/camera.ts'
import { decodeImage } from '#device/decoder/decoder.ts'
import { DOORS, SESSION, type Doors, type SessionRef } from '#device/doors.ts'
import type { IdNumber } from '#domain/identity.ts'
import { defaultPayloadRules, readPayload, type Payload, type PayloadShape } from '#domain/payload.ts'
import { shanghaiDay, type Instant } from '#domain/time.ts'
import { identityText } from './identity-text.ts'
import { payloadText } from './payload-text.ts'
import { photoText } from './photo-text.ts'
import { createCodeReader } from './read-code.ts'
import { createSights, type Sights } from './sights.ts'

/** Someone whose number was read or typed, and how. */
export interface Found {
  id: IdNumber
  method: 'camera' | 'photo' | 'typed'
  shape: PayloadShape | null
  /** When the code says that it was made. */
  issuedAt?: Instant
}

export type View =
  | { kind: 'starting' }
  | ({ kind: 'running' } & CameraAbilities)
  | { kind: 'trouble'; trouble: CameraTrouble }

/** The key under which another camera may be provided than the phone's own. */
export const READERS = 'readers'

export interface Readers {
  camera: Camera
  decodeImage: typeof decodeImage
}

/** Long enough to read, gone before the next worker steps up (ms). */
const NOTICE_STAYS = 10_000

/** The camera of one visit. It stays open while the inspector moves between this visit's pages, and is given back after. */
export const useScanStore = defineStore('scan', () => {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const rules = () => session.value?.payloadRules ?? defaultPayloadRules
  const { camera, ...still } = inject<Readers>(READERS, () => ({ camera: createCamera(), decodeImage }), true)
  const reader = createCodeReader(rules)
  const keeper = createSights()
  const view = shallowRef<View>({ kind: 'starting' })
  /** The codes in the picture at this moment; `null` when there are none. */
  const sights = shallowRef<Sights | null>(null)
  /** What is the matter with the last code or photo. */
  const notice = ref<string | null>(null)
  const photo = ref<'none' | 'reading'>('none')
  /** Several people of one picture who wait to be checked one by one. */
  const waiting = shallowRef<readonly Found[]>([])
  let frame: FrameSize | null = null
  let place: { visit: string; container: HTMLElement | null } | null = null
  let handedIn: readonly Blob[] = []
  let tell: (people: readonly Found[]) => void = () => {}
  let fading: ReturnType<typeof setTimeout> | undefined

  useRouter().afterEach((to) => {
    if (place !== null && to.params['visit'] !== place.visit) void stop()
  })
  // A form's own photograph needs the camera that is kept here.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && place?.container === null) void stop()
  })

  /** `onFound` gets the different people of one picture, at least one, each time somebody new is in it. */
  async function open(visit: string, container: HTMLElement, onFound: (people: readonly Found[]) => void): Promise<void> {
    if (place?.visit !== visit) waiting.value = []
    place = { visit, container }
    tell = onFound
    notice.value = null
    view.value = { kind: 'starting' }
    if (handedIn.length > 0) void readPhotos(handedIn)
    handedIn = []
    const outcome = await camera.start(container, take, show)
    if (place?.container === container) show(outcome)
  }

  function show(outcome: CameraOutcome): void {
    if (outcome.kind === 'trouble') sights.value = null
    view.value = outcome.kind === 'running' ? { kind: 'running', ...camera.abilities() } : outcome
  }

  /** The scan page goes away; the camera waits for it to come back. */
  function leave(): void {
    pause()
    if (place !== null) place.container = null
  }

  async function stop(): Promise<void> {
    place = null
    await camera.stop()
  }

  function pause(): void {
    camera.pause()
    keeper.forget()
    sights.value = null
  }

  /** The codes of one frame: each one that comes into sight counts once. */
  function take(codes: readonly FoundCode[], size: FrameSize): void {
    const now = doors.clock.phoneNow()
    frame = size
    sights.value = keeper.see(codes, size, now)
    accept(codes.flatMap(({ text }) => reader.read(text, now) ?? []), 'camera')
  }

  function accept(payloads: readonly Payload[], method: Found['method']): void {
    const people = new Map(payloads.flatMap((payload) => (payload.kind === 'identity' ? [[payload.id, foundIn(payload, method)] as const] : [])))
    const [first] = payloads
    if (people.size > 0) {
      notice.value = null
      tell([...people.values()])
    } else if (first !== undefined && first.kind !== 'identity') {
      refuse(first.kind === 'bad-identity' ? `码里的身份证号不能用。${identityText[first.problem]}` : payloadText[first.shape])
    }
  }

  function refuse(sentence: string): void {
    notice.value = sentence
    clearTimeout(fading)
    fading = setTimeout(quiet, NOTICE_STAYS)
    doors.voice.play('foreign')
    doors.haptics.buzz('foreign')
  }

  /** Texts that came another way than by the camera: of a hand-held scanner, a card, a photo. */
  function readTexts(texts: readonly string[], method: Found['method']): void {
    const today = shanghaiDay(doors.clock.phoneNow())
    accept(texts.map((text) => readPayload(text, rules(), today)), method)
  }

  async function readPhotos(photos: readonly Blob[]): Promise<void> {
    photo.value = 'reading'
    const texts: string[] = []
    let trouble: keyof typeof photoText = 'no-code'
    for (const one of photos) {
      const reading = await still.decodeImage(one)
      if (reading.kind === 'texts') texts.push(...reading.texts)
      else trouble = reading.kind
    }
    photo.value = 'none'
    if (texts.length === 0) refuse(photoText[trouble])
    else readTexts(texts, 'photo')
  }

  /** Photos that another app has handed in; they are read at the next opening, and kept nowhere but in memory until then. */
  function handIn(photos: readonly Blob[]): void {
    handedIn = photos
  }

  function keepWaiting(people: readonly Found[]): void {
    waiting.value = people
  }

  async function toggleLamp(): Promise<void> {
    if (view.value.kind !== 'running') return
    await camera.torch(view.value.lamp === 'off')
    lookAgain()
  }

  async function zoomTo(factor: number): Promise<void> {
    await camera.zoom(factor)
    lookAgain()
  }

  function lookAgain(): void {
    if (view.value.kind === 'running') view.value = { kind: 'running', ...camera.abilities() }
  }

  async function nextLens(): Promise<void> {
    view.value = { kind: 'starting' }
    show(await camera.nextLens())
  }

  /** Focuses on a spot of the frame; `false` when this camera cannot. */
  function focusAt(spot: (frame: FrameSize) => Point): Promise<boolean> {
    return frame === null ? Promise.resolve(false) : camera.focusAt(spot(frame))
  }

  function quiet(): void {
    notice.value = null
  }

  return {
    view: readonly(view), sights: readonly(sights), notice: readonly(notice), photo: readonly(photo), waiting: readonly(waiting),
    open, leave, pause, resume: camera.resume, readTexts, readPhotos, handIn, keepWaiting, refuse, quiet, toggleLamp, zoomTo, nextLens, focusAt,
  }
})

function foundIn({ id, shape, issuedAt }: Extract<Payload, { kind: 'identity' }>, method: Found['method']): Found {
  return { id, method, shape, ...(issuedAt === undefined ? {} : { issuedAt }) }
}
