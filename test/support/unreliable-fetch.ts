/** A network that follows a list of faults, one per request, and is good again when the list is used up. */

export const networkFaults = ['none', 'lost-request', 'lost-reply', 'repeated', 'cut', 'portal', 'proxy-error'] as const
export type NetworkFault = (typeof networkFaults)[number]

export function unreliableFetch(reach: typeof fetch, faults: NetworkFault[]): typeof fetch {
  return async (input, init = {}) => {
    const lost = () => Promise.reject(new TypeError('the network went away'))
    switch (faults.shift() ?? 'none') {
      case 'none':
        return reach(input, init)
      case 'lost-request':
        return lost()
      case 'lost-reply':
        await reach(input, init)
        return lost()
      case 'repeated':
        await reach(input, init)
        return reach(input, init)
      case 'cut':
        // The link broke in mid-request: the server has the first half of the bytes, as far as it takes them.
        await reach(input, { ...init, body: firstHalf(init.body) })
        return lost()
      case 'portal':
        return new Response('<html>请登录 Wi-Fi</html>', { status: 200, headers: { 'content-type': 'text/html' } })
      case 'proxy-error':
        await reach(input, init)
        return new Response('<h1>504</h1>', { status: 504 })
    }
  }
}

function firstHalf(body: RequestInit['body']): BodyInit | null {
  if (typeof body === 'string') return body.slice(0, body.length / 2)
  return body instanceof ArrayBuffer ? body.slice(0, body.byteLength / 2) : null
}
