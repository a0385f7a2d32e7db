/** A server of a few lines that signs what it is told to: for replies the real one would only give in rare trouble. */
import { getPublicKeyAsync, signAsync } from '@noble/ed25519'
import type { Parcel } from '#domain/contract.ts'
import { photoReceiptText, receiptText, type PhotoReceipt, type PushResult, type Receipt } from '#domain/outbox.ts'
import { toHex } from '#device/digest.ts'
import { readJson } from './read-body.ts'

const secret = new Uint8Array(32).fill(7)

export async function receiptKey(): Promise<string> {
  return toHex(await getPublicKeyAsync(secret))
}

async function sign(text: string): Promise<string> {
  return toHex(await signAsync(new TextEncoder().encode(text), secret))
}

export async function aReceipt({ entry }: Parcel, changes: Partial<Receipt> = {}): Promise<Receipt> {
  const unsigned = { entryId: entry.id, hash: entry.hash, area: entry.area, seq: entry.deviceSeq, receivedAt: 1, ...changes }
  return { ...unsigned, sig: await sign(receiptText(unsigned)) }
}

export async function aPhotoReceipt(sha256: string, bytes: number): Promise<PhotoReceipt> {
  const unsigned = { sha256, bytes, receivedAt: 1 }
  return { ...unsigned, sig: await sign(photoReceiptText(unsigned)) }
}

export async function stored(parcel: Parcel, changes: Partial<Receipt> = {}): Promise<PushResult> {
  return { id: parcel.entry.id, outcome: 'stored', receipt: await aReceipt(parcel, changes) }
}

export interface SmallServer {
  /** What to say of each pushed parcel; all stored unless told otherwise. */
  onPush?: (parcel: Parcel) => PushResult | Promise<PushResult>
  /** Overrides everything for requests it answers. */
  on?: (method: string, path: string, init: RequestInit) => Response | undefined
  /** Awaited before every answer. */
  slow?: (method: string, path: string) => Promise<void>
  epoch?: string
  pages?: unknown[]
}

/** Answers like the real server, at serverTime `now`. `calls` collects method and path. */
export function smallServer(server: SmallServer, calls: string[] = [], now: () => number = Date.now): typeof fetch {
  const photos = new Map<string, number>()
  return async (input, init = {}) => {
    const { pathname, search } = new URL(String(input))
    const method = init.method ?? 'GET'
    calls.push(`${method} ${pathname}${search.replace(/&device=[^&]*/, '')}`)
    await server.slow?.(method, pathname)
    const special = server.on?.(method, pathname, init)
    if (special !== undefined) return special
    const epoch = server.epoch ?? 'epoch-1'
    if (method === 'POST' && pathname === '/api/entries') {
      const { entries } = readJson(init) as { entries: Parcel[] }
      return Response.json({ epoch, results: await Promise.all(entries.map(server.onPush ?? ((parcel) => stored(parcel)))), serverTime: now() })
    }
    if (method === 'GET' && pathname === '/api/entries') {
      return Response.json(server.pages?.shift() ?? { epoch, entries: [], cursor: {}, more: false, serverTime: now() })
    }
    const sha256 = pathname.split('/').at(-1)!
    if (method === 'HEAD') return new Response(null, { headers: { 'upload-offset': String(photos.get(sha256) ?? 0) } })
    const headers = new Headers(init.headers)
    const offset = Number(headers.get('upload-offset')) + (init.body as ArrayBuffer).byteLength
    photos.set(sha256, offset)
    const length = Number(headers.get('upload-length'))
    return Response.json({ offset, receipt: offset === length ? await aPhotoReceipt(sha256, length) : null, serverTime: now() })
  }
}
