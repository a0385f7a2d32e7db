import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parcel } from '#domain/contract.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { foldSites, foldVisits } from '#domain/fold.ts'
import type { VisitDetail, VisitRow } from '#domain/office-contract.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { settleDrafts } from '../../../server/checks/settle.ts'
import { MEILI, checkMade, findingRaised, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let inspector: string
let supervisor: string

beforeAll(async () => {
  server = await startServer()
  inspector = await server.signIn('wangjian')
  supervisor = await server.signIn('sunli')
})
afterAll(() => server.close())

const recorded = (parcels: readonly Parcel[]) => parcels.map(({ entry, personal }) => ({ ...entry, personal }))

async function listed(visit: string): Promise<VisitRow | undefined> {
  const reply = await server.app.inject({ url: '/api/supervise/visits', headers: { cookie: supervisor } })
  return reply.json<{ visits: VisitRow[] }>().visits.find((row) => row.id === visit)
}

async function shown(visit: string): Promise<VisitDetail> {
  return (await server.app.inject({ url: `/api/supervise/visits/${visit}`, headers: { cookie: supervisor } })).json<VisitDetail>()
}

describe('what a supervisor sees of a visit', () => {
  it('is how its findings stand now, also after what was written about them at a later visit', async () => {
    const phone = phoneOf('wangjian')
    const [visit, later, finding] = [newId(), newId(), newId()]
    const about = (at: string) => ({ site: '01900000-0000-7000-8000-000000000001', visit: at, finding })
    await pushTo(server, inspector, phone.device, [phone.write(visitStarted(visit)), phone.write(findingRaised(visit, finding, [], false))])
    expect(await listed(visit)).toMatchObject({ findings: 1, openFindings: 1 })
    const mended: Draft = { kind: 'finding.reinspected', about: about(later), area: MEILI, body: { conclusion: 'fixed', opinion: '已加栏杆', deadline: null } }
    await pushTo(server, inspector, phone.device, [phone.write(visitStarted(later)), phone.write(mended)])
    expect(await listed(visit)).toMatchObject({ findings: 1, openFindings: 0 })
    expect(await listed(later)).toMatchObject({ findings: 0, openFindings: 0 })
    const { entries } = await shown(visit)
    expect(foldVisits(recorded(entries)).get(visit)?.findings).toMatchObject([{ id: finding, state: 'fixed' }])
  })

  it('names the site as it was changed since it was registered', async () => {
    const phone = phoneOf('wangjian')
    const [site, visit] = [newId(), newId()]
    const registered: Draft = {
      kind: 'site.registered', id: site, about: { site }, area: MEILI, body: { name: '通江路 3 号', kind: 'decoration', address: '', place: { kind: 'none', reason: 'denied' } },
      personal: { contactName: '周师傅' },
    }
    const amended: Draft = { kind: 'site.amended', about: { site }, area: MEILI, body: { name: '通江路 5 号' }, personal: { contactName: '吴师傅' } }
    const started = { ...visitStarted(visit), about: { site, visit } }
    await pushTo(server, inspector, phone.device, [phone.write(registered), phone.write(started), phone.write(amended)])
    expect(await listed(visit)).toMatchObject({ siteName: '通江路 5 号' })
    const detail = await shown(visit)
    expect(foldSites(recorded([detail.site!, ...detail.entries])).get(site)).toMatchObject({ name: '通江路 5 号', contactName: '吴师傅' })
    expect(foldVisits(recorded(detail.entries)).get(visit)?.disputed).toEqual([])
  })

  it('never confirms a draft that its inspector withdrew at a later visit', async () => {
    const phone = phoneOf('wangjian')
    const [visit, later, finding, check] = [newId(), newId(), newId(), newId()]
    const withdrawn: Draft = { kind: 'finding.withdrawn', about: { visit: later, finding }, area: MEILI, body: { reason: 'mistake' } }
    const drafts = [visitStarted(visit), findingRaised(visit, finding, [check], true), visitStarted(later), withdrawn]
    await pushTo(server, inspector, phone.device, drafts.map((draft) => phone.write(draft)))
    // The ground on which a draft would be confirmed.
    const yellow = { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '', answeredAt: server.doors.now() } as const
    await pushTo(server, inspector, phone.device, [phone.write(checkMade(visit, check, '320581199001010018', yellow, server.doors.now(), MEILI, 'live'))])
    await server.db.transaction().execute((tx) => settleDrafts(tx, server.doors, visit, MEILI))
    expect(await server.db.selectFrom('entry').select('id').where('kind', '=', 'finding.confirmed').where('finding', '=', finding).execute()).toEqual([])
  })
})
