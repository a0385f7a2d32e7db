/** `POST /api/faces`: a worker's photograph for the inspector's own eyes. It passes through and is kept nowhere; every view is on record. */
import { faceAskSchema, type FaceReply } from '#domain/face.ts'
import { parseIdNumber, type IdNumber } from '#domain/identity.ts'
import { shanghaiDay } from '#domain/time.ts'
import type { FastifyInstance } from 'fastify'
import type { AccountRow } from '../accounts/account.ts'
import { isProven } from '../accounts/device.ts'
import { signedIn } from '../accounts/session.ts'
import { recordLookup } from '../checks/lookup.ts'
import { openVisit } from '../checks/open-visit.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { featuresOf } from '../features.ts'
import type { FaceImage, Outcome } from '../platform/results.ts'
import { readBody } from '../read-request.ts'
import { dataNumberOf, linksOf } from '../rosters/links.ts'

/** The rules are those of a look-up: the asker's own open visit, a proven phone, the daily quota. */
export function facesRoute(app: FastifyInstance, doors: Doors): void {
  app.post('/api/faces', async (request): Promise<FaceReply> => {
    const account = await signedIn(doors, request, ['inspector', 'town-supervisor', 'city-supervisor'])
    if (!featuresOf(doors).facePhoto) throw new Refused('not-enabled')
    const { visit, idNumber, ...proof } = readBody(faceAskSchema, request)
    const at = doors.now()
    const person = parseIdNumber(idNumber, shanghaiDay(at))
    if (person.kind !== 'id-number') throw new Refused('bad-request')
    if (!(await isProven(doors, proof))) throw new Refused('forbidden')
    const open = await openVisit(doors, account, visit)
    if (open === null) throw new Refused('no-visit')
    const view = await recordLookup(doors, { account: account.id, visit, personKey: doors.keys.personKey(person.value) }, 'faceView')
    if (view.kind === 'over-quota') throw new Refused('quota', Math.ceil((view.until - at) / 1000))
    const came = await askForFace(doors, account, open.site, person.value)
    const outcome = came.kind === 'fault' ? `fault ${came.fault}` : came.value === null ? 'no-photo' : 'shown'
    await doors.db.updateTable('faceView').set({ outcome }).where('id', '=', view.id).execute()
    return shown(came, doors)
  })
}

/** By the person's number where the platform offers that; otherwise the photograph of the card, for people on the project of `site`. */
async function askForFace(doors: Doors, account: AccountRow, site: string | null, id: IdNumber): Promise<Outcome<FaceImage | null>> {
  const { gateway } = doors
  if (gateway.enabled('GetWorkerImage-person')) return gateway.faceImage(id)
  const link = site === null ? undefined : await linksOf(doors, account).where('site', '=', site).executeTakeFirst()
  return link === undefined ? { kind: 'fault', fault: 'param', answeredAt: doors.now() } : gateway.cardImage(dataNumberOf(link, doors.keys), id)
}

function shown(came: Outcome<FaceImage | null>, { config, now }: Doors): FaceReply {
  const serverTime = now()
  if (came.kind === 'fault') return { kind: 'none', why: 'fault', serverTime }
  if (came.value === null) return { kind: 'none', why: 'no-photo', serverTime }
  const { mime, bytes } = came.value
  return { kind: 'face', mime, image: Buffer.from(bytes).toString('base64'), simulated: config.platform === null, serverTime }
}
