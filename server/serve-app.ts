/** Serves the built app. What carries a hash in its name never changes; everything else is asked for anew, or updates would not arrive. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Refused } from './errors.ts'

/** Registers the files of `distDir` and answers navigation to the app's own paths with `index.html`. */
export async function serveApp(app: FastifyInstance, distDir: string): Promise<void> {
  const built = existsSync(join(distDir, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: distDir,
      cacheControl: false,
      // The build puts `.br` and `.gz` beside each text; a slow network feels the difference.
      preCompressed: true,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(distDir, 'assets'))
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (!built || !isNavigation(request.method, request.url)) throw new Refused('not-found')
    return reply.sendFile('index.html')
  })
}

/** Whether a request for a path that is no file is for a screen of the app: a read, outside the API, without an extension. */
function isNavigation(method: string, url: string): boolean {
  const path = url.split('?')[0] ?? ''
  return (method === 'GET' || method === 'HEAD') && !/^\/(api|demo|assets)(\/|$)/.test(path) && !(path.split('/').at(-1) ?? '').includes('.')
}
