/**
 * From a WSDL to the settings it implies: how the service spells calls and parameters. Read once, by the operator's command, never at
 * start-up. Addresses in it are reported and never taken: behind a proxy they name a machine that nobody can reach, or another one.
 */
import { platformCalls, type PlatformCall } from '#domain/platform-health.ts'
import { callForm, methodOf, parametersOf, type CallForm, type CallTable } from './calls.ts'
import type { Protocol } from './envelope.ts'
import { descend, localName, readWsdlTree, type WsdlNode } from './wsdl-tree.ts'

export type WsdlReading =
  | {
      kind: 'wsdl'
      namespace: string
      /** Empty where the actions have nothing in common: then each call holds its whole action. */
      soapActionBase: string
      protocols: Protocol[]
      calls: CallTable
      /** Methods of the interface that stand here with other parameters than published: `name(parameter, …)`. */
      unlike: string[]
      /** The addresses that the document names. */
      addresses: string[]
    }
  | { kind: 'bad-wsdl'; reason: string }

const WSDL = 'http://schemas.xmlsoap.org/wsdl/'
const BINDINGS: readonly (readonly [Protocol, string])[] = [
  ['soap-1.1', 'http://schemas.xmlsoap.org/wsdl/soap/'],
  ['soap-1.2', 'http://schemas.xmlsoap.org/wsdl/soap12/'],
  ['form', 'http://schemas.xmlsoap.org/wsdl/http/'],
]

/** One operation of the SOAP binding; `name` is that of the request's element. */
interface Operation {
  method: string
  name: string
  namespace: string
  soapAction: string
  parameters: string[]
}

/** Reads `text`. Only document/literal services with qualified parameters are understood, which is what .asmx publishes. */
export function readWsdl(text: string): WsdlReading {
  const root = readWsdlTree(text)
  if (root === null || root.name !== 'definitions' || root.namespace !== WSDL) return bad('no WSDL 1.1 document')
  const bindings = BINDINGS.flatMap(([protocol, namespace]) => bindingsOf(root, namespace).map((binding) => ({ protocol, binding })))
  const soap = bindings.find(({ protocol }) => protocol !== 'form')
  if (soap === undefined) return bad('no SOAP binding')
  if (descend(soap.binding, 'operation', 'operation').concat(descend(soap.binding, 'binding')).some((node) => node.attributes['style'] === 'rpc')) return bad('rpc style')
  if (descend(root, 'types', 'schema').some((schema) => schema.attributes['elementFormDefault'] !== 'qualified')) return bad('parameters without namespace')

  const operations = operationsOf(root, soap.binding)
  const found = platformCalls.map((call) => [call, operations.find((operation) => isCall(call, operation))] as const)
  const used = found.flatMap(([, operation]) => operation ?? [])
  const [first] = used
  if (first === undefined) return bad('no method of the interface')
  if (used.some(({ namespace }) => namespace !== first.namespace)) return bad('several namespaces')
  const base = commonBase(used)
  const calls = found.map(([call, operation]) => [call, operation === undefined ? null : formOf(call, operation, base)])
  return {
    kind: 'wsdl',
    namespace: first.namespace,
    soapActionBase: base,
    protocols: [...new Set(bindings.map(({ protocol }) => protocol))],
    calls: Object.fromEntries(calls) as CallTable,
    unlike: operations.filter((one) => !used.includes(one) && platformCalls.some((call) => sameMethod(call, one))).map(({ name, parameters }) => `${name}(${parameters.join(', ')})`),
    addresses: [...new Set(descend(root, 'service', 'port', 'address').map((address) => address.attributes['location'] ?? ''))],
  }
}

function bad(reason: string): WsdlReading {
  return { kind: 'bad-wsdl', reason }
}

/** The bindings whose own `binding` element is in `namespace`; of the HTTP ones, those by POST. */
function bindingsOf(root: WsdlNode, namespace: string): WsdlNode[] {
  return descend(root, 'binding').filter((binding) =>
    descend(binding, 'binding').some((inner) => inner.namespace === namespace && (inner.attributes['verb'] ?? 'POST') === 'POST'))
}

function operationsOf(root: WsdlNode, binding: WsdlNode): Operation[] {
  const portType = descend(root, 'portType').find(({ attributes }) => attributes['name'] === localName(binding.attributes['type']))
  return descend(binding, 'operation').flatMap((bound): Operation[] => {
    // Overloads have one name; what tells them apart in both places is the name of their input.
    const port = portType?.children.find((one) => one.name === 'operation' && one.attributes['name'] === bound.attributes['name'] && inputOf(one)?.attributes['name'] === inputOf(bound)?.attributes['name'])
    const message = descend(root, 'message').find(({ attributes }) => port !== undefined && attributes['name'] === localName(inputOf(port)?.attributes['message']))
    const name = localName(message && descend(message, 'part')[0]?.attributes['element'])
    const schema = descend(root, 'types', 'schema').find((one) => elementOf(one, name) !== undefined)
    const element = schema && elementOf(schema, name)
    if (element === undefined) return []
    return [{
      method: bound.attributes['name'] ?? '',
      name,
      namespace: schema?.attributes['targetNamespace'] ?? '',
      soapAction: descend(bound, 'operation')[0]?.attributes['soapAction'] ?? '',
      parameters: descend(element, 'complexType', 'sequence', 'element').map(({ attributes }) => attributes['name'] ?? ''),
    }]
  })
}

function inputOf(operation: WsdlNode): WsdlNode | undefined {
  return descend(operation, 'input')[0]
}

function elementOf(schema: WsdlNode, name: string): WsdlNode | undefined {
  return descend(schema, 'element').find(({ attributes }) => attributes['name'] === name)
}

/** The signatures say bagsBH, the tables bsgsBH. */
function normalise(parameter: string): string {
  return parameter.toLowerCase().replace(/^bsgsbh$/, 'bagsbh')
}

function sameMethod(call: PlatformCall, { method }: Operation): boolean {
  return method.toLowerCase() === methodOf(call).toLowerCase()
}

/** Same method and same set of parameters, which is what tells the two forms of GetWorkerImage apart. */
function isCall(call: PlatformCall, operation: Operation): boolean {
  const published = parametersOf[call].map(normalise)
  const here = new Set(operation.parameters.map(normalise))
  return sameMethod(call, operation) && here.size === published.length && published.every((parameter) => here.has(parameter))
}

function formOf(call: PlatformCall, { name, soapAction, parameters }: Operation, base: string): CallForm {
  const spelling = Object.fromEntries(parametersOf[call].map((parameter) => [parameter, parameters.find((here) => normalise(here) === normalise(parameter))]))
  return callForm(call, name, spelling, soapAction.slice(base.length))
}

/** What stands before the element's name in every action. */
function commonBase(operations: readonly Operation[]): string {
  const bases = new Set(operations.map(({ name, soapAction }) => (soapAction.endsWith(name) ? soapAction.slice(0, -name.length) : '')))
  const [base = ''] = bases
  return bases.size === 1 ? base : ''
}
