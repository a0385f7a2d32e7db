import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { facePng } from '../../../../server/platform/simulator/face.ts'
import { demoPeople } from '../../../../server/platform/simulator/people.ts'

/** The chunks of a PNG by name, each with its check verified. */
function chunks(png: Buffer): Record<string, Buffer> {
  const found: Record<string, Buffer> = {}
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const named = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named))
    found[named.toString('latin1', 0, 4)] = named.subarray(4)
    at += length + 12
  }
  return found
}

describe('the photographs of the simulator', () => {
  it('are whole PNG pictures, small, with a row of dots for each line', () => {
    for (const { idNumber } of demoPeople.slice(0, 30)) {
      const png = facePng(idNumber)
      expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
      const { IHDR, PLTE, IDAT, IEND } = chunks(png)
      const [width, height] = [IHDR!.readUInt32BE(0), IHDR!.readUInt32BE(4)]
      expect([inflateSync(IDAT!).length, PLTE!.length % 3, IEND!.length, png.length < 2_000]).toEqual([(width + 1) * height, 0, 0, true])
    }
  })

  it('are the same for one person, and of a dozen looks in all', () => {
    const { idNumber } = demoPeople[0]!
    expect(facePng(idNumber).equals(facePng(idNumber))).toBe(true)
    expect(new Set(demoPeople.map((person) => facePng(person.idNumber).toString('base64'))).size).toBe(12)
  })
})
