/** `HEAD`, `PUT` and `GET /api/attachments/:sha256`: photographs by their hash, in chunks, resumed where they broke off. */
import { CHUNK_BYTES, type UploadReply } from '#domain/contract.ts'
import { hash } from '#domain/entries/envelope.ts'
import type { PhotoReceipt } from '#domain/outbox.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { AccountRow } from '../accounts/account.ts'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { scopeOf } from '../ledger/scope.ts'
import { readParam } from '../read-request.ts'

const LARGEST = 4 * 1024 * 1024
const business = ['inspector', 'town-supervisor', 'city-supervisor'] as const
const bytesCount = v.pipe(v.string(), v.regex(/^\d{1,8}$/), v.transform(Number))
const uploadHeaders = v.object({ 'upload-offset': bytesCount, 'upload-length': v.pipe(bytesCount, v.minValue(1)) })

export async function attachmentsRoute(app: FastifyInstance, doors: Doors): Promise<void> {
  const underWay = new Set<string>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: CHUNK_BYTES }, (_request, body, done) => done(null, body))

  app.put('/api/attachments/:sha256', { bodyLimit: CHUNK_BYTES }, async (request, reply): Promise<UploadReply> => {
    const account = await signedIn(doors, request, business)
    const sha256 = readParam(hash, request, 'sha256')
    const turn = `${sha256} ${account.id}`
    if (underWay.has(turn)) throw new Refused('busy', 1)
    underWay.add(turn)
    try {
      const { offset, receipt } = await takeChunk(doors, account, sha256, request, (at) => void reply.header('upload-offset', at))
      return { offset, receipt, serverTime: doors.now() }
    } finally {
      underWay.delete(turn)
    }
  })

  app.head('/api/attachments/:sha256', async (request, reply) => {
    const account = await signedIn(doors, request, business)
    const sha256 = readParam(hash, request, 'sha256')
    const whole = await doors.db.selectFrom('attachment').select('bytes').where('sha256', '=', sha256).executeTakeFirst()
    return reply.header('upload-offset', whole?.bytes ?? (await doors.blobs.received(sha256, account.id))).header('cache-control', 'no-store').send()
  })

  app.get('/api/attachments/:sha256', { exposeHeadRoute: false }, async (request, reply) => {
    const account = await signedIn(doors, request, business)
    const sha256 = readParam(hash, request, 'sha256')
    const photo = await visiblePhoto(doors, account, sha256)
    if (photo === null) throw new Refused('not-found')
    return reply.type(photo.mime).header('cache-control', 'private, max-age=31536000, immutable').send(await doors.blobs.read(sha256))
  })
}

/** Takes one chunk. Throws `offset` (after telling the right one), `hash`, `too-large` or `bad-request`. */
async function takeChunk(doors: Doors, account: AccountRow, sha256: string, request: FastifyRequest, tellOffset: (at: number) => void) {
  const known = await receiptOf(doors, sha256)
  if (known !== null) return { offset: known.bytes, receipt: known }
  const headers = v.safeParse(uploadHeaders, request.headers)
  if (!headers.success) throw new Refused('bad-request')
  const { 'upload-offset': offset, 'upload-length': length } = headers.output
  const chunk = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (length > LARGEST) throw new Refused('too-large')
  const received = await doors.blobs.received(sha256, account.id)
  if (offset !== received) {
    tellOffset(received)
    throw new Refused('offset')
  }
  if (offset + chunk.length > length) throw new Refused('bad-request')
  const whole = offset === 0 && chunk.length === length
  if (chunk.length > 0 && !whole) await doors.blobs.add(sha256, account.id, chunk)
  if (offset + chunk.length < length) return { offset: offset + chunk.length, receipt: null }
  const finished = whole ? await doors.blobs.keep(sha256, account.id, chunk) : await doors.blobs.finish(sha256, account.id)
  if (finished.kind !== 'kept') throw new Refused(finished.kind === 'no-photo' ? 'bad-request' : 'hash')
  const row = { sha256, bytes: length, mime: finished.mime, uploader: account.id, receivedAt: doors.now() }
  await doors.db.insertInto('attachment').values(row).onConflict((oc) => oc.column('sha256').doNothing()).execute()
  return { offset: length, receipt: await receiptOf(doors, sha256) }
}

async function receiptOf({ db, keys }: Doors, sha256: string): Promise<PhotoReceipt | null> {
  const row = await db.selectFrom('attachment').select(['sha256', 'bytes', 'receivedAt']).where('sha256', '=', sha256).executeTakeFirst()
  return row === undefined ? null : keys.signPhotoReceipt(row)
}

/** The photograph when an entry within the caller's area refers to it, or the caller sent it. */
async function visiblePhoto({ db }: Doors, account: AccountRow, sha256: string): Promise<{ mime: string } | null> {
  const row = await db
    .selectFrom('attachment')
    .select('mime')
    .where('sha256', '=', sha256)
    .where((eb) => eb.or([
      eb('uploader', '=', account.id),
      eb.exists(eb.selectFrom('attachmentArea').select('area').whereRef('attachmentArea.sha256', '=', 'attachment.sha256').where('area', 'like', scopeOf(account))),
    ]))
    .executeTakeFirst()
  return row ?? null
}
