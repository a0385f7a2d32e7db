/** Hands the scanning doors to the browser tests, which drive them by `page.evaluate`. */
import { createCamera } from '#device/camera.ts'
import { decodeImage } from '#device/decoder/decoder.ts'
import { createDecoderThread } from '#device/decoder/thread.ts'
import { preparePhoto } from '#device/photo.ts'
import { openPicture } from '#device/picture.ts'

function startCanvaslessWorker(): Worker {
  return new Worker(new URL('./canvasless-worker.ts', import.meta.url), { type: 'module' })
}

function startWorker(): Worker {
  return new Worker(new URL('../../../src/device/decoder/worker.ts', import.meta.url), { type: 'module' })
}

function startNativeWorker(): Worker {
  return new Worker(new URL('./native-worker.ts', import.meta.url), { type: 'module' })
}

const doors = { createCamera, createDecoderThread, startWorker, startCanvaslessWorker, startNativeWorker, decodeImage, openPicture, preparePhoto }
export type Doors = typeof doors

Object.assign(window, { doors })
