/** What the operator has switched on and the platform is called for. Everything here is off unless set. */
import type { Session } from '#domain/contract.ts'
import type { Doors } from './doors.ts'

export function featuresOf({ config, gateway }: Pick<Doors, 'config' | 'gateway'>): Session['features'] {
  return {
    facePhoto: config.facePhoto && (gateway.enabled('GetWorkerImage-person') || gateway.enabled('GetWorkerImage-project')),
    attendance: config.attendance && gateway.enabled('UploadKqxx') && gateway.enabled('GetKqxx'),
  }
}
