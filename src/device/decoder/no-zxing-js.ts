/**
 * Stands in for html5-qrcode's own decoder, 86 of its 107 KB (gz), by an alias of the build. html5-qrcode gives it every other
 * frame, and a refusal makes it go on to the next at once.
 */
export class ZXingHtml5QrcodeDecoder {
  decodeAsync(): Promise<never> {
    return Promise.reject(new Error('left to BarcodeDetector'))
  }
}
