/** What page and service worker say to each other. */

/** From the page: a person agreed to the new version. The wording is workbox-window's. */
const GO_AHEAD = 'SKIP_WAITING'

/** From the page: which files of the app are on the phone? Answered with `FilesHere` on the port that comes with it. */
export const FILES_QUESTION = { type: 'FILES' } as const

export interface FilesHere {
  files: string[]
  missing: string[]
}

/** To the pages: the network is back, look whether something waits. */
export const WAKE = 'WAKE'

/** Under which name the page asks to be woken. */
export const WAKE_TAG = 'outbox'

/** Where other apps hand in photos (`share_target` of the manifest), and the page that takes them. */
export const SHARE_PATH = '/share'

/** The cache in which they wait for that page, and the header that says since when (epoch ms). */
export const SHARED_PHOTOS = 'shared-photos'
export const SHARED_AT = 'x-shared-at'

/** Whether a message is that agreement. */
export function isGoAhead(message: unknown): boolean {
  return hasType(message, GO_AHEAD)
}

export function isFilesQuestion(message: unknown): boolean {
  return hasType(message, FILES_QUESTION.type)
}

export function isWake(message: unknown): boolean {
  return hasType(message, WAKE)
}

function hasType(message: unknown, type: string): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type
}
