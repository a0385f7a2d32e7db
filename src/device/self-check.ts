/** The door to what makes the phone ready for a day without a network. Everything is tried as it will be used then, and nothing is fetched. */
import * as v from 'valibot'
import { FILES_QUESTION } from '#service-worker/messages.ts'
import { decodeImage } from './decoder/decoder.ts'
import type { CameraPermission, SelfCheckDoor, ShellState } from './doors.ts'
import { testCodePicture, testCodeText } from './self-check-code.ts'

/** A service worker that knows the question answers at once; an older one never does (ms). */
const PATIENCE = 5_000

const filesHere = v.object({ files: v.array(v.string()), missing: v.array(v.string()) })

export interface SelfCheckPlatform {
  /** Absent in old browsers and in web views that keep no app. */
  serviceWorker: { controller: Pick<ServiceWorker, 'postMessage'> | null } | undefined
  permissions: Pick<Permissions, 'query'> | undefined
  decode: typeof decodeImage
  patience: number
}

export function openSelfCheck(platform: SelfCheckPlatform = browser()): SelfCheckDoor {
  return {
    async shell() {
      const { serviceWorker, patience } = platform
      if (serviceWorker === undefined) return { kind: 'unsupported' }
      return serviceWorker.controller === null ? { kind: 'not-controlled' } : askForFiles(serviceWorker.controller, patience)
    },
    async decodes() {
      try {
        const reading = await platform.decode(testCodePicture())
        return reading.kind === 'texts' && reading.texts.includes(testCodeText)
      } catch {
        return false
      }
    },
    async camera(): Promise<CameraPermission> {
      try {
        // Not every browser knows this name, whatever the types say.
        return (await platform.permissions?.query({ name: 'camera' }))?.state ?? 'unknown'
      } catch {
        return 'unknown'
      }
    },
  }
}

async function askForFiles(worker: Pick<ServiceWorker, 'postMessage'>, patience: number): Promise<ShellState> {
  const { port1, port2 } = new MessageChannel()
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const answer = await new Promise<unknown>((resolve) => {
      timer = setTimeout(() => resolve(null), patience)
      port1.onmessage = ({ data }) => resolve(data)
      worker.postMessage(FILES_QUESTION, [port2])
    })
    const read = v.safeParse(filesHere, answer)
    return read.success ? { kind: 'files', ...read.output } : { kind: 'silent' }
  } finally {
    clearTimeout(timer)
    port1.close()
  }
}

function browser(): SelfCheckPlatform {
  const { serviceWorker, permissions } = navigator as Partial<Navigator>
  return { serviceWorker, permissions, decode: decodeImage, patience: PATIENCE }
}
