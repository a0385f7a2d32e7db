/** The door to NFC cards (https://w3c.github.io/web-nfc/, Chrome on Android; not in TypeScript's library). Only ever reads. */

interface NdefRecord {
  recordType: string
  mediaType?: string
  encoding?: string
  data?: DataView
}

interface NdefReader {
  scan: (options: { signal: AbortSignal }) => Promise<void>
  onreading: ((event: { message: { records: readonly NdefRecord[] } }) => void) | null
  onreadingerror: (() => void) | null
}

export type NfcOutcome = { kind: 'listening'; stop: () => void } | { kind: 'trouble'; trouble: NfcTrouble }
/** `unreadable` comes later, of a card held to the phone. */
export type NfcTrouble = 'denied' | 'switched-off' | 'failed' | 'unreadable'

type Reader = new () => NdefReader

function readerOf(world: object): Reader | undefined {
  return (world as { NDEFReader?: Reader }).NDEFReader
}

export function hasNfc(world: object = globalThis): boolean {
  return readerOf(world) !== undefined
}

/** Waits for cards; `onTexts` gets the texts of each. Asks for permission, so it must be called from a tap. */
export async function listenForCards(
  onTexts: (texts: readonly string[]) => void, onTrouble: (trouble: NfcTrouble) => void, world: object = globalThis,
): Promise<NfcOutcome> {
  const Reader = readerOf(world)
  if (Reader === undefined) return { kind: 'trouble', trouble: 'failed' }
  const done = new AbortController()
  try {
    const reader = new Reader()
    await reader.scan({ signal: done.signal })
    reader.onreading = ({ message }) => onTexts(textsOf(message.records))
    reader.onreadingerror = () => onTrouble('unreadable')
    return { kind: 'listening', stop: () => done.abort() }
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    return { kind: 'trouble', trouble: name === 'NotAllowedError' ? 'denied' : name === 'NotReadableError' || name === 'NotSupportedError' ? 'switched-off' : 'failed' }
  }
}

/** What on a card is text, in its order; pictures, business cards and the like are passed over. */
export function textsOf(records: readonly NdefRecord[]): string[] {
  return records.flatMap(({ recordType, mediaType = '', encoding, data }) => {
    const isText = ['text', 'url', 'absolute-url'].includes(recordType) || (recordType === 'mime' && /^(text\/plain|application\/json)\b/.test(mediaType))
    if (!isText || data === undefined) return []
    try {
      return [new TextDecoder(encoding ?? 'utf-8').decode(data)]
    } catch {
      // An encoding nobody knows.
      return []
    }
  })
}
