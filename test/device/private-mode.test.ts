import { describe, expect, it } from 'vitest'
import { forgetsEverything } from '#device/private-mode.ts'

const refusing = (message: string, name: string) => ({ getDirectory: () => Promise.reject(new DOMException(message, name)) })

describe('a private window', () => {
  it('is known by what Firefox and Safari refuse there', async () => {
    expect(await forgetsEverything(refusing('Security error when calling GetDirectory', 'SecurityError'))).toBe(true)
    expect(await forgetsEverything(refusing('The operation failed for an unknown transient reason (e.g. out of memory).', 'UnknownError'))).toBe(true)
  })

  it('is not suspected where the file system works, is absent, or fails otherwise', async () => {
    expect(await forgetsEverything({ getDirectory: async () => ({}) as FileSystemDirectoryHandle })).toBe(false)
    expect(await forgetsEverything(undefined)).toBe(false)
    expect(await forgetsEverything({} as StorageManager)).toBe(false)
    expect(await forgetsEverything(refusing('full', 'QuotaExceededError'))).toBe(false)
  })
})
