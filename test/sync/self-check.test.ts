import { describe, expect, it } from 'vitest'
import type { Doors, SelfCheckDoor } from '#device/doors.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { HOUR } from '#domain/time.ts'
import { checkNames, isReady, marks, selfCheck, type Checked, type CheckReason } from '#sync/self-check.ts'
import { aSession } from '../support/session.ts'

const now = Date.parse('2026-11-22T08:12:00+08:00')
const files = ['index.html', 'assets/app.js', 'sounds/green.mp3']

interface Given extends Partial<SelfCheckDoor> {
  packAt?: number | null
  trouble?: ReturnType<Doors['clock']['read']>['trouble']
  spaceShort?: boolean
  persisted?: boolean
  signedIn?: boolean
}

async function look({ packAt = now - HOUR, trouble = null, spaceShort = false, persisted = true, signedIn = true, ...door }: Given = {}): Promise<Checked[]> {
  const tried: SelfCheckDoor = { shell: async () => ({ kind: 'files', files, missing: [] }), decodes: async () => true, camera: async () => 'granted', ...door }
  const checked: Checked[] = []
  const last = packAt === null ? null : { account: 'account-wang', at: packAt, sites: 1, openFindings: 0, rosterPeople: 0, knownPeople: 0, bytes: 1 }
  await selfCheck({
    selfCheck: async () => tried,
    clock: { phoneNow: () => now, read: () => ({ now, offset: 0, trusted: trouble === null, trouble }), compared: async () => {} },
    pack: { keep: () => Promise.reject(new Error('not here')), last: async () => last, dropOld: async () => {} },
    durability: { persisted: async () => persisted, spaceShort: async () => spaceShort } as Doors['durability'],
  }, signedIn ? aSession({ policy: defaultPolicy }) : null, (one) => checked.push(one))
  return checked
}
const reasonsOf = (checked: readonly Checked[]) => checked.map(({ reason }) => reason).filter((reason) => marks[reason] !== 'ok')

describe('离线自检', () => {
  it('says that one can go offline when nothing is missing, and only after everything was looked at', async () => {
    const checked = await look()
    expect(checked.map(({ name }) => name)).toEqual([...checkNames])
    expect(reasonsOf(checked)).toEqual([])
    expect(isReady(checked)).toBe(true)
    expect(isReady(checked.slice(0, -1))).toBe(false)
  })

  const missing: [string, Given, CheckReason][] = [
    ['files of the app are gone', { shell: async () => ({ kind: 'files', files, missing: ['assets/app.js'] }) }, 'shell-incomplete'],
    ['the app is not installed', { shell: async () => ({ kind: 'not-controlled' }) }, 'shell-not-controlled'],
    ['the decoder does not read', { decodes: async () => false }, 'decoder-broken'],
    ['no pack was ever taken', { packAt: null }, 'pack-none'],
    ['the pack is older than answers are good for', { packAt: now - 73 * HOUR }, 'pack-too-old'],
    ['the clock cannot be believed', { trouble: 'ran-backwards' }, 'clock-ran-backwards'],
    ['there is no space', { spaceShort: true }, 'space-short'],
    ['the camera is forbidden', { camera: async () => 'denied' }, 'camera-denied'],
  ]
  it.each(missing)('does not say so when %s', async (_, given, reason) => {
    const checked = await look(given)
    expect(reasonsOf(checked)).toContain(reason)
    expect(isReady(checked)).toBe(false)
  })

  it('does not say so for anybody who is not signed in', async () => {
    expect(isReady(await look({ signedIn: false }))).toBe(false)
  })

  const notices: [string, Given, CheckReason][] = [
    ['yesterday\'s pack', { packAt: now - 24 * HOUR }, 'pack-older'],
    ['a camera not asked for yet', { camera: async () => 'prompt' }, 'camera-prompt'],
    ['a browser that does not tell', { camera: async () => 'unknown' }, 'camera-unknown'],
    ['storage that may be cleared', { persisted: false }, 'kept-maybe'],
    ['a missing sound', { shell: async () => ({ kind: 'files', files, missing: ['sounds/green.mp3'] }) }, 'voice-missing'],
  ]
  it.each(notices)('only mentions %s', async (_, given, reason) => {
    const checked = await look(given)
    expect(reasonsOf(checked)).toEqual([reason])
    expect(isReady(checked)).toBe(true)
  })
})
