/** The few things a journal needs of the files it lies in, so that a test can be a disk. */
export interface JournalStorage {
  /**
   * Takes `bytes` away from the caller and writes them at the place `at` of `file`, which is made where there is none, and keeps other tabs from removing it. Resolves, when
   * `durable`, once they are on the disk. Throws what `isNoSpace` knows when there is no room; the file may have a torn end then.
   */
  write(file: string, at: number, bytes: Uint8Array<ArrayBuffer>, durable: boolean): Promise<void>
  truncate(file: string, size: number): Promise<void>
  /** Names of all files. */
  list(): Promise<string[]>
  read(file: string): Promise<Blob>
  /** Throws where another tab writes to it. */
  remove(file: string): Promise<void>
}

/** What the names of files with acts begin with, and of those with keys. */
export const [ACTS, KEYS] = ['acts.', 'key.']
