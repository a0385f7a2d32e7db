import { describe, expect, it } from 'vitest'
import { findStanding } from '#check/roster-standing.ts'
import { standingText } from '#check/roster-text.ts'
import type { IdNumber } from '#domain/identity.ts'
import { createPhone } from '../support/phone.ts'
import { aPerson, aRoster, aRosterList } from '../support/rosters.ts'
import { aSession } from '../support/session.ts'

const now = Date.parse('2026-11-20T12:00:00+08:00')
const site = '01890000-0000-7000-8000-000000000001'
const zhang = '320581196010010008' as IdNumber
const wang = '320581198110220001' as IdNumber
const stranger = '320581197706020006' as IdNumber

async function aPhone(trusted = true) {
  const phone = await createPhone({ now: () => now })
  if (trusted) await phone.clock.compared(now, now, now)
  const roster = aRoster(site, [aPerson(zhang), aPerson(wang, { from: '2026-12-01' })])
  await phone.rosters.follow(aRosterList([roster]))
  await phone.rosters.keep(roster)
  return phone
}
const said = async (phone: Awaited<ReturnType<typeof aPhone>>, id: IdNumber, where = site) => {
  const standing = await findStanding(phone, aSession(), where, id)
  return standing && standingText(standing)
}

describe('what the roster says beside a verdict', () => {
  it('is team and trade for who is on it, and no blame for who is not', async () => {
    const phone = await aPhone()
    expect(await said(phone, zhang)).toBe('在花名册内：木工一班 · 木工')
    expect(await said(phone, wang)).toBe('在花名册内，登记的进场日期是 2026-12-01')
    expect(await said(phone, stranger)).toBe('不在本项目花名册内（不影响查验结果）')
  })

  it('is nothing where the site has no roster, or the phone\'s storage fails', async () => {
    const phone = await aPhone()
    expect(await said(phone, zhang, 'another-site')).toBeNull()
    phone.rosters.find = () => Promise.reject(new DOMException('storage gone', 'UnknownError'))
    expect(await said(phone, zhang)).toBeNull()
  })

  it('calls nobody early or late by a clock that cannot be trusted', async () => {
    expect(await said(await aPhone(false), wang)).toBe('在花名册内：木工一班 · 木工')
  })

  it('says only what the roster has', () => {
    expect(standingText({ kind: 'engaged', person: aPerson(zhang, { team: '', trade: '', workerType: '管理人员' }) })).toBe('在花名册内：管理人员')
    expect(standingText({ kind: 'engaged', person: aPerson(zhang, { team: '', trade: '', workerType: '' }) })).toBe('在花名册内')
  })
})
