/** Bodies and parameters are read by schema at the door; what does not fit is refused before anything is done. */
import type { FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { Refused } from './errors.ts'

/** The request's body by `schema`. Throws `bad-request`; what was wrong is not echoed, it may name a person. */
export function readBody<S extends v.GenericSchema>(schema: S, request: FastifyRequest): v.InferOutput<S> {
  const parsed = v.safeParse(schema, request.body)
  if (!parsed.success) throw new Refused('bad-request')
  return parsed.output
}

/** The route parameter `name` by `schema`. Throws `not-found`: a malformed name names nothing. */
export function readParam<S extends v.GenericSchema>(schema: S, request: FastifyRequest, name: string): v.InferOutput<S> {
  const params: unknown = request.params
  const parsed = v.safeParse(schema, params !== null && typeof params === 'object' ? Reflect.get(params, name) : undefined)
  if (!parsed.success) throw new Refused('not-found')
  return parsed.output
}
