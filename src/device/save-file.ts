/** The door by which a file leaves the app: the system's share sheet where it takes files, else a download. */

export type Saved = 'shared' | 'downloaded' | 'cancelled'

export interface SavePlatform {
  share: Pick<Navigator, 'share' | 'canShare'> | undefined
  download: (file: File) => void
}

/** Call from a tap. `downloaded` says that the browser was asked to, which is all that can be known. */
export async function saveFile(content: Blob, name: string, platform: SavePlatform = browser()): Promise<Saved> {
  const file = new File([content], name, { type: content.type })
  const { share } = platform
  if (share?.canShare({ files: [file] })) {
    try {
      await share.share({ files: [file], title: name })
      return 'shared'
    } catch (cause) {
      // Closed by the person; anything else (too large, not from a tap) leaves the download.
      if (cause instanceof DOMException && cause.name === 'AbortError') return 'cancelled'
    }
  }
  platform.download(file)
  return 'downloaded'
}

function browser(): SavePlatform {
  // On computers the share sheet has no "save"; phones have both.
  const touch = matchMedia('(pointer: coarse)').matches
  const able = 'canShare' in navigator && 'share' in navigator
  return {
    share: touch && able ? navigator : undefined,
    download(file) {
      const address = URL.createObjectURL(file)
      const link = document.createElement('a')
      link.href = address
      link.download = file.name
      link.click()
      // Safari reads the address after the click has returned.
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
    },
  }
}
