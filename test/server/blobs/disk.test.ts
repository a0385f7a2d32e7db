import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openBlobs } from '../../../server/blobs/disk.ts'

describe('photographs on disk', () => {
  it('that were begun and left are swept after their time; whole ones and those still coming stay', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suan-xun-blobs-'))
    const blobs = await openBlobs(folder)
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
    const whole = createHash('sha256').update(bytes).digest('hex')
    await blobs.add(whole, 'demo-wangjian', bytes)
    expect((await blobs.finish(whole, 'demo-wangjian')).kind).toBe('kept')
    await blobs.add('a'.repeat(64), 'demo-wangjian', bytes)
    await blobs.sweepParts(Date.now() - 60_000)
    expect(await blobs.received('a'.repeat(64), 'demo-wangjian')).toBe(7)
    await blobs.sweepParts(Date.now() + 60_000)
    expect(await blobs.received('a'.repeat(64), 'demo-wangjian')).toBe(0)
    expect((await blobs.read(whole)).equals(bytes)).toBe(true)
    await rm(folder, { recursive: true })
  })

  it('that come in one piece are kept only when they are what their name says, and leave nothing behind when not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suan-xun-blobs-'))
    const blobs = await openBlobs(folder)
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
    const nameOf = (content: Buffer) => createHash('sha256').update(content).digest('hex')
    expect(await blobs.keep(nameOf(bytes), 'demo-wangjian', bytes)).toEqual({ kind: 'kept', mime: 'image/jpeg' })
    expect((await blobs.read(nameOf(bytes))).equals(bytes)).toBe(true)
    expect((await blobs.keep('a'.repeat(64), 'demo-wangjian', bytes)).kind).toBe('other-bytes')
    const text = Buffer.from('no photograph')
    expect((await blobs.keep(nameOf(text), 'demo-wangjian', text)).kind).toBe('no-photo')
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile()).map((file) => file.name)
    expect(files).toEqual([nameOf(bytes)])
    await rm(folder, { recursive: true })
  })
})
