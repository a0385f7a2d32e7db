/** The decoder's own thread: ZXing-C++ as WASM, self-hosted, so that neither the screen nor the network is ever waited for. */
import { prepareZXingModule } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { DecoderMessage, FoundCode, Manner, ReadRequest } from './messages.ts'
import { proveNative, type NativeEyes } from './native.ts'
import { planeOf } from './plane.ts'
import { readPlane } from './reader.ts'
import { createLiveReader, readStill } from './reading.ts'
import { planeOfFrame, sightOfPicture, sightOfPlane, type Sight } from './sight.ts'

const context = openContext()
const readLive = createLiveReader(readPlane, () => performance.now())
/** Not waited for: our own reader does all the work until the browser's has proved itself. */
let native: NativeEyes | null = null
/** Whether the WASM is loaded; without it the browser's own detector, where it is good, does alone. */
let complete = true

function openContext(): OffscreenCanvasRenderingContext2D | null {
  // Safari before 16.4 has no canvas in workers, and some versions have one without the 2D context.
  if (typeof OffscreenCanvas === 'undefined') return null
  return new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
}

function say(message: DecoderMessage): void {
  postMessage(message)
}

async function read({ id, picture, manner }: ReadRequest): Promise<void> {
  try {
    say({ kind: 'read', id, codes: complete ? await readFully(picture, manner) : await readNatively(picture) })
  } finally {
    if ('close' in picture) picture.close()
  }
}

async function open(picture: ReadRequest['picture']): Promise<Sight> {
  if (!('close' in picture)) return sightOfPlane(planeOf(picture))
  const plane = 'copyTo' in picture ? await planeOfFrame(picture) : null
  if (plane !== null) return sightOfPlane(plane)
  if (context === null) throw new Error('a picture came to a worker without a canvas')
  return sightOfPicture(picture, context)
}

async function readFully(picture: ReadRequest['picture'], manner: Manner): Promise<FoundCode[]> {
  const sight = await open(picture)
  if (manner === 'still') return readStill(sight, readPlane)
  let seen: FoundCode[] | null = null
  const codes = await readLive(sight, async () => (seen = (await native?.look(picture)) ?? null))
  if (codes.length > 0 && (seen as FoundCode[] | null)?.length === 0) native?.missed()
  return codes
}

async function readNatively(picture: ReadRequest['picture']): Promise<FoundCode[]> {
  const codes = await native?.look(picture)
  if (codes === null || codes === undefined) throw new Error('nothing reads here any more')
  return codes
}

addEventListener('message', (event: MessageEvent<ReadRequest>) => {
  // ZXing itself answers every picture; what throws is a broken worker, and the page replaces it.
  read(event.data).catch(() => say({ kind: 'failed' }))
})

const proved = proveNative().then((eyes) => (native = eyes))
prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true }).then(
  () => say({ kind: 'ready', takesPictures: context !== null }),
  async () => {
    complete = false
    say((await proved) === null ? { kind: 'failed' } : { kind: 'ready', takesPictures: true })
  },
)
