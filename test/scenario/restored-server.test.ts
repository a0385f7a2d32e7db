import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '#domain/contract.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit, anAnswer } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { startServer, type TestServer } from '../support/server.ts'

describe('when the server was restored from an older copy', () => {
  let dataDir = ''
  let server: TestServer
  let browser: typeof fetch
  let phone: Phone
  let session: Session

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'suan-xun-'))
    phone = await createPhone({ fetch: (...request) => browser(...request) })
    await start()
  })
  afterAll(async () => {
    await server.close()
    await rm(dataDir, { recursive: true })
  })

  async function start(): Promise<void> {
    server = await startServer({ dataDir })
    browser = injectFetch(server.app)
    const reply = await phone.network.signIn('wangjian', 'demo-2026', await phone.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    session = reply.value
    await phone.session.save(session)
  }

  async function write(...args: Parameters<Phone['ledger']['write']>): Promise<string> {
    const outcome = await phone.ledger.write(...args)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    return outcome.ids[0]!
  }

  it('the phone brings back by itself what the server has forgotten, each record and each photograph once', async () => {
    const site = await write([aSite()])
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', delivered: 1 })
    await server.close()
    const [database = ''] = (await readdir(dataDir)).filter((name) => /\.(db|sqlite)$/.test(name))
    await copyFile(join(dataDir, database), join(dataDir, 'older-copy'))

    await start()
    const visit = await write([aVisit(site)])
    const photo = await aPhoto(3)
    await write([aPhotoDraft(site, visit, visit, photo)], [photo])
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', delivered: 2, photosDelivered: 1 })
    await server.close()
    for (const name of await readdir(dataDir)) if (name.startsWith(`${database}-`)) await rm(join(dataDir, name))
    await copyFile(join(dataDir, 'older-copy'), join(dataDir, database))

    await start()
    await write([anAnswer(site, visit, 'C01')])
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', photosDelivered: 1 })
    const stored = await server.db.selectFrom('entry').select('id').where('device', '=', (await phone.session.device()).device).execute()
    const written = [...(await phone.ledger.sites()).filter((entry) => entry.id === site), ...(await phone.ledger.about('visit', visit))]
    expect(written).toHaveLength(4)
    expect(stored.map((row) => row.id).sort()).toEqual(written.map((entry) => entry.id).sort())
    expect(await server.db.selectFrom('attachment').select('sha256').execute()).toEqual([{ sha256: photo.sha256 }])
    expect(await phone.outbox.waiting()).toEqual({ entries: 0, photos: 0, quarantined: 0, oldestAt: null })
    expect(await phone.outbox.counts()).toEqual({ delivered: 4, photosDelivered: 1, signaturesDelivered: 0 })
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', delivered: 0, photosDelivered: 0 })
  })
})
