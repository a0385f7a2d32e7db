import { describe, expect, it } from 'vitest'
import { turnedGreen, unreadChanges } from '#sync/alerts.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { aCheck, aVerdict, fault, green, noon, red } from '../support/checks.ts'
import { aVisit } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'

const account = aSession().account.id
const site = '01a00000-0000-7000-8000-000000000001'

async function aVisitWithRechecks() {
  const phone = await createPhone({ now: () => noon })
  await phone.session.save(aSession())
  const visit = phone.random.uuid()
  const made = [phone.random.uuid(), phone.random.uuid(), phone.random.uuid()] as const
  const check = (id: string): Draft => ({
    kind: 'check.made', id, area: town, about: { site, visit, check: id },
    body: { method: 'camera', subject: 'person', shape: null, seenColour: null, verdict: aVerdict(fault), answer: fault, simulated: true },
  })
  const recheck = (id: string, answer: typeof red, changed: boolean): Draft => ({
    kind: 'check.rechecked', area: town, about: { site, visit, check: id },
    body: { before: 'unverified', verdict: aVerdict(answer), answer, changed, simulated: true },
  })
  await phone.ledger.write([aVisit(site, visit), ...made.map(check), recheck(made[0], green, true), recheck(made[1], red, true), recheck(made[2], fault, false)])
  return { entries: await phone.ledger.about('visit', visit), made }
}

describe('results that changed after the site', () => {
  it('are shown to the inspector who was there, the bad news first, and only where something changed', async () => {
    const { entries, made } = await aVisitWithRechecks()
    const [changed] = unreadChanges(entries, account, [])
    expect(changed?.checks.map((check) => check.id)).toEqual([made[1], made[0]])
    expect(unreadChanges(entries, 'account-li', [])).toEqual([])
  })

  it('are shown until they have been read, one by one', async () => {
    const { entries, made } = await aVisitWithRechecks()
    expect(unreadChanges(entries, account, [made[1]])[0]?.checks.map((check) => check.id)).toEqual([made[0]])
    expect(unreadChanges(entries, account, [made[0], made[1]])).toEqual([])
  })

  it('a change to green is told without alarm', () => {
    expect(turnedGreen(aCheck('a', aVerdict(fault), aVerdict(green)))).toBe(true)
    expect(turnedGreen(aCheck('a', aVerdict(fault), aVerdict(red)))).toBe(false)
  })
})
