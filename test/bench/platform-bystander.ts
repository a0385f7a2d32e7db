/** Somebody who wants nothing of the platform, while two hundred others wait for it. */
import { Pool } from 'undici'
import { answerParent } from './child.ts'

export interface Caller {
  url: string
  cookie: string
  visit: string
  device: string
  deviceSecret: string
}

const LASTS = 5_000
const AT_ONCE = 4
const waiting = new AbortController()
const pools: Pool[] = []

/** Puts a question about each of `people` and does not wait for the answers. */
function ask({ url, cookie, people, ...rest }: Caller & { people: string[] }): void {
  const pool = new Pool(url)
  pools.push(pool)
  for (const idNumber of people) {
    const body = JSON.stringify({ ...rest, idNumber, carried: [] })
    const headers = { 'content-type': 'application/json', cookie }
    void pool.request({ method: 'POST', path: '/api/checks', headers, body, signal: waiting.signal }).then(({ body }) => body.dump()).catch(() => undefined)
  }
}

/** How long (ms) each `GET` of `path` takes, four at once for a while. */
async function read({ url, cookie, path }: Caller & { path: string }): Promise<number[]> {
  const pool = new Pool(url)
  pools.push(pool)
  const latencies: number[] = []
  const until = performance.now() + LASTS
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (performance.now() < until) {
      const began = performance.now()
      const reply = await pool.request({ method: 'GET', path, headers: { cookie } })
      await reply.body.dump()
      if (reply.statusCode !== 200) throw new Error(`${path}: status ${reply.statusCode}`)
      latencies.push(performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }))
  return latencies
}

answerParent({ ask, read }, async () => {
  waiting.abort()
  await Promise.all(pools.map((pool) => pool.destroy()))
})
