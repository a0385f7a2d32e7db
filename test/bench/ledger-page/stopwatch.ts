/** Times in ms, and what was sent to a server. */

/** Does `act` so many times, one after the other. */
export async function times(count: number, act: (n: number) => unknown): Promise<number[]> {
  const taken: number[] = []
  for (let n = 0; n < count; n++) {
    const began = performance.now()
    await act(n)
    taken.push(performance.now() - began)
  }
  return taken
}

export interface Sent {
  requests: number
  /** Of their bodies. */
  bytes: number
}

const sent: Sent = { requests: 0, bytes: 0 }

/** Must stand before whatever keeps a `fetch` of its own. */
export function watchFetch(): void {
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    sent.requests += 1
    sent.bytes += lengthOf(init?.body)
    return real(input, init)
  }
}

/** What has been sent since the page was opened. */
export function sentSoFar(): Sent {
  return { ...sent }
}

export function sentSince(before: Sent): Sent {
  return { requests: sent.requests - before.requests, bytes: sent.bytes - before.bytes }
}

function lengthOf(body: BodyInit | null | undefined): number {
  if (body === null || body === undefined) return 0
  if (typeof body === 'string') return new TextEncoder().encode(body).length
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength
  if (body instanceof Blob) return body.size
  throw new TypeError('a body of unknown length was sent')
}
