/** The simulator's own description, as an .asmx service publishes it under `?wsdl`: SOAP of both versions and plain forms. */
import { escapeXml } from '../envelope.ts'
import { INTEGER_PARAMETER, methodNames, methods, type MethodName } from './methods.ts'

const bindings = { Soap: 'soap', Soap12: 'soap12', HttpPost: 'http' } as const
type Binding = keyof typeof bindings

/** The WSDL with `address` as the service's place. */
export function writeWsdl(address: string, { namespace, soapActionBase }: { namespace: string; soapActionBase: string }): string {
  const ns = escapeXml(namespace)
  const elements = methodNames.map((method) => requestElement(method) + element(`${method}Response`, stringPart(`${method}Result`))).join('\n')
  const messages = methodNames.map((method) => soapMessages(method) + formMessages(method)).join('\n')
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="${ns}" targetNamespace="${ns}">
<wsdl:documentation>演示数据：模拟平台，不含任何真实人员</wsdl:documentation>
<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${ns}">
${elements}
<s:element name="string" nillable="true" type="s:string" /></s:schema></wsdl:types>
${messages}
${portType('Soap', 'Soap')}
${portType('HttpPost', 'HttpPost')}
${binding('Soap', 'Soap', soapActionBase)}
${binding('Soap12', 'Soap', soapActionBase)}
${binding('HttpPost', 'HttpPost', soapActionBase)}
<wsdl:service name="PlatformService">${(Object.keys(bindings) as Binding[]).map((name) => port(name, escapeXml(address))).join('')}</wsdl:service>
</wsdl:definitions>`
}

function element(name: string, parts: string): string {
  return `<s:element name="${name}"><s:complexType><s:sequence>${parts}</s:sequence></s:complexType></s:element>`
}

function stringPart(name: string): string {
  return `<s:element minOccurs="0" maxOccurs="1" name="${name}" type="s:string" />`
}

function requestElement(method: MethodName): string {
  const integer = `<s:element minOccurs="1" maxOccurs="1" name="${INTEGER_PARAMETER}" type="s:int" />`
  return element(method, methods[method].parameters.map((name) => (name === INTEGER_PARAMETER ? integer : stringPart(name))).join(''))
}

function message(name: string, parts: string): string {
  return `<wsdl:message name="${name}">${parts}</wsdl:message>`
}

function soapMessages(method: MethodName): string {
  const part = (of: string): string => `<wsdl:part name="parameters" element="tns:${of}" />`
  return message(`${method}SoapIn`, part(method)) + message(`${method}SoapOut`, part(`${method}Response`))
}

function formMessages(method: MethodName): string {
  const parts = methods[method].parameters.map((name) => `<wsdl:part name="${name}" type="s:string" />`).join('')
  return message(`${method}HttpPostIn`, parts) + message(`${method}HttpPostOut`, '<wsdl:part name="Body" element="tns:string" />')
}

/** Two methods of one name are told apart by the names of their messages. */
function operation(method: MethodName, input: string, output: string, before = ''): string {
  const { overloads } = methods[method] as { overloads?: string }
  const named = overloads === undefined ? '' : ` name="${method}"`
  return `<wsdl:operation name="${overloads ?? method}">${before}<wsdl:input${named}${input}</wsdl:input><wsdl:output${named}${output}</wsdl:output></wsdl:operation>`
}

function portType(name: string, suffix: string): string {
  const operations = methodNames.map((method) => operation(method, ` message="tns:${method}${suffix}In">`, ` message="tns:${method}${suffix}Out">`)).join('')
  return `<wsdl:portType name="PlatformService${name}">${operations}</wsdl:portType>`
}

function binding(name: Binding, type: string, soapActionBase: string): string {
  const prefix = bindings[name]
  const operations = methodNames.map((method) =>
    prefix === 'http'
      ? operation(method, '><mime:content type="application/x-www-form-urlencoded" />', '><mime:mimeXml part="Body" />', `<http:operation location="/${method}" />`)
      : operation(method, `><${prefix}:body use="literal" />`, `><${prefix}:body use="literal" />`, `<${prefix}:operation soapAction="${escapeXml(soapActionBase + method)}" style="document" />`),
  )
  const how = prefix === 'http' ? 'verb="POST"' : 'transport="http://schemas.xmlsoap.org/soap/http"'
  return `<wsdl:binding name="PlatformService${name}" type="tns:PlatformService${type}"><${prefix}:binding ${how} />${operations.join('')}</wsdl:binding>`
}

function port(name: Binding, location: string): string {
  return `<wsdl:port name="PlatformService${name}" binding="tns:PlatformService${name}"><${bindings[name]}:address location="${location}" /></wsdl:port>`
}
