/** zxing-wasm with all it has. */
import { prepareZXingModule, type ReaderOptions } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })

export const strongest: ReaderOptions = { formats: ['QRCode'], textMode: 'Plain', tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, tryDenoise: true }
