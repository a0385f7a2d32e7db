/** `GET /api/admin/samples`: redacted replies of the platform that could not be understood or alarmed. */
import type { SampleList } from '#domain/platform-health.ts'
import type { FastifyInstance } from 'fastify'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'

export function samplesRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/admin/samples', async (request): Promise<SampleList> => {
    await signedIn(doors, request, ['administrator'])
    return { samples: doors.gateway.samples(), serverTime: doors.now() }
  })
}
