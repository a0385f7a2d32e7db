import { defineStore } from 'pinia'
import { inject, readonly, ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { createCamera, type CameraTrouble } from '#device/camera.ts'
import { decodeImage } from '#device/decoder/decoder.ts'
import { DOORS, SESSION, type Doors, type SessionRef } from '#device/doors.ts'
import type { IdNumber } from '#domain/identity.ts'
import { defaultPayloadRules, readPayload, type Payload, type PayloadShape } from '#domain/payload.ts'
import { shanghaiDay } from '#domain/time.ts'
import { identityText } from './identity-text.ts'
import { payloadText } from './payload-text.ts'
import { photoText } from './photo-text.ts'
import { createCodeReader } from './read-code.ts'

/** Someone whose number was read or typed, and how. */
export interface Found {
  id: IdNumber
  method: 'camera' | 'photo' | 'typed'
  shape: PayloadShape | null
}

export type View = { kind: 'starting' } | { kind: 'running'; torch: 'absent' | 'off' | 'on' } | { kind: 'trouble'; trouble: CameraTrouble }

/** Long enough to read, gone before the next worker steps up (ms). */
const NOTICE_STAYS = 10_000

/** The camera of one visit. It stays open while the inspector moves between this visit's pages, and is given back after. */
export const useScanStore = defineStore('scan', () => {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const rules = () => session.value?.payloadRules ?? defaultPayloadRules
  const camera = createCamera()
  const reader = createCodeReader(rules)
  const view = shallowRef<View>({ kind: 'starting' })
  /** What is the matter with the last code or photo. */
  const notice = ref<string | null>(null)
  const photo = ref<'none' | 'reading'>('none')
  let place: { visit: string; container: HTMLElement | null } | null = null
  let tell: (found: Found) => void = () => {}
  let fading: ReturnType<typeof setTimeout> | undefined

  useRouter().afterEach((to) => {
    if (place !== null && to.params['visit'] !== place.visit) void stop()
  })
  // A form's own photograph needs the camera that is kept here.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && place?.container === null) void stop()
  })

  async function open(visit: string, container: HTMLElement, onFound: (found: Found) => void): Promise<void> {
    place = { visit, container }
    tell = onFound
    notice.value = null
    view.value = { kind: 'starting' }
    const outcome = await camera.start(container, take, (trouble) => (view.value = { kind: 'trouble', trouble }))
    if (place?.container !== container) return
    view.value = outcome.kind === 'running' ? { kind: 'running', torch: camera.hasTorch() ? 'off' : 'absent' } : outcome
  }

  /** The scan page goes away; the camera waits for it to come back. */
  function leave(): void {
    camera.pause()
    if (place !== null) place.container = null
  }

  async function stop(): Promise<void> {
    place = null
    await camera.stop()
  }

  function take(text: string): void {
    const payload = reader.read(text, doors.clock.phoneNow())
    if (payload !== null) accept(payload, 'camera')
  }

  function accept(payload: Payload, method: 'camera' | 'photo'): void {
    if (payload.kind === 'identity') {
      notice.value = null
      tell({ id: payload.id, method, shape: payload.shape })
    } else if (payload.kind === 'bad-identity') refuse(`码里的身份证号不能用。${identityText[payload.problem]}`)
    else refuse(payloadText[payload.shape])
  }

  function refuse(sentence: string): void {
    notice.value = sentence
    clearTimeout(fading)
    fading = setTimeout(quiet, NOTICE_STAYS)
    doors.voice.play('foreign')
    doors.haptics.buzz('foreign')
  }

  async function readPhoto(file: Blob): Promise<void> {
    photo.value = 'reading'
    const reading = await decodeImage(file)
    photo.value = 'none'
    if (reading.kind !== 'texts') return refuse(photoText[reading.kind])
    const today = shanghaiDay(doors.clock.phoneNow())
    const payloads = reading.texts.map((text) => readPayload(text, rules(), today))
    const people = payloads.filter((payload) => payload.kind === 'identity')
    if (people.length > 1) return refuse(photoText['several'])
    const chosen = people[0] ?? payloads[0]
    if (chosen === undefined) refuse(photoText['no-code'])
    else accept(chosen, 'photo')
  }

  async function toggleTorch(): Promise<void> {
    if (view.value.kind !== 'running' || view.value.torch === 'absent') return
    const on = view.value.torch === 'off'
    if (await camera.torch(on)) view.value = { kind: 'running', torch: on ? 'on' : 'off' }
  }

  function quiet(): void {
    notice.value = null
  }

  return { view: readonly(view), notice: readonly(notice), photo: readonly(photo), open, leave, readPhoto, toggleTorch, quiet, pause: camera.pause, resume: camera.resume }
})
