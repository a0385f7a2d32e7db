import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles, type Role } from '#domain/contract.ts'
import type { Draft, EntryKind } from '#domain/entries/kinds.ts'
import { entryKinds } from '#domain/entries/kinds.ts'
import { authorsOf } from '#domain/entries/rights.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { bodies } from '../../domain/any-entry.ts'
import { MEILI, SITE, newId, phoneOf, pushTo } from '../phone.ts'

const accounts = { inspector: 'wangjian', 'town-supervisor': 'sunli', 'city-supervisor': 'wuhao' } as const
const office: readonly EntryKind[] = ['finding.escalated', 'finding.closed', 'bulletin.listed', 'credit.suggested', 'credit.reviewed', 'credit.entered', 'case.transferred']
const onSite: readonly EntryKind[] = ['site.registered', 'site.amended', 'site.closed', 'visit.started', 'visit.answered', 'visit.ended', 'visit.voided', 'check.made', 'finding.raised']
/** The last body of each kind: that of a recheck apart, one a person may write. */
const drafts = entryKinds.map((kind): Draft => {
  const { v, body } = bodies.findLast((one) => one.kind === kind)!
  return { kind, v, body, id: newId(), area: MEILI, about: { site: SITE, visit: newId() } } as Draft
})

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

describe('who may write what', () => {
  it.each(Object.entries(accounts))('of every kind, a push by an %s enters the ledger or is kept aside whole, as the table says', async (role, username) => {
    const phone = phoneOf(username)
    const cookie = await server.signIn(username)
    const parcels = drafts.map((draft) => phone.write({ ...draft, id: newId() }))
    const { results } = await pushTo(server, cookie, phone.device, parcels)
    for (const [i, { kind }] of drafts.entries()) {
      const may = authorsOf[kind]
      const expected = may.length === 0 ? { outcome: 'quarantined', reason: 'kind' } : may.includes(role as Role) ? { outcome: 'stored' } : { outcome: 'quarantined', reason: 'rights' }
      expect(results[i], `${role} ${kind}`).toMatchObject(expected)
    }
    const count = (table: 'entry' | 'quarantine') => server.db.selectFrom(table).select('device').where('device', '=', phone.device).execute()
    expect((await count('entry')).length + (await count('quarantine')).length).toBe(drafts.length)
    // Nothing that was kept aside blocks the chain.
    expect(results.filter((result) => result.outcome === 'later')).toEqual([])
  })

  it('an inspector decides nothing for the office, an office makes no visits, and an administrator writes nothing', () => {
    for (const kind of office) expect(authorsOf[kind], kind).not.toContain('inspector')
    for (const kind of onSite) expect(authorsOf[kind], kind).toEqual(['inspector'])
    for (const kind of entryKinds) expect(roles.filter((role) => authorsOf[kind].includes(role)), kind).not.toContain('administrator')
  })

  it('enters the ledger after all once its author has the right, when it is offered again', async () => {
    const phone = phoneOf('lixiu')
    const cookie = await server.signIn('lixiu')
    const parcel = phone.write({ kind: 'finding.closed', area: MEILI, about: { site: SITE, finding: newId() }, body: { reason: 'fixed' } })
    expect((await pushTo(server, cookie, phone.device, [parcel])).results).toMatchObject([{ outcome: 'quarantined', reason: 'rights' }])
    await server.db.updateTable('account').set({ role: 'town-supervisor' }).where('id', '=', 'demo-lixiu').execute()
    expect((await pushTo(server, cookie, phone.device, [parcel])).results).toMatchObject([{ outcome: 'stored' }])
    await server.db.updateTable('account').set({ role: 'inspector' }).where('id', '=', 'demo-lixiu').execute()
  })
})
