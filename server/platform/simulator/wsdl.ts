/** The simulator's own description of GetSAMInfo, as an .asmx service publishes it under `?wsdl`. */
import { escapeXml } from '../envelope.ts'
import { NAMESPACE } from './request.ts'

const part = (name: string): string => `<s:element minOccurs="0" maxOccurs="1" name="${name}" type="s:string" />`
const sequence = (element: string, names: readonly string[]): string =>
  `<s:element name="${element}"><s:complexType><s:sequence>${names.map(part).join('')}</s:sequence></s:complexType></s:element>`
const message = (name: string, element: string): string =>
  `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${element}" /></wsdl:message>`
const binding = (name: string, soap: 'soap' | 'soap12'): string =>
  `<wsdl:binding name="${name}" type="tns:PlatformServiceSoap"><${soap}:binding transport="http://schemas.xmlsoap.org/soap/http" />` +
  `<wsdl:operation name="GetSAMInfo"><${soap}:operation soapAction="${NAMESPACE}GetSAMInfo" style="document" />` +
  `<wsdl:input><${soap}:body use="literal" /></wsdl:input><wsdl:output><${soap}:body use="literal" /></wsdl:output></wsdl:operation></wsdl:binding>`

/** The WSDL with `address` as the service's place. */
export function writeWsdl(address: string): string {
  const location = escapeXml(address)
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="${NAMESPACE}" targetNamespace="${NAMESPACE}">
<wsdl:documentation>演示数据：模拟平台，不含任何真实人员</wsdl:documentation>
<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${NAMESPACE}">${sequence('GetSAMInfo', ['zjhm', 'token', 'pass'])}${sequence('GetSAMInfoResponse', ['GetSAMInfoResult'])}</s:schema></wsdl:types>
${message('GetSAMInfoSoapIn', 'GetSAMInfo')}${message('GetSAMInfoSoapOut', 'GetSAMInfoResponse')}
<wsdl:portType name="PlatformServiceSoap"><wsdl:operation name="GetSAMInfo"><wsdl:input message="tns:GetSAMInfoSoapIn" /><wsdl:output message="tns:GetSAMInfoSoapOut" /></wsdl:operation></wsdl:portType>
${binding('PlatformServiceSoap', 'soap')}${binding('PlatformServiceSoap12', 'soap12')}
<wsdl:service name="PlatformService"><wsdl:port name="PlatformServiceSoap" binding="tns:PlatformServiceSoap"><soap:address location="${location}" /></wsdl:port><wsdl:port name="PlatformServiceSoap12" binding="tns:PlatformServiceSoap12"><soap12:address location="${location}" /></wsdl:port></wsdl:service>
</wsdl:definitions>`
}
