/** Files that the operator names. */
import { readFile, writeFile } from 'node:fs/promises'
import { Unusable } from './terminal.ts'

/** Throws `Unusable` when the file cannot be read. */
export function readGiven(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new Unusable('读不了这个文件，请核对文件名。', { cause })
  })
}

/** Writes a file that only this user may read. Throws `Unusable` when there is one of that name already. */
export function writeNew(path: string, contents: string | Uint8Array): Promise<void> {
  return writeFile(path, contents, { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => {
    throw new Unusable('不能写入：文件已存在（不覆盖），或文件夹不可写。', { cause })
  })
}
