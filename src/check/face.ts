/** A photograph of the worker for the inspector's own eyes. It is asked for anew every time, and nothing keeps it. */
import type { IdNumber } from '#domain/identity.ts'
import type { Doors } from '#device/doors.ts'

/** `fault` is ours, whatever it is: no network, no right, a reply that cannot be read. */
export type Face = { kind: 'face'; image: Blob; simulated: boolean } | { kind: 'none'; why: 'no-photo' | 'fault' }

/** Never throws. */
export async function askFace(doors: Pick<Doors, 'network' | 'session'>, visit: string, id: IdNumber): Promise<Face> {
  try {
    const reply = await doors.network.face(visit, id, await doors.session.device())
    if (reply.kind !== 'ok') return { kind: 'none', why: 'fault' }
    const { value } = reply
    if (value.kind === 'none') return { kind: 'none', why: value.why }
    const bytes = Uint8Array.from(atob(value.image), (character) => character.charCodeAt(0))
    return { kind: 'face', image: new Blob([bytes], { type: value.mime }), simulated: value.simulated }
  } catch {
    return { kind: 'none', why: 'fault' }
  }
}
