/** Packs as the server gives them. */
import type { KnownAnswer, Pack } from '#domain/pack.ts'
import { matchKey, matchOf } from './rosters.ts'

export function aKnown(idNumber: string, changes: Partial<KnownAnswer> = {}, key = matchKey): KnownAnswer {
  return { match: matchOf(idNumber, key), colour: 'green', validUntil: '2027-01-01', nameMasked: '张*', answeredAt: 1_000, simulated: true, ...changes }
}

export function aPack(answers: readonly KnownAnswer[], changes: Partial<Pack> = {}): Pack {
  return { matchKey, answers: [...answers], lapsed: [], madeAt: 5_000, serverTime: 5_000, ...changes }
}

/** What goes with a pack into the phone of an inspector of 梅李镇. */
export const takenBy = (account = 'account-wang') => ({ account, area: '320581101', at: 5_000, rosterPeople: 0, oldest: 0 })
