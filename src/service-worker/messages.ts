/** What a page may say to the service worker: only that a person agreed to the new version. The wording is workbox-window's. */
const GO_AHEAD = 'SKIP_WAITING'

/** Whether a message is that agreement. */
export function isGoAhead(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === GO_AHEAD
}
