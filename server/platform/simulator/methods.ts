/** The methods of interface V3.0 (2.1 and 3.1): their parameters in the order and spelling of the signatures, and what their result's text is. */

interface Method {
  parameters: readonly string[]
  /** `json` is written plainly, `base64` is JSON in base64. */
  result: 'xml' | 'base64' | 'json'
  /** The name that it shares with another method. An .asmx service then needs a message name of its own, which is the name here. */
  overloads?: string
}

export const methods = {
  GetProject: { parameters: ['dataNumber', 'bagsBH'], result: 'xml' },
  GetEnterprises: { parameters: ['dataNumber', 'bagsBH'], result: 'xml' },
  GetWorkers: { parameters: ['dataNumber', 'bagsBH'], result: 'xml' },
  GetWorkerHmc: { parameters: ['dataNumber', 'bagsBH'], result: 'xml' },
  GetWorkerImage: { parameters: ['zjhm', 'dataNumber', 'bagsBH'], result: 'xml' },
  GetSAMInfo: { parameters: ['zjhm', 'token', 'pass'], result: 'base64' },
  GetWorkerImage1: { parameters: ['Zjhm', 'Pass'], result: 'base64', overloads: 'GetWorkerImage' },
  UploadKqxx: { parameters: ['dataNumber', 'zjhm', 'kqsj', 'kqFlag', 'image', 'bagsBH'], result: 'json' },
  GetKqxx: { parameters: ['dataNumber', 'zjhm', 'kqsj', 'kqFlag', 'bagsBH'], result: 'json' },
} as const satisfies Record<string, Method>

export type MethodName = keyof typeof methods
export const methodNames = Object.keys(methods) as MethodName[]

/** The one parameter that is a whole number: a service reads an absent one as 0 and faults on anything else. */
export const INTEGER_PARAMETER = 'kqFlag'

export function isMethodName(text: string): text is MethodName {
  return Object.hasOwn(methods, text)
}
