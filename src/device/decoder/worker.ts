/** The decoder's own thread: ZXing-C++ as WASM, self-hosted, so that neither the screen nor the network is ever waited for. */
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { DecoderMessage, FoundCode, ReadRequest } from './messages.ts'
import type { Pass } from './passes.ts'
import { cutOf, readPixels } from './pixels.ts'

const context = openContext()

function openContext(): OffscreenCanvasRenderingContext2D | null {
  // Safari before 16.4 has no canvas in workers, and some versions have one without the 2D context.
  if (typeof OffscreenCanvas === 'undefined') return null
  return new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
}

function say(message: DecoderMessage): void {
  postMessage(message)
}

async function read({ id, picture, passes }: ReadRequest): Promise<void> {
  const codes: FoundCode[] = []
  try {
    for (const pass of passes) {
      codes.push(...(await readPass(picture, pass)))
      if (codes.length > 0) break
    }
  } finally {
    if ('close' in picture) picture.close()
  }
  say({ kind: 'read', id, codes })
}

async function readPass(picture: ImageBitmap | ImageData, pass: Pass): Promise<FoundCode[]> {
  if (!('close' in picture)) return found(await readBarcodes(picture, pass.settings), 0, 0, 1)
  if (context === null) throw new Error('a bitmap came to a worker without a canvas')
  const cut = cutOf(pass, picture.width, picture.height)
  return found(await readBarcodes(readPixels(context, picture, cut), pass.settings), cut.x, cut.y, cut.scale)
}

function found(results: ReadResult[], x: number, y: number, scale: number): FoundCode[] {
  return results
    .filter((result) => result.isValid)
    .map(({ text, position: { topLeft, topRight, bottomRight, bottomLeft } }) => ({
      text,
      corners: [topLeft, topRight, bottomRight, bottomLeft].map((p) => ({ x: x + p.x / scale, y: y + p.y / scale })),
    }))
}

addEventListener('message', (event: MessageEvent<ReadRequest>) => {
  // ZXing itself answers every picture; what throws is a broken worker, and the page replaces it.
  read(event.data).catch(() => say({ kind: 'failed' }))
})

prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true }).then(
  () => say({ kind: 'ready', takesBitmaps: context !== null }),
  () => say({ kind: 'failed' }),
)
