/** Photographs on disk, named by their hash. A part that is still coming belongs to one uploader, so that nobody can spoil another's. */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
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
  finish: (sha256: string, uploader: string) => Promise<Finished>
  /** Takes a photograph that came in one piece, of which nothing was here: like `add` and `finish`, without reading it back. */
  keep: (sha256: string, uploader: string, bytes: Uint8Array) => Promise<Finished>
  /** The whole photograph. Rejects when it is not here. */
  read: (sha256: string) => Promise<Buffer>
  /** Takes the whole photograph away; one that is not here is no error. */
  remove: (sha256: string) => Promise<void>
  /** Throws away parts that nothing was added to since `before` (epoch ms). */
  sweepParts: (before: number) => Promise<void>
}

type Finished = { kind: 'kept'; mime: string } | { kind: 'other-bytes' } | { kind: 'no-photo' }

/** Opens the store in `folder`. */
export async function openBlobs(folder: string): Promise<Blobs> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const wholePath = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  const partPath = (sha256: string, uploader: string) => `${wholePath(sha256)}.${uploader}.part`

  /** Appends `chunk`; with nothing there, a file that begins with it. */
  async function add(path: string, chunk: Uint8Array): Promise<FileHandle> {
    const file = await open(path, 'a', 0o600).catch(async (error: unknown) => {
      absent(error)
      await mkdir(dirname(path), { recursive: true })
      return open(path, 'a', 0o600)
    })
    try {
      await file.writeFile(chunk)
      return file
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Gives the part its name. The name and the bytes reach the disk in either order: until both have, nothing is said of it. */
  async function settle(file: FileHandle, path: string, sha256: string): Promise<void> {
    await rename(path, wholePath(sha256))
    await Promise.all([file.sync(), flush(dirname(path))])
  }

  return {
    received: async (sha256, uploader) => (await stat(partPath(sha256, uploader)).catch(absent))?.size ?? 0,
    async add(sha256, uploader, chunk) {
      await (await add(partPath(sha256, uploader), chunk)).close()
    },
    async finish(sha256, uploader) {
      const path = partPath(sha256, uploader)
      const file = await open(path, 'r')
      try {
        const judged = judge(sha256, await file.readFile())
        await (judged.kind === 'kept' ? settle(file, path, sha256) : rm(path))
        return judged
      } finally {
        await file.close()
      }
    },
    async keep(sha256, uploader, bytes) {
      const judged = judge(sha256, bytes)
      if (judged.kind !== 'kept') return judged
      const path = partPath(sha256, uploader)
      const file = await add(path, bytes)
      await settle(file, path, sha256).finally(() => file.close())
      return judged
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

/** Whether `bytes` are the photograph that `sha256` names. */
function judge(sha256: string, bytes: Uint8Array): Finished {
  const mime = photoType(bytes)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return { kind: 'other-bytes' }
  return mime === null ? { kind: 'no-photo' } : { kind: 'kept', mime }
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
