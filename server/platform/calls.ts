/**
 * The call table: what each call of interface V3.0 is called on the wire. Data, not code, because a real service is free to spell
 * everything its own way, and an .asmx service reads a misspelt parameter as null without any fault.
 */
import type { PlatformCall } from '#domain/platform-health.ts'

/** The parameters of each call (2.1, 3.1) in their order, under the names that this server uses for them. */
export const parametersOf = {
  GetSAMInfo: ['zjhm', 'token', 'pass'],
  GetProject: ['dataNumber', 'bagsBH'],
  GetEnterprises: ['dataNumber', 'bagsBH'],
  GetWorkers: ['dataNumber', 'bagsBH'],
  GetWorkerHmc: ['dataNumber', 'bagsBH'],
  'GetWorkerImage-project': ['zjhm', 'dataNumber', 'bagsBH'],
  'GetWorkerImage-person': ['zjhm', 'pass'],
  UploadKqxx: ['dataNumber', 'zjhm', 'kqsj', 'kqFlag', 'image', 'bagsBH'],
  GetKqxx: ['dataNumber', 'zjhm', 'kqsj', 'kqFlag', 'bagsBH'],
} as const satisfies Record<PlatformCall, readonly string[]>

export type ParameterOf<C extends PlatformCall> = (typeof parametersOf)[C][number]

export interface CallForm<P extends string = string> {
  /** The request's element, and the last part of the address of a form POST. An overload has a MessageName of its own, which is this. */
  name: string
  /** What follows `soapActionBase` in SOAPAction. */
  action: string
  /** Our name of each parameter → its element on the wire. */
  parameters: Readonly<Record<P, string>>
}

/** `null`: the service does not offer the call, or nobody said how it is called there. */
export type CallTable = { readonly [C in PlatformCall]: CallForm<ParameterOf<C>> | null }

/** A call whose name is also its action, with the parameters spelt as in the signatures unless `spelling` says otherwise. */
export function callForm<C extends PlatformCall>(call: C, name: string, spelling: Partial<Record<ParameterOf<C>, string>> = {}, action = name): CallForm<ParameterOf<C>> {
  const parameters = Object.fromEntries(parametersOf[call].map((parameter) => [parameter, parameter])) as Record<ParameterOf<C>, string>
  return { name, action, parameters: { ...parameters, ...spelling } }
}

/** How the second form of GetWorkerImage spells its parameters (2.1): unlike all others. */
export const PERSON_IMAGE_SPELLING = { zjhm: 'Zjhm', pass: 'Pass' } as const

/**
 * The names as published. The second GetWorkerImage is missing: SOAP has no overloads, so a service must give it a name that is not in
 * the signatures, and asking under the common one reaches the first form, which answers with an empty table.
 */
export const publishedCalls: CallTable = {
  GetSAMInfo: callForm('GetSAMInfo', 'GetSAMInfo'),
  GetProject: callForm('GetProject', 'GetProject'),
  GetEnterprises: callForm('GetEnterprises', 'GetEnterprises'),
  GetWorkers: callForm('GetWorkers', 'GetWorkers'),
  GetWorkerHmc: callForm('GetWorkerHmc', 'GetWorkerHmc'),
  'GetWorkerImage-project': callForm('GetWorkerImage-project', 'GetWorkerImage'),
  'GetWorkerImage-person': null,
  UploadKqxx: callForm('UploadKqxx', 'UploadKqxx'),
  GetKqxx: callForm('GetKqxx', 'GetKqxx'),
}

/** `parameters` under their names on the wire, in the order of the signature. */
export function spellParameters<P extends string>(form: CallForm<P>, parameters: Readonly<Record<P, string>>): Record<string, string> {
  return Object.fromEntries((Object.keys(form.parameters) as P[]).map((parameter) => [form.parameters[parameter], parameters[parameter]]))
}

/** Whether the call needs bagsBH 现场考勤系统提供商登记编号. */
export function needsVendorNumber(call: PlatformCall): boolean {
  return (parametersOf[call] as readonly string[]).includes('bagsBH')
}

/** The name of `call`'s method in the signatures, which the two forms of GetWorkerImage share. */
export function methodOf(call: PlatformCall): string {
  return call.replace(/-.*/, '')
}
