/** A phone without a screen that pushes to the real server as fast as it can, and remembers every receipt it was given. */
import { sha256 } from '#device/digest.ts'
import type { PushReply, UploadReply } from '#domain/contract.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhotoDraft, aSite, aVisit, anAnswer } from '../../support/drafts.ts'
import { createPhone } from '../../support/phone.ts'
import { browserFetch } from './colleague.ts'

const PHOTO_BYTES = 120_000

export interface ServerClient {
  /** Entries with a receipt: id and hash. */
  receipts: Map<string, string>
  photoReceipts: Set<string>
  written: Set<string>
  work(): void
  /** Receipts that come later do not count until `work`. */
  rest(): Promise<void>
  finish(): Promise<string>
}

export async function startClient(url: string, random: { upTo(below: number): number }): Promise<ServerClient> {
  const [receipts, photoReceipts, written] = [new Map<string, string>(), new Set<string>(), new Set<string>()]
  let counting = true
  const reach = browserFetch(url)
  const phone = await createPhone({
    base: url,
    async fetch(input, init) {
      const response = await reach(input, init)
      const { pathname } = new URL(String(input))
      if (!response.ok || (init?.method !== 'POST' && init?.method !== 'PUT')) return response
      if (pathname === '/api/entries') {
        const { results } = (await response.clone().json()) as PushReply
        if (counting) for (const result of results) if ('receipt' in result) receipts.set(result.receipt.entryId, result.receipt.hash)
      } else if (pathname.startsWith('/api/attachments/')) {
        const { receipt } = (await response.clone().json()) as UploadReply
        if (counting && receipt !== null) photoReceipts.add(receipt.sha256)
      }
      return response
    },
  })
  const reply = await phone.network.signIn('wangjian', 'demo-2026', await phone.session.device())
  if (reply.kind !== 'ok') throw new Error(`the phone could not sign in: ${JSON.stringify(reply)}`)
  const session = reply.value
  await phone.session.save(session)

  async function write(...args: Parameters<typeof phone.ledger.write>): Promise<string> {
    const outcome = await phone.ledger.write(...args)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    for (const id of outcome.ids) written.add(id)
    return outcome.ids[0]!
  }
  const site = await write([aSite()])
  const visit = await write([aVisit(site)])
  let round = 0

  async function once(): Promise<void> {
    const answers = Array.from({ length: 10 }, (_, i) => anAnswer(site, visit, `g${round}.${i}`))
    round += 1
    if (round % 3 !== 0) await write(answers)
    else {
      const bytes = new Uint8Array(PHOTO_BYTES).map(() => random.upTo(256))
      bytes.set([0xff, 0xd8, 0xff, 0xe0])
      bytes.set([0xff, 0xd9], PHOTO_BYTES - 2)
      const photo = { sha256: await sha256(bytes.buffer), bytes: bytes.buffer, mime: 'image/jpeg', width: 640, height: 480 } as const
      await write([...answers, aPhotoDraft(site, visit, visit, photo)], [photo])
    }
    const { kind } = await runSync(phone, session)
    if (kind !== 'done') await new Promise((later) => setTimeout(later, 50))
  }

  let working: Promise<void> | null = null
  let stopped = false
  return {
    receipts,
    photoReceipts,
    written,
    work() {
      stopped = false
      counting = true
      working = (async () => {
        while (!stopped) await once()
      })()
    },
    async rest() {
      counting = false
      stopped = true
      await working
    },
    async finish() {
      counting = true
      let end = ''
      for (let tries = 0; tries < 20; tries += 1) {
        const { kind } = await runSync(phone, session)
        const { entries, photos } = await phone.outbox.waiting()
        end = kind === 'done' && entries + photos === 0 ? 'quiet' : `${kind}, ${entries} entries and ${photos} photographs wait`
        if (end === 'quiet') break
      }
      return end
    },
  }
}
