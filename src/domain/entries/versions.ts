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

/** Every shape that a kind's body has had, by version from 1; the steps between them are in `upgrade.ts`. */
export interface Versioned<B = Readonly<Record<number, Schema>>> {
  readonly bodies: B
}

/** A third version becomes a third overload. */
export function versioned<A extends Schema>(first: A): Versioned<{ 1: A }>
export function versioned<A extends Schema, B extends Schema>(first: A, second: B): Versioned<{ 1: A; 2: B }>
export function versioned(first: Schema, second?: Schema): Versioned {
  return { bodies: second === undefined ? { 1: first } : { 1: first, 2: second } }
}

/** Each version of `T` with its body. */
export type VersionsOf<T> = T extends Versioned<infer B> ? { [N in Numbers<B>]: { v: N; body: Body<B, N> } }[Numbers<B>] : never

/** The newest version of `T` with its body. */
export type NewestOf<T> = T extends Versioned<infer B> ? { [N in Numbers<B>]: After[N] extends keyof B ? never : { v: N; body: Body<B, N> } }[Numbers<B>] : never
