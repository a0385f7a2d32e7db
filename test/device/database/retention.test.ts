import { describe, expect, it } from 'vitest'
import type { Draft } from '#domain/entries/kinds.ts'
import { sha256 } from '#device/digest.ts'
import { hashedText } from '#domain/entries/envelope.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit } from '../../support/drafts.ts'
import { createPhone } from '../../support/phone.ts'
import { aSession, town } from '../../support/session.ts'

const LATER = 1_000

type Raised = Extract<Draft, { kind: 'finding.raised' }>

/** A visit with a check of a named worker, a finding and a photograph. */
async function aVisited(options: { ended?: boolean; action?: Raised['body']['action']; delivered?: 'all' | 'entries' | 'none' } = {}) {
  const { ended = true, action = 'fixed-on-site', delivered = 'all' } = options
  const phone = await createPhone()
  await phone.session.save(aSession())
  const written = await phone.ledger.write([aSite()])
  const site = written.kind === 'written' ? written.ids[0]! : ''
  const [visit, finding] = [phone.random.uuid(), phone.random.uuid()]
  const photo = await aPhoto()
  const raised: Raised = {
    kind: 'finding.raised', id: finding, area: town, about: { site, visit },
    body: { item: null, severity: 'general', text: '临边无防护', checks: [], action, deadline: action === 'deadline' ? '2026-12-01' : null, draft: false },
    personal: { responsibleName: '周师傅' },
  }
  const drafts: Draft[] = [aVisit(site, visit), raised, aPhotoDraft(site, visit, finding, photo)]
  if (ended) drafts.push({ kind: 'visit.ended', area: town, about: { site, visit }, body: { result: 'problems' } })
  expect((await phone.ledger.write(drafts, [photo])).kind).toBe('written')
  if (delivered !== 'none') {
    const parcels = await phone.outbox.next(100)
    await phone.outbox.delivered(parcels.map(({ entry }) => ({ entryId: entry.id, hash: entry.hash, area: entry.area, seq: entry.deviceSeq, receivedAt: LATER - 1, sig: '0'.repeat(128) })))
  }
  if (delivered === 'all') await phone.outbox.photoDelivered({ sha256: photo.sha256, bytes: photo.bytes.byteLength, receivedAt: LATER - 1, sig: '0'.repeat(128) })
  const held = async () => ({
    photo: (await phone.ledger.photo(photo.sha256)) !== null,
    name: (await phone.ledger.about('visit', visit)).find((entry) => entry.kind === 'finding.raised')?.personal?.responsibleName ?? null,
  })
  return { phone, site, visit, finding, held }
}

describe('letting go of what was delivered long ago', () => {
  it('drops photographs and names of a visit that is over, and keeps entries, contact of the site and the chain', async () => {
    const { phone, site, visit, held } = await aVisited()
    const before = (await phone.ledger.about('visit', visit)).map(({ personal: _, ...entry }) => entry)
    expect(await phone.retention.sweep(LATER)).toEqual({ visits: 1, photos: 1 })
    expect(await held()).toEqual({ photo: false, name: null })
    const after = (await phone.ledger.about('visit', visit)).map(({ personal: _, ...entry }) => entry)
    expect(after).toEqual(before)
    for (const entry of after) expect(await sha256(hashedText(entry))).toBe(entry.hash)
    expect((await phone.ledger.about('site', site)).find((entry) => entry.kind === 'site.registered')?.personal?.contactName).toBe('周师傅')
    expect(await phone.outbox.visitDelivery(visit)).toMatchObject({ photos: { total: 1, delivered: 1 } })
    expect(await phone.retention.sweep(LATER)).toEqual({ visits: 0, photos: 0 })
    await phone.ledger.write([aSite()])
    const [next] = await phone.outbox.next(1)
    expect(next?.entry.prev).toBe(after.at(-1)?.hash)
  })

  it.each([
    ['was delivered only lately', {}, LATER - 1],
    ['goes on', { ended: false }, LATER],
    ['has a photograph that waits', { delivered: 'entries' as const }, LATER],
    ['has not been delivered at all', { delivered: 'none' as const }, LATER],
    ['has a finding with a deadline that nobody has looked at again', { action: 'deadline' as const }, LATER],
    ['has a finding that was reported', { action: 'report' as const }, LATER],
  ])('keeps everything of a visit that %s', async (_, options, deliveredBefore) => {
    const { phone, held } = await aVisited(options)
    expect(await phone.retention.sweep(deliveredBefore)).toEqual({ visits: 0, photos: 0 })
    expect(await held()).toEqual({ photo: true, name: '周师傅' })
  })

  it('lets go once the finding was withdrawn at another visit', async () => {
    const { phone, site, finding, held } = await aVisited({ action: 'report' })
    const other = phone.random.uuid()
    await phone.ledger.write([{ kind: 'finding.withdrawn', area: town, about: { site, visit: other, finding }, body: { reason: 'mistake' } }])
    expect(await phone.retention.sweep(LATER)).toEqual({ visits: 1, photos: 1 })
    expect(await held()).toEqual({ photo: false, name: null })
  })
})
