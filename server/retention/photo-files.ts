/** Takes photographs off the disk. Their place is that of `blobs/disk.ts`. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Removes whole photographs from the store in `folder`; one that is not there is no error. */
export function photoRemover(folder: string): (sha256: string) => Promise<void> {
  return (sha256) => rm(join(folder, sha256.slice(0, 2), sha256), { force: true })
}
