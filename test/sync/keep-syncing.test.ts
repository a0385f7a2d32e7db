import { afterEach, describe, expect, it } from 'vitest'
import { DAY } from '#domain/time.ts'
import { keepSyncing } from '#sync/keep-syncing.ts'
import type { SyncOutcome } from '#sync/sync-outcome.ts'
import { aPhoto, aPhotoDraft, aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'
import { receiptKey, smallServer, type SmallServer } from '../support/small-server.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Syncing under way, with a clock that only the test moves. */
async function syncing(server: SmallServer, signedIn = true) {
  const calls: string[] = []
  const phone = await createPhone({ fetch: smallServer(server, calls) })
  if (signedIn) await phone.session.save(aSession({ receiptKey: await receiptKey() }))
  const outcomes: SyncOutcome[] = []
  let timer: { ms: number; act: () => void } | null = null
  let show = () => {}
  const keeping = keepSyncing({
    doors: phone,
    onVisible(listener) {
      show = listener
      return () => {}
    },
    later(ms, act) {
      const mine = { ms, act }
      timer = mine
      return () => {
        if (timer === mine) timer = null
      }
    },
    onOutcome: (outcome) => outcomes.push(outcome),
  })
  stops.push(keeping.stop)
  const wait = () => timer
  return {
    phone, outcomes, calls, keeping, show: () => show(),
    /** Waits until `count` runs have ended and the next is planned. */
    async ran(count: number): Promise<number> {
      for (let i = 0; i < 400 && (outcomes.length < count || wait() === null); i += 1) await new Promise((resolve) => setTimeout(resolve, 5))
      expect(outcomes).toHaveLength(count)
      return wait()!.ms
    },
    fire() {
      const due = wait()
      timer = null
      due?.act()
    },
    timer: wait,
  }
}

describe('keeping in step with the server', () => {
  it('syncs at the start, after a write, and ever more seldom while nothing happens', async () => {
    const { phone, ran, fire, outcomes } = await syncing({})
    expect(await ran(1)).toBe(10_000)
    fire()
    expect(await ran(2)).toBe(20_000)
    await phone.ledger.write([aSite()])
    expect(await ran(3)).toBe(5_000)
    expect(outcomes[2]).toMatchObject({ kind: 'done', delivered: 1 })
  })

  it('tries ever more seldom while the server is down, whatever is written, and at once when the network or the inspector comes back', async () => {
    let down = true
    const { phone, ran, fire, show, outcomes } = await syncing({ on: () => (down ? new Response('<h1>502</h1>', { status: 502 }) : undefined) })
    expect(await ran(1)).toBeLessThanOrEqual(2_000)
    fire()
    expect(await ran(2)).toBeLessThanOrEqual(4_000)
    await phone.ledger.write([aSite()])
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(outcomes).toHaveLength(2)
    phone.setOnline(true)
    await ran(3)
    down = false
    show()
    await ran(4)
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['unreachable', 'unreachable', 'unreachable', 'done'])
  })

  it('waits for a sign-in when the session has ended, and goes on when told', async () => {
    let ended = true
    const { outcomes, keeping, timer, ran } = await syncing({ on: () => (ended ? Response.json({ code: 'signed-out' }, { status: 401 }) : undefined) })
    for (let i = 0; i < 100 && outcomes.length === 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(outcomes).toMatchObject([{ kind: 'sign-in-needed' }])
    expect(timer()).toBeNull()
    ended = false
    keeping.now()
    await ran(2)
    expect(outcomes[1]).toMatchObject({ kind: 'done' })
  })

  it('asks nothing of the server while nobody is signed in', async () => {
    const { calls, outcomes } = await syncing({}, false)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect([...calls, ...outcomes]).toEqual([])
  })

  it('does nothing more once stopped', async () => {
    const { phone, ran, keeping, calls, show, timer } = await syncing({})
    await ran(1)
    keeping.stop()
    const before = calls.length
    show()
    phone.setOnline(true)
    await phone.ledger.write([aSite()])
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(calls).toHaveLength(before)
    expect(timer()).toBeNull()
  })

  it('says that the phone\'s storage fails, and tries again, instead of breaking down', async () => {
    const { phone, ran, fire, outcomes } = await syncing({})
    await ran(1)
    const waiting = phone.outbox.next
    phone.outbox.next = () => Promise.reject(new DOMException('storage gone', 'UnknownError'))
    fire()
    expect(await ran(2)).toBeLessThanOrEqual(2_000)
    phone.outbox.next = waiting
    fire()
    await ran(3)
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['done', 'phone-trouble', 'done'])
  })

  it('leaves photographs for Wi-Fi until the inspector says now, this once', async () => {
    const { phone, ran, fire, keeping, outcomes } = await syncing({})
    phone.dataSaver.setWifiOnly(true)
    await ran(2)
    const photo = await aPhoto()
    const site = phone.random.uuid()
    await phone.ledger.write([aPhotoDraft(site, site, site, photo)], [photo])
    await ran(3)
    expect(outcomes[2]).toMatchObject({ kind: 'done', delivered: 1, photosHeld: true })
    keeping.now(true)
    await ran(4)
    expect(outcomes[3]).toMatchObject({ photosDelivered: 1 })
    const other = await aPhoto(2)
    await phone.ledger.write([aPhotoDraft(site, site, site, other)], [other])
    await ran(5)
    expect(outcomes[4]).toMatchObject({ photosHeld: true })
    fire()
    await ran(6)
    expect((await phone.outbox.waiting()).photos).toBe(1)
  })

  it('tidies up in a quiet hour, once a day, by a clock that is to be trusted', async () => {
    const { phone, ran, fire } = await syncing({})
    const swept: number[] = []
    phone.retention.sweep = async (before) => {
      swept.push(before)
      return { visits: 0, photos: 0 }
    }
    for (let i = 1; i < 6; i += 1) {
      await ran(i)
      if (i === 1) expect(swept).toEqual([])
      fire()
    }
    await ran(6)
    expect(swept).toHaveLength(1)
    expect(Math.abs(Date.now() - 30 * DAY - swept[0]!)).toBeLessThan(60_000)
  })
})
