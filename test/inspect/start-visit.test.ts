import { describe, expect, it } from 'vitest'
import { foldVisits } from '#domain/fold.ts'
import { endDraft } from '#inspect/end-visit.ts'
import { informingLine, startVisit } from '#inspect/start-visit.ts'
import { noon } from '../support/checks.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'

const site = { id: '01a00000-0000-7000-8000-000000000001', area: town }
const wang = aSession().account.id

async function aPhone() {
  const phone = await createPhone({ now: () => noon })
  await phone.session.save(aSession())
  return { phone, start: (account = wang) => startVisit(phone.ledger, () => phone.random.uuid(), site, account, 'routine') }
}

describe('starting a visit', () => {
  it('is on the phone before anything is scanned, and says that the workers were told', async () => {
    const { phone, start } = await aPhone()
    const started = await start()
    expect(started).toMatchObject({ kind: 'visit', resumed: false })
    const [entry] = await phone.ledger.about('site', site.id)
    expect(entry).toMatchObject({ kind: 'visit.started', area: town, body: { informed: true, kind: 'routine', template: { id: 'small-works' } } })
  })

  it('goes on with my open visit of the same site instead of making a second one', async () => {
    const { phone, start } = await aPhone()
    const first = await start()
    expect(await start()).toEqual({ ...first, resumed: true })
    expect(foldVisits(await phone.ledger.about('site', site.id)).size).toBe(1)
  })

  it("does not go on with a colleague's visit", async () => {
    const { start } = await aPhone()
    await start()
    expect(await start('account-li')).toMatchObject({ kind: 'visit', resumed: false })
  })

  it('starts a new visit after the former one has ended', async () => {
    const { phone, start } = await aPhone()
    const first = await start()
    if (first.kind !== 'visit') throw new Error('the visit has to start')
    const visit = foldVisits(await phone.ledger.about('visit', first.id)).get(first.id)!
    await phone.ledger.write([endDraft(visit, '')])
    expect(await start()).toMatchObject({ kind: 'visit', resumed: false })
  })

  it('says so when nobody is signed in, and starts nothing', async () => {
    const phone = await createPhone({ now: () => noon })
    expect(await startVisit(phone.ledger, () => phone.random.uuid(), site, wang, 'routine')).toEqual({ kind: 'not-written', why: 'signed-out' })
  })

  it('names the town and the purpose to the workers', () => {
    expect(informingLine('梅李镇')).toContain('我是梅李镇网格员')
    expect(informingLine('梅李镇')).toContain('仅用于本次安全巡查')
  })
})
