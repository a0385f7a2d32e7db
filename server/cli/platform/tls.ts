/** A look at the platform's certificate. Nothing is sent over the connection. */
import { connect, type TLSSocket } from 'node:tls'

export interface TlsView {
  protocol: string
  issuer: string
  validUntil: number
  /** Why the certificate is not trusted; `null` when it is. */
  distrust: string | null
}

const PATIENCE_MS = 5_000

/** The certificate at `endpoint`; `null` when no encrypted connection came about. */
export function viewTls(endpoint: string): Promise<TlsView | null> {
  const { hostname, port } = new URL(endpoint)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ host, port: Number(port || 443), ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }), rejectUnauthorized: false, timeout: PATIENCE_MS })
    const settle = (view: TlsView | null): void => {
      socket.destroy()
      resolve(view)
    }
    socket.once('timeout', () => settle(null))
    socket.once('error', () => settle(null))
    socket.once('secureConnect', () => {
      const { issuer, valid_to: validTo } = socket.getPeerCertificate()
      const names = [issuer?.O, issuer?.CN].flat().filter((name) => name !== undefined)
      settle({
        protocol: socket.getProtocol() ?? '',
        issuer: names.join(' '),
        validUntil: Date.parse(validTo),
        distrust: socket.authorized ? null : String(socket.authorizationError),
      })
    })
  })
}
