/** Another inspector of the same town, without a screen, so that there is something to pull. */
import { aSite, aVisit, anAnswer } from '../../support/drafts.ts'
import { createPhone } from '../../support/phone.ts'
import { runSync } from '#sync/run-sync.ts'

export interface Colleague {
  /** Writes and delivers so many entries. */
  deliver(entries: number): Promise<void>
}

/** `fetch` of Node with the cookies of one browser. */
export function browserFetch(url: string): typeof fetch {
  const cookies = new Map<string, string>()
  return async (input, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('origin', url)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(input, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
}

export async function meetColleague(url: string): Promise<Colleague> {
  const phone = await createPhone({ base: url, fetch: browserFetch(url) })
  const reply = await phone.network.signIn('lixiu', 'demo-2026', await phone.session.device())
  if (reply.kind !== 'ok') throw new Error(`the colleague could not sign in: ${JSON.stringify(reply)}`)
  await phone.session.save(reply.value)
  const write = async (...args: Parameters<typeof phone.ledger.write>) => {
    const outcome = await phone.ledger.write(...args)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    return outcome.ids[0]!
  }
  const site = await write([aSite('梅李镇聚沙路店面')])
  const visit = await write([aVisit(site)])
  return {
    async deliver(entries) {
      await write(Array.from({ length: entries }, (_, i) => anAnswer(site, visit, `c${i}`)))
      await runSync(phone, reply.value)
    },
  }
}
