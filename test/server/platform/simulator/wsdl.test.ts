import { describe, expect, it } from 'vitest'
import { writeWsdl } from '../../../../server/platform/simulator/wsdl.ts'
import { readXml } from '../../../../server/platform/xml.ts'

const ADDRESS = 'http://127.0.0.1:1/PlatformService.asmx'
const wsdl = writeWsdl(ADDRESS, { namespace: 'http://tempuri.org/', soapActionBase: 'urn:action#' })

/** The signatures of 2.1 and 3.1, the second GetWorkerImage under its message name. */
const signatures: Record<string, string> = {
  GetProject: 'dataNumber, bagsBH',
  GetEnterprises: 'dataNumber, bagsBH',
  GetWorkers: 'dataNumber, bagsBH',
  GetWorkerImage: 'zjhm, dataNumber, bagsBH',
  GetWorkerHmc: 'dataNumber, bagsBH',
  GetSAMInfo: 'zjhm, token, pass',
  GetWorkerImage1: 'Zjhm, Pass',
  UploadKqxx: 'dataNumber, zjhm, kqsj, int kqFlag, image, bagsBH',
  GetKqxx: 'dataNumber, zjhm, kqsj, int kqFlag, bagsBH',
}

describe('the WSDL', () => {
  it('is XML', () => {
    expect(readXml(wsdl)).toMatchObject({ kind: 'xml', root: { name: 'definitions' } })
  })

  it('describes every method with the parameters of its signature, and a response with a result', () => {
    const described = [...wsdl.matchAll(/<s:element name="(\w+)"><s:complexType><s:sequence>(.*?)<\/s:sequence>/g)].map(([, name, parts]) => [
      name!,
      [...parts!.matchAll(/name="(\w+)" type="s:(\w+)"/g)].map(([, part, type]) => (type === 'int' ? `int ${part}` : part!)).join(', '),
    ])
    const expected = Object.entries(signatures).flatMap(([name, parts]) => [[name, parts], [`${name}Response`, `${name}Result`]])
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(expected))
  })

  it('has two operations of one name, told apart by the names of their messages, in every binding', () => {
    expect(wsdl.match(/<wsdl:operation name="GetWorkerImage">/g)).toHaveLength(10)
    expect(wsdl.match(/<wsdl:input name="GetWorkerImage1"/g)).toHaveLength(5)
    expect(wsdl.match(/soapAction="urn:action#GetWorkerImage1"/g)).toHaveLength(2)
    for (const suffix of ['Soap', 'Soap12', 'HttpPost']) expect(wsdl).toContain(`<wsdl:port name="PlatformService${suffix}" binding="tns:PlatformService${suffix}">`)
    expect(wsdl.split(`address location="${ADDRESS}"`)).toHaveLength(4)
  })

  it('refers to no message that is not there', () => {
    const messages = new Set([...wsdl.matchAll(/<wsdl:message name="(\w+)"/g)].map(([, name]) => name))
    const used = [...wsdl.matchAll(/message="tns:(\w+)"/g)].map(([, name]) => name)
    expect([used.length, used.filter((name) => !messages.has(name))]).toEqual([36, []])
  })
})
