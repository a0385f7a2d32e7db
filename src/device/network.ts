/** The door to the server, for everything an inspector's phone asks it. */
import * as v from 'valibot'
import { askReplySchema, sessionSchema, uploadReplySchema } from '#domain/contract.ts'
import { faceReplySchema } from '#domain/face.ts'
import { packSchema } from '#domain/pack.ts'
import { rosterListSchema, rosterSchema } from '#domain/roster.ts'
import type { NetworkDoor, Reply } from './doors.ts'
import { photoAddress } from './photo-address.ts'
import { DEADLINE, createRequests, type RequestParts } from './request.ts'
import { pullReplyAfter, tolerantPushReply } from './tolerant-reply.ts'

/** Longest wait (ms) for a live answer: the server itself gives the platform 8 s. */
const ASK_DEADLINE = 12_000
/** Longest wait (ms) for a pack: that of a large county is some megabytes. */
const PACK_DEADLINE = 120_000

export function createNetwork(parts: RequestParts): NetworkDoor {
  const { clock, connectivity } = parts
  const { exchange, unreachable, request } = createRequests(parts)

  return {
    online: () => connectivity.online(),
    onOnlineChange: (listener) => connectivity.onChange(listener),
    signIn: (username, password, device, deviceKey) =>
      request({ method: 'POST', path: '/api/session', schema: sessionSchema, body: { ...device, deviceKey, username, password } }),
    currentSession: () => request({ method: 'GET', path: '/api/session', schema: sessionSchema }),
    // 204: no content, which reads as null.
    signOut: () => request({ method: 'DELETE', path: '/api/session', schema: v.null() }),
    ask: (visit, idNumber, device, carried) =>
      request({ method: 'POST', path: '/api/checks', schema: askReplySchema, body: { ...device, visit, idNumber, carried }, deadline: ASK_DEADLINE }),
    push: (device, entries) => request({ method: 'POST', path: '/api/entries', schema: tolerantPushReply, body: { ...device, entries } }),
    pull: (cursor, device) => request({ method: 'GET', path: `/api/entries?since=${cursorText(cursor)}${device === undefined ? '' : `&device=${encodeURIComponent(device)}`}`, schema: pullReplyAfter(cursor) }),
    async uploadOffset(sha256) {
      const came = await exchange(photoAddress(sha256), { method: 'HEAD' }, DEADLINE)
      if (typeof came === 'string') return unreachable(came)
      return readOffset(came.response, clock.phoneNow()) ?? unreachable('not-ours')
    },
    upload: (sha256, offset, length, bytes) =>
      request({ method: 'PUT', path: photoAddress(sha256), schema: uploadReplySchema, chunk: { bytes, offset, length } }),
    rosterList: () => request({ method: 'GET', path: '/api/rosters', schema: rosterListSchema }),
    roster: (site) => request({ method: 'GET', path: `/api/rosters/${site}`, schema: rosterSchema }),
    pack: () => request({ method: 'GET', path: '/api/pack', schema: packSchema, deadline: PACK_DEADLINE }),
    face: (visit, idNumber, device) =>
      request({ method: 'POST', path: '/api/faces', schema: faceReplySchema, body: { ...device, visit, idNumber }, deadline: ASK_DEADLINE }),
    photoAddress: (sha256) => photoAddress(sha256, parts.base),
  }
}

/** `area:seq` pairs in a fixed order. */
function cursorText(cursor: Readonly<Record<string, number>>): string {
  return Object.keys(cursor)
    .sort()
    .map((area) => `${area}:${cursor[area]}`)
    .join(',')
}

/** A `HEAD` has no body to say anything in: its header and status are all there is. `null` when it is not ours. */
function readOffset(response: Response, serverTime: number): Reply<{ offset: number; receipt: null; serverTime: number }> | null {
  if (response.ok) {
    const header = response.headers.get('upload-offset')
    return header !== null && /^\d+$/.test(header) ? { kind: 'ok', value: { offset: Number(header), receipt: null, serverTime } } : null
  }
  // Anything else could be a proxy's; a session that has ended is asked about again by whoever signs in.
  return response.status === 401 ? { kind: 'refused', refusal: { code: 'signed-out' } } : null
}
