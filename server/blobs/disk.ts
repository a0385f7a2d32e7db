/** Photographs on disk, named by their hash. A part that is still coming belongs to one uploader, so that nobody can spoil another's. */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface Blobs {
  /** How many bytes of `sha256` have come from `uploader`. */
  received: (sha256: string, uploader: string) => Promise<number>
  /** Adds `chunk` at the end of the part. */
  add: (sha256: string, uploader: string, chunk: Uint8Array) => Promise<void>
  /**
   * Ends the part: durable under its hash when its bytes have that hash and are a photograph, thrown away otherwise. A torn
   * chunk after a power cut ends here, too, and is sent again.
   */
  finish: (sha256: string, uploader: string) => Promise<{ kind: 'kept'; mime: string } | { kind: 'other-bytes' } | { kind: 'no-photo' }>
  /** The whole photograph. Rejects when it is not here. */
  read: (sha256: string) => Promise<Buffer>
  /** Takes the whole photograph away; one that is not here is no error. */
  remove: (sha256: string) => Promise<void>
  /** Throws away parts that nothing was added to since `before` (epoch ms). */
  sweepParts: (before: number) => Promise<void>
}

/** Opens the store in `folder`. */
export async function openBlobs(folder: string): Promise<Blobs> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const wholePath = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  const partPath = (sha256: string, uploader: string) => `${wholePath(sha256)}.${uploader}.part`
  return {
    received: async (sha256, uploader) => (await stat(partPath(sha256, uploader)).catch(absent))?.size ?? 0,
    async add(sha256, uploader, chunk) {
      const path = partPath(sha256, uploader)
      await mkdir(dirname(path), { recursive: true })
      const file = await open(path, 'a', 0o600)
      await file.writeFile(chunk).finally(() => file.close())
    },
    async finish(sha256, uploader) {
      const path = partPath(sha256, uploader)
      const bytes = await readFile(path)
      const mime = photoType(bytes)
      const fits = createHash('sha256').update(bytes).digest('hex') === sha256
      if (!fits || mime === null) {
        await rm(path)
        return { kind: fits ? 'no-photo' : 'other-bytes' }
      }
      await flush(path)
      await rename(path, wholePath(sha256))
      await flush(dirname(path))
      return { kind: 'kept', mime }
    },
    read: (sha256) => readFile(wholePath(sha256)),
    remove: (sha256) => rm(wholePath(sha256), { force: true }),
    async sweepParts(before) {
      const parts = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.part')).map((name) => join(folder, name))
      for (const path of parts) {
        const part = await stat(path).catch(absent)
        if (part !== null && part.mtimeMs < before) await rm(path, { force: true })
      }
    },
  }
}

/** The media type that the first bytes tell, of those that are taken. */
function photoType(bytes: Uint8Array): 'image/jpeg' | 'image/webp' | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  return head.startsWith('RIFF') && head.endsWith('WEBP') && head.length === 12 ? 'image/webp' : null
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
}

function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
