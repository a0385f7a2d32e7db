/** Photographs of nobody: a drawn placeholder under the word 演示, as a small PNG that is the same at every start. */
import { crc32, deflateSync } from 'node:zlib'

const WIDTH = 96
const HEIGHT = 120
const LOOKS = 12

/** 演 and 示: sixteen rows of sixteen dots each, a dot a bit. */
const GLYPHS = [
  '0040304017fe040203fc4040604007fc064407fc1644364427fc2118670c0402',
  '000000003ffc0000000000007ffe0180018019981188318c2184418601800700',
]

const BACKGROUND = 0
const INK = 1
const HAIR = 2
const SKIN = 3
const SHIRT = 4
type Paint = typeof BACKGROUND | typeof INK | typeof HAIR | typeof SKIN | typeof SHIRT

const HAIRS = [[40, 32, 28], [70, 60, 55], [120, 120, 125]] as const
const SHIRTS = [[40, 90, 160], [200, 110, 30], [60, 120, 70], [130, 60, 110]] as const

const drawn = new Map<number, Buffer>()

/** The placeholder of one person, one of a dozen looks. */
export function facePng(idNumber: string): Buffer {
  const look = [...idNumber].reduce((sum, c) => sum + c.charCodeAt(0), 0) % LOOKS
  const png = drawn.get(look) ?? drawFace(look)
  drawn.set(look, png)
  return png
}

function drawFace(look: number): Buffer {
  const palette = [[214, 228, 240], [255, 255, 255], HAIRS[look % HAIRS.length]!, [238, 203, 173], SHIRTS[look % SHIRTS.length]!]
  const rows = Array.from({ length: HEIGHT }, (_, y) => [0, ...Array.from({ length: WIDTH }, (_, x) => paintAt(x, y))])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  // Eight bits a dot, colours from the palette.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function paintAt(x: number, y: number): Paint {
  // The two characters, twice as large, along the lower edge.
  const [column, line] = [Math.floor((x - 16) / 2), Math.floor((y - 86) / 2)]
  const glyph = column >= 0 && line >= 0 && line < 16 ? GLYPHS[Math.floor(column / 16)] : undefined
  if (glyph !== undefined && ((parseInt(glyph.slice(line * 4, line * 4 + 4), 16) >> (15 - (column % 16))) & 1) === 1) return INK
  if (within(x, y, 40, 46, 3, 3) || within(x, y, 56, 46, 3, 3)) return HAIR
  if (y >= 60 && y <= 61 && x >= 41 && x <= 55) return HAIR
  if (within(x, y, 48, 48, 19, 25)) return y < 33 ? HAIR : SKIN
  if (within(x, y, 48, 42, 22, 27) && y < 48) return HAIR
  return within(x, y, 48, 116, 42, 40) ? SHIRT : BACKGROUND
}

function within(x: number, y: number, cx: number, cy: number, rx: number, ry: number): boolean {
  return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
