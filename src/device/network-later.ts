/** The door to the server, loaded when it is first asked for something: the first screen needs nothing of it but whether there is a network. */
import type { NetworkDoor, Reply } from './doors.ts'
import { photoAddress } from './photo-address.ts'
import type { RequestParts } from './request.ts'

/** What needs the door itself. */
type Asking = { [K in keyof NetworkDoor]: NetworkDoor[K] extends (...words: never[]) => Promise<Reply<unknown>> ? K : never }[keyof NetworkDoor]

/** Like `createNetwork(parts)`. While its code cannot be loaded, the server counts as out of reach. */
export function networkLater(parts: RequestParts): NetworkDoor {
  let loaded: Promise<NetworkDoor> | null = null

  function load(): Promise<NetworkDoor> {
    loaded ??= import('./network.ts').then(
      ({ createNetwork }) => createNetwork(parts),
      (cause: unknown) => {
        loaded = null
        throw cause
      },
    )
    return loaded
  }

  function later<K extends Asking>(name: K): NetworkDoor[K] {
    const ask = async (...words: never[]): Promise<Reply<never>> => {
      const door = await load().catch(() => null)
      if (door === null) return { kind: 'unreachable', why: parts.connectivity.online() ? 'network' : 'offline' }
      return (door[name] as (...words: never[]) => Promise<Reply<never>>)(...words)
    }
    return ask as NetworkDoor[K]
  }

  return {
    online: () => parts.connectivity.online(),
    onOnlineChange: (listener) => parts.connectivity.onChange(listener),
    photoAddress: (sha256) => photoAddress(sha256, parts.base),
    signIn: later('signIn'), currentSession: later('currentSession'), signOut: later('signOut'), ask: later('ask'), push: later('push'), pull: later('pull'),
    uploadOffset: later('uploadOffset'), upload: later('upload'), rosterList: later('rosterList'), roster: later('roster'), pack: later('pack'), face: later('face'),
  }
}
