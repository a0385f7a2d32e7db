import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#domain/time.ts'
import { rosterOf } from '../../../server/rosters/links.ts'
import { refreshLink, refreshNext } from '../../../server/rosters/refresh.ts'
import { openParts, type Parts } from '../parts.ts'
import { aFirm, aProject, aWorker, anEngagement } from '../platform-fake.ts'

const [zhang, li] = ['320581196010010008', '320581196102060002']
const NUMBER = 'B2C7A1F0-2026'
let now: number
let parts: Parts

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20)
  parts = await openParts(() => now)
  parts.gateway.projects.set(NUMBER, { project: aProject, enterprises: [aFirm], workers: [aWorker(zhang, '张演示')], engagements: [anEngagement(zhang)] })
  await parts.link(NUMBER)
})
afterEach(() => parts.close())

const people = async () => rosterOf(await parts.theLink(), parts.keys)?.people.map((one) => one.idNumber) ?? null

describe('the roster of a registered project', () => {
  it('comes with the first refresh, and nothing that names anybody stands in the database in plain text', async () => {
    expect(await refreshNext(parts)).toBe(true)
    expect(await people()).toEqual([zhang])
    const link = await parts.theLink()
    expect(link).toMatchObject({ projectName: aProject.name, people: 1, trouble: null, refreshedAt: now, fingerprintTail: '2026' })
    const text = JSON.stringify(link)
    expect([zhang, '张', NUMBER, 'B2C7A1F0'].filter((secret) => text.includes(secret))).toEqual([])
  })

  it('is asked for again after twelve hours, not before', async () => {
    await refreshNext(parts)
    now += 12 * HOUR - MINUTE
    expect(await refreshNext(parts)).toBe(false)
    now += 2 * HOUR
    expect(await refreshNext(parts)).toBe(true)
  })

  it.each(['project', 'enterprises', 'workers', 'engagements'] as const)('stays as it was when %s cannot be had, and the trouble is noted', async (what) => {
    await refreshNext(parts)
    const before = await parts.theLink()
    now += 14 * HOUR
    parts.gateway.faults[what] = ['timeout']
    parts.gateway.projects.get(NUMBER)!.engagements = [anEngagement(li)]
    await refreshNext(parts)
    expect(await parts.theLink()).toMatchObject({ trouble: 'timeout', rosterVersion: before.rosterVersion, refreshedAt: before.refreshedAt })
    expect(await people()).toEqual([zhang])
    now += HOUR
    await refreshNext(parts)
    expect([(await parts.theLink()).trouble, await people()]).toEqual([null, [li]])
  })

  it.each([
    ['knows the project no more', { project: null }, 'param'],
    ['gives people without engagements', { engagements: [] }, 'platform'],
    ['gives the people of another project', { engagements: [anEngagement(li, { projectNumber: 'another' })] }, 'platform'],
  ] as const)('stays as it was when the platform %s', async (_what, changes, trouble) => {
    await refreshNext(parts)
    now += 14 * HOUR
    Object.assign(parts.gateway.projects.get(NUMBER)!, changes)
    await refreshNext(parts)
    expect([(await parts.theLink()).trouble, await people()]).toEqual([trouble, [zhang]])
  })

  it('has another version when its content has changed, and only then', async () => {
    const versions: (string | null)[] = []
    for (const engagements of [[anEngagement(zhang)], [anEngagement(zhang)], [anEngagement(zhang), anEngagement(li)]]) {
      parts.gateway.projects.get(NUMBER)!.engagements = engagements
      await refreshNext(parts)
      versions.push((await parts.theLink()).rosterVersion)
      now += 14 * HOUR
    }
    expect(versions[0]).toBe(versions[1])
    expect(versions[1]).not.toBe(versions[2])
  })

  it('is asked for once when two processes come at the same time', async () => {
    const link = await parts.theLink()
    await Promise.all([refreshLink(parts, link), refreshLink(parts, link)])
    expect(parts.gateway.asked.filter((what) => what === 'engagements')).toHaveLength(1)
  })

  it('is not laid over a link that was made anew meanwhile', async () => {
    const old = await parts.theLink()
    await parts.db.deleteFrom('projectLink').execute()
    await parts.link('another fingerprint')
    await refreshLink(parts, old, aProject)
    expect((await parts.theLink()).rosterSealed).toBeNull()
  })

  it('counts somebody engaged by two teams once', async () => {
    parts.gateway.projects.get(NUMBER)!.engagements = [anEngagement(zhang), anEngagement(zhang, { team: '钢筋班' })]
    await refreshNext(parts)
    expect((await parts.theLink()).people).toBe(1)
  })

  it('is recognised by another key in another county', () => {
    expect(parts.keys.matchKey('320581')).toMatch(/^[0-9a-f]{64}$/)
    expect(parts.keys.matchKey('320581')).not.toBe(parts.keys.matchKey('320582'))
  })
})
