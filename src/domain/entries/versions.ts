/**
 * Versions of a kind's body. A shape that has been released never changes, because an older reader would cut off what it does not
 * know and with it the bytes that were hashed: a new field or a new word is a new version, with a step that makes the old body into it.
 */
import type * as v from 'valibot'

type Schema = v.GenericSchema

/** Which version follows which. */
interface After {
  1: 2
  2: 3
}
type Numbers<B> = keyof B & keyof After
type Body<B, N extends keyof B> = B[N] extends Schema ? v.InferOutput<B[N]> : never

/** Every shape that a kind's body has had, by version from 1; `upgrades[n]` makes a body of version n into one of version n + 1. */
export interface Versioned<B = Readonly<Record<number, Schema>>> {
  readonly bodies: B
  readonly upgrades: Readonly<Record<number, (body: never) => unknown>>
}

/** A third version becomes a third overload. */
export function versioned<A extends Schema>(first: A): Versioned<{ 1: A }>
export function versioned<A extends Schema, B extends Schema>(first: A, second: B, toSecond: (body: v.InferOutput<A>) => v.InferOutput<B>): Versioned<{ 1: A; 2: B }>
export function versioned(first: Schema, second?: Schema, toSecond?: (body: never) => unknown): Versioned {
  return second === undefined || toSecond === undefined
    ? { bodies: { 1: first }, upgrades: {} }
    : { bodies: { 1: first, 2: second }, upgrades: { 1: toSecond } }
}

/** Each version of `T` with its body. */
export type VersionsOf<T> = T extends Versioned<infer B> ? { [N in Numbers<B>]: { v: N; body: Body<B, N> } }[Numbers<B>] : never

/** The newest version of `T` with its body. */
export type NewestOf<T> = T extends Versioned<infer B> ? { [N in Numbers<B>]: After[N] extends keyof B ? never : { v: N; body: Body<B, N> } }[Numbers<B>] : never

/** `body` of version `from` as the newest version has it, and that version's number; `null` for a version that this app does not know. */
export function newestBody({ bodies, upgrades }: Versioned, from: number, body: unknown): { v: number; body: unknown } | null {
  if (bodies[from] === undefined) return null
  const steps = upgrades as Readonly<Record<number, (body: unknown) => unknown>>
  let newest = { v: from, body }
  for (let step = steps[from]; step !== undefined; step = steps[newest.v]) newest = { v: newest.v + 1, body: step(newest.body) }
  return newest
}
