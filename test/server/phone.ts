/** A phone as the server sees it: it writes chained entries and pushes them. */
import { randomBytes, randomUUID } from 'node:crypto'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import type { Answer } from '#domain/check.ts'
import type { Parcel, PushReply } from '#domain/contract.ts'
import { hashedText, personalText } from '#domain/entries/envelope.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { uuidv7 } from '#domain/uuid.ts'
import { judge, type Verdict } from '#domain/verdict.ts'
import { sha256 } from '../../server/ledger/read-parcel.ts'
import { proofOf, type TestServer } from '../support/server.ts'

export interface Phone {
  device: string
  /** Writes one entry at the end of this phone's chain. `by` is an account's id; `clock` what the phone's clock says and whether it is right. */
  write: (draft: Draft, by?: string, clock?: { at: number; clockTrusted: boolean }) => Parcel
}

let clock = Date.UTC(2026, 10, 20)

/** A name for an entry; later names sort later. */
export function newId(): string {
  clock += 1
  return uuidv7(clock, randomBytes(10))
}

/** A phone with a chain of its own, used by the demonstration account `username`. */
export function phoneOf(username: string): Phone {
  const device = randomUUID()
  let deviceSeq = 0
  let prev: string | null = null
  return {
    device,
    write({ kind, v = 1, about, area, body, personal, id = newId() }, by = `demo-${username}`, time = { at: clock, clockTrusted: true }) {
      deviceSeq += 1
      const salted = personal === undefined ? null : { salt: randomBytes(16).toString('hex'), ...personal }
      const personalDigest = salted === null ? null : sha256(personalText(salted))
      const unhashed = { id, kind, v, ...time, clockOffset: 0, by, device, deviceSeq, prev, area, about, body, personalDigest }
      const hash = sha256(hashedText({ ...unhashed, hash: undefined }))
      prev = hash
      return { entry: { ...unhashed, hash } as Parcel['entry'], personal: salted }
    },
  }
}

/** Pushes `parcels` (or anything else) in the session of `cookie`. */
export async function pushTo(server: TestServer, cookie: string, device: string, parcels: readonly unknown[]): Promise<PushReply> {
  const reply = await server.app.inject({ method: 'POST', url: '/api/entries', headers: { cookie }, payload: { ...proofOf(device), entries: parcels } })
  if (reply.statusCode !== 200) throw new Error(`push refused: ${reply.statusCode} ${reply.body}`)
  return reply.json<PushReply>()
}

export const MEILI = '320581101'
export const HAIYU = '320581102'
export const SITE = '01900000-0000-7000-8000-000000000001'

/** The first entry of a visit. */
export function visitStarted(visit: string, area = MEILI): Draft {
  return { kind: 'visit.started', about: { site: SITE, visit }, area, body: { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } } }
}

/** A check of `idNumber` that rests on `answer`, remembered unless said to be live, or on none at all. */
export function checkMade(visit: string, check: string, idNumber: string, answer: Answer | null, now: number, area = MEILI, basis: 'live' | 'remembered' = 'remembered'): Draft {
  const known = answer === null ? [] : [{ basis, key: 'k', answer }]
  const verdict: Verdict = judge({ kind: 'person', key: 'k' }, known, { now, trusted: true }, defaultPolicy)
  const anonymous = answer?.kind === 'code' ? { ...answer, nameMasked: '' } : answer
  return {
    kind: 'check.made',
    id: check,
    about: { site: SITE, visit, check },
    area,
    body: { method: 'camera', subject: 'person', shape: 'id-number', seenColour: null, verdict, answer: anonymous, simulated: true },
    personal: { idNumber, nameMasked: '张**', lastFour: idNumber.slice(-4) },
  }
}

/** A finding that rests on `checks`. */
export function findingRaised(visit: string, finding: string, checks: string[], draft: boolean, area = MEILI): Draft {
  return {
    kind: 'finding.raised',
    id: finding,
    about: { site: SITE, visit, finding },
    area,
    body: { item: 'C02', severity: 'general', text: '持黄码人员在场作业', checks, action: 'stop-work', deadline: null, draft },
  }
}

/** `count` answers to the checklist of `visit`, the next of the phone's chain. */
export function answersOf(phone: Phone, visit: string, count: number): Parcel[] {
  const answer = (i: number): Draft => ({ kind: 'visit.answered', about: { site: SITE, visit }, area: MEILI, body: { item: `C0${i}`, value: 'conform' } })
  return Array.from({ length: count }, (_, i) => phone.write(answer(i)))
}
