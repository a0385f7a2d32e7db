/** Faults of the question itself, found at this door. None of them says anything about the worker. */
import type { Fault } from '#domain/check.ts'

/** The faults that can arise between this server and the platform; the others belong to the phone. */
export type PlatformFault = Exclude<Fault, 'offline' | 'server-unreachable' | 'signed-out' | 'quota'>

/** A fault and what the operator needs to mend it. `detail` never holds an identity number, the token or a reply's body. */
export interface Trouble {
  kind: 'trouble'
  fault: PlatformFault
  detail: string
}

export function trouble(fault: PlatformFault, detail: string): Trouble {
  return { kind: 'trouble', fault, detail }
}
