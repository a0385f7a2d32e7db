import fc from 'fast-check'
import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '#domain/contract.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit, anAnswer } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { networkFaults, unreliableFetch, type NetworkFault } from '../support/unreliable-fetch.ts'

/** What the inspector and fate do, in any order. */
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), entries: fc.integer({ min: 1, max: 6 }), photo: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sync' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('write-and-sync' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
)

describe('over a network that drops, repeats and cuts', () => {
  let server: TestServer
  let browser: typeof fetch
  let session: Session
  let photos = 0

  beforeAll(async () => {
    server = await startServer()
    browser = injectFetch(server.app)
    const first = await createPhone({ fetch: browser })
    const reply = await first.network.signIn('wangjian', 'demo-2026', await first.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    session = reply.value
  })
  afterAll(() => server.close())

  async function signedIn(indexedDB: IDBFactory, faults: NetworkFault[]): Promise<Phone> {
    const phone = await createPhone({ indexedDB, fetch: unreliableFetch(browser, faults) })
    await phone.session.save(session)
    return phone
  }

  it('everything that was said to be kept is on the server exactly once, with the same bytes, and nothing waits', async () => {
    const faults = fc.array(fc.constantFrom(...networkFaults), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 10 }), faults, async (acts, planned) => {
        const indexedDB = new IDBFactory()
        const left = [...planned]
        let phone = await signedIn(indexedDB, left)
        const written: string[] = []
        const shown: string[] = []
        const [site = ''] = await keep(phone, written, [aSite()])
        const [visit = ''] = await keep(phone, written, [aVisit(site)])
        for (const step of acts) {
          switch (step.do) {
            case 'write': {
              const answers = Array.from({ length: step.entries }, (_, i) => anAnswer(site, visit, `item-${i}`))
              if (!step.photo) {
                await keep(phone, written, answers)
                break
              }
              const photo = await aPhoto((photos += 1), 2_000 + (photos % 3) * 150_000)
              shown.push(photo.sha256)
              await keep(phone, written, [...answers, aPhotoDraft(site, visit, visit, photo)], [photo])
              break
            }
            case 'sync':
              await runSync(phone, session)
              break
            case 'write-and-sync':
              await Promise.all([runSync(phone, session), keep(phone, written, [anAnswer(site, visit, 'meanwhile')]), runSync(phone, session)])
              break
            case 'kill': {
              // The run under way is left behind as it stands, its last request answered or not.
              const abandoned = runSync(phone, session)
              phone = await signedIn(indexedDB, left)
              await runSync(phone, session)
              await abandoned
              break
            }
          }
        }
        left.length = 0
        for (let tries = 0; tries < 3 && (await runSync(phone, session)).kind !== 'done'; tries += 1);

        const local = await phone.ledger.about('visit', visit)
        const stored = await server.db.selectFrom('entry').select(['id', 'hash']).where('device', '=', (await phone.session.device()).device).execute()
        expect(stored.map((row) => row.id).sort()).toEqual([...written].sort())
        expect(stored).toEqual(expect.arrayContaining(local.map(({ id, hash }) => ({ id, hash }))))
        expect(await phone.outbox.waiting()).toEqual({ entries: 0, photos: 0, quarantined: 0, oldestAt: null })
        expect(await phone.outbox.counts()).toEqual({ delivered: written.length, photosDelivered: shown.length, signaturesDelivered: 0 })
        const kept = shown.length === 0 ? [] : await server.db.selectFrom('attachment').select('sha256').where('sha256', 'in', shown).execute()
        expect(kept).toHaveLength(shown.length)
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

async function keep(phone: Phone, written: string[], ...args: Parameters<Phone['ledger']['write']>): Promise<string[]> {
  const outcome = await phone.ledger.write(...args)
  if (outcome.kind !== 'written') throw new Error(outcome.why)
  written.push(...outcome.ids)
  return outcome.ids
}
