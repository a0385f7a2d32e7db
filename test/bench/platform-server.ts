/**
 * The real server in a process of its own, towards the platform at the address given; `forget` as its second argument lets it ask every
 * time. Its deadline is long enough for 200 questions to hang together.
 */
import { SIMULATOR_TOKEN } from '../../server/platform/settings.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../server/phone.ts'
import { proofOf, startServer } from '../support/server.ts'
import { answerParent, cpuTaken } from './child.ts'

const [endpoint = '', memory] = process.argv.slice(2)
const server = await startServer({
  port: 0,
  config: { dailyChecks: 100_000 },
  platform: { endpoint, token: SIMULATOR_TOKEN, deadlineMs: 30_000, ...(memory === 'forget' && { rememberMs: 0 }) },
})

/** An inspector in a visit: what the body and the cookie of a question need. */
async function inspector() {
  const phone = phoneOf('wangjian')
  const visit = newId()
  const cookie = await server.signIn('wangjian')
  await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit))])
  return { url: server.url, cookie, visit, ...proofOf(phone.device) }
}

/** Questions that were written down and have no answer yet. */
async function pending(): Promise<number> {
  const { n } = await server.db.selectFrom('lookup').select((eb) => eb.fn.countAll<number>().as('n')).where('outcome', '=', 'asked').executeTakeFirstOrThrow()
  return Number(n)
}

answerParent({ inspector, pending, cpu: cpuTaken }, () => server.close())
