/** One way of reading a photo per decoder, each as its own documentation has it. */
import { Html5Qrcode } from 'html5-qrcode'
import jsQR from 'jsqr'
import QrScanner from 'qr-scanner'
import { readBarcodes } from 'zxing-wasm/reader'
import { decodeImage } from '#device/decoder/decoder.ts'
import { strongest } from './strongest.ts'

async function pixelsOf(photo: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(photo)
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('no canvas')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height)
}

let html5: Html5Qrcode | null = null
let engine: ReturnType<typeof QrScanner.createQrEngine> | null = null

export const decoders = {
  async 'this product'(photo: Blob): Promise<string[]> {
    const reading = await decodeImage(photo)
    if (reading.kind !== 'texts') throw new Error(reading.kind)
    return reading.texts
  },
  async 'html5-qrcode'(photo: Blob): Promise<string[]> {
    html5 ??= new Html5Qrcode('file', false)
    return html5.scanFile(new File([photo], 'photo'), false).then((text) => [text], () => [])
  },
  async 'jsQR'(photo: Blob): Promise<string[]> {
    const { data, width, height } = await pixelsOf(photo)
    const code = jsQR(data, width, height)
    return code === null ? [] : [code.data]
  },
  async 'qr-scanner'(photo: Blob): Promise<string[]> {
    engine ??= QrScanner.createQrEngine()
    const qrEngine = await engine
    return QrScanner.scanImage(photo, { qrEngine, returnDetailedScanResult: true }).then(({ data }) => [data], () => [])
  },
  async 'zxing-wasm'(photo: Blob): Promise<string[]> {
    return (await readBarcodes(await pixelsOf(photo), strongest)).filter(({ isValid }) => isValid).map(({ text }) => text)
  },
}

export type DecoderName = keyof typeof decoders
