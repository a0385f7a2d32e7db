import { describe, expect, it } from 'vitest'
import { saveFile } from '#device/save-file.ts'

function platform(share?: { can: boolean; outcome?: DOMException }) {
  const downloaded: string[] = []
  return {
    downloaded,
    download: (file: File) => void downloaded.push(file.name),
    share: share && { canShare: () => share.can, share: async () => { if (share.outcome) throw share.outcome } },
  }
}

describe('a file that leaves the app', () => {
  it('is shared where the phone shares such files', async () => {
    const door = platform({ can: true })
    expect(await saveFile(new Blob(['x']), 'a.suanxun', door)).toBe('shared')
    expect(door.downloaded).toEqual([])
  })

  it('is downloaded where it does not, or where sharing fails', async () => {
    for (const share of [undefined, { can: false }, { can: true, outcome: new DOMException('no', 'NotAllowedError') }]) {
      const door = platform(share)
      expect(await saveFile(new Blob(['x']), 'a.suanxun', door)).toBe('downloaded')
      expect(door.downloaded).toEqual(['a.suanxun'])
    }
  })

  it('is not called saved when the person closed the sheet', async () => {
    const door = platform({ can: true, outcome: new DOMException('closed', 'AbortError') })
    expect(await saveFile(new Blob(['x']), 'a.suanxun', door)).toBe('cancelled')
    expect(door.downloaded).toEqual([])
  })
})
