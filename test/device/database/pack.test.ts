import { describe, expect, it } from 'vitest'
import type { Draft } from '#domain/entries/kinds.ts'
import { aSite, aVisit } from '../../support/drafts.ts'
import { aKnown, aPack, takenBy } from '../../support/packs.ts'
import { createPhone } from '../../support/phone.ts'
import { aSession, town } from '../../support/session.ts'

const id = '320581196010010008'

function aFinding(site: string, visit: string, action: 'deadline' | 'fixed-on-site' | 'stop-work', draft = false): Draft {
  return {
    kind: 'finding.raised', area: town, about: { site, visit },
    body: {
      item: null, severity: 'general', text: '未见苏安码', checks: [], action, deadline: action === 'deadline' ? '2026-12-01' : null, draft,
      location: null, basis: null, party: null, duplicateOf: null,
    },
  }
}

async function aPhoneOnSite() {
  const phone = await createPhone()
  await phone.session.save(aSession())
  const written = await phone.ledger.write([aSite(), aSite('海虞镇仓库维修')])
  const [site = '', closed = ''] = written.kind === 'written' ? written.ids : []
  const started = await phone.ledger.write([aVisit(site)])
  const visit = started.kind === 'written' ? started.ids[0]! : ''
  const kept = await phone.ledger.write([
    aFinding(site, visit, 'deadline'), aFinding(site, visit, 'stop-work'), aFinding(site, visit, 'fixed-on-site'), aFinding(site, visit, 'stop-work', true),
    { kind: 'site.closed', area: town, about: { site: closed }, body: { reason: 'finished', duplicateOf: null } } as Draft,
  ])
  expect(kept.kind).toBe('written')
  return phone
}

describe('today\'s pack on the phone', () => {
  it('says what the phone has with it: sites under way, findings still open, people, and what they take', async () => {
    const { pack } = await aPhoneOnSite()
    const taken = await pack.keep(aPack([aKnown(id)]), { ...takenBy(), rosterPeople: 12 })
    expect(taken).toMatchObject({ account: 'account-wang', at: 5_000, sites: 1, openFindings: 2, rosterPeople: 12, knownPeople: 1 })
    expect(taken.bytes).toBeGreaterThan(2_000)
    expect(await pack.last('account-wang')).toEqual(taken)
  })

  it('is nobody else\'s: another inspector on the same phone has none yet', async () => {
    const { pack } = await aPhoneOnSite()
    await pack.keep(aPack([]), takenBy())
    expect(await pack.last('account-li')).toBeNull()
  })

  it('counts nothing of areas that are not the inspector\'s', async () => {
    const { pack } = await aPhoneOnSite()
    expect(await pack.keep(aPack([]), { ...takenBy(), area: '320581102' })).toMatchObject({ sites: 0, openFindings: 0 })
  })

  it('stays as it was when there is no space for the next one', async () => {
    const phone = await aPhoneOnSite()
    const first = await phone.pack.keep(aPack([aKnown(id)]), takenBy())
    const put = IDBObjectStore.prototype.put
    let puts = 0
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      puts += 1
      if (puts === 3) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    }
    try {
      await expect(phone.pack.keep(aPack([aKnown('1'), aKnown('2'), aKnown('3')]), takenBy())).rejects.toThrow('full')
    } finally {
      IDBObjectStore.prototype.put = put
    }
    expect(await phone.pack.last('account-wang')).toEqual(first)
    expect(await phone.answers.recall(id as never)).not.toBeNull()
  })
})
