/** What one writes first around zxing-wasm: every frame whole, with the library's own settings. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })
const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })

addEventListener('message', async ({ data: frame }: MessageEvent<ImageBitmap>) => {
  if (context === null) throw new Error('no canvas')
  context.canvas.width = frame.width
  context.canvas.height = frame.height
  context.drawImage(frame, 0, 0)
  frame.close()
  const found = await readBarcodes(context.getImageData(0, 0, context.canvas.width, context.canvas.height), { formats: ['QRCode'], textMode: 'Plain' })
  postMessage(found.filter(({ isValid }) => isValid).map(({ text }) => text))
})
