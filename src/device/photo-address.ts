/** Where the server has a photograph's bytes. */
export function photoAddress(sha256: string, base = ''): string {
  return `${base}/api/attachments/${sha256}`
}
