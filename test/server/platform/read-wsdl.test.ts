import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publishedCalls } from '../../../server/platform/calls.ts'
import { readWsdl } from '../../../server/platform/read-wsdl.ts'
import { simulatorSettings } from '../../../server/platform/settings.ts'

const sample = readFileSync(join(import.meta.dirname, '../../fixtures/platform-sample.wsdl'), 'utf8')

function read(text: string) {
  const reading = readWsdl(text)
  if (reading.kind === 'bad-wsdl') throw new Error(reading.reason)
  return reading
}

describe('the WSDL of a real service', () => {
  it('tells names, namespace and ways of speaking', () => {
    expect(read(sample)).toEqual({
      kind: 'wsdl',
      namespace: 'http://tempuri.org/',
      soapActionBase: 'http://tempuri.org/',
      protocols: ['soap-1.1', 'soap-1.2', 'form'],
      calls: simulatorSettings('http://platform.invalid/').calls,
      unlike: [],
      addresses: ['http://127.0.0.1:9180/Service.asmx'],
    })
  })

  it('may have another namespace', () => {
    const { namespace, soapActionBase, calls } = read(sample.replaceAll('http://tempuri.org/', 'http://platform.invalid:5445/'))
    expect([namespace, soapActionBase]).toEqual(['http://platform.invalid:5445/', 'http://platform.invalid:5445/'])
    expect(calls.GetProject).toEqual(publishedCalls.GetProject)
  })

  it('may spell everything its own way', () => {
    const { calls, unlike } = read(sample.replaceAll('"bagsBH"', '"bsgsBH"').replaceAll('"zjhm"', '"ZJHM"').replaceAll('"token"', '"Token"').replaceAll('GetSAMInfo', 'GetSamInfo'))
    expect(calls.GetSAMInfo).toEqual({ name: 'GetSamInfo', action: 'GetSamInfo', parameters: { zjhm: 'ZJHM', token: 'Token', pass: 'pass' } })
    expect(calls['GetWorkerImage-project']?.parameters).toEqual({ zjhm: 'ZJHM', dataNumber: 'dataNumber', bagsBH: 'bsgsBH' })
    expect(unlike).toEqual([])
  })

  it('tells the two forms of GetWorkerImage apart by their parameters, in whatever order they stand', () => {
    const swapped = sample.replaceAll('GetWorkerImage1', 'GetWorkerPhoto')
    expect(read(swapped).calls['GetWorkerImage-person']).toMatchObject({ name: 'GetWorkerPhoto', action: 'GetWorkerPhoto', parameters: { zjhm: 'Zjhm', pass: 'Pass' } })
  })

  it('may lack the second form, or have a method with other parameters: then it is not called', () => {
    const without = sample.replace(/<s:element name="GetWorkerImage1">[\s\S]*?<\/s:element>\s*(?=<s:element name="GetWorkerImage1Response")/, '')
    expect(read(without).calls['GetWorkerImage-person']).toBeNull()
    const other = read(sample.replaceAll('name="kqFlag"', 'name="direction"'))
    expect([other.calls.UploadKqxx, other.calls.GetKqxx]).toEqual([null, null])
    expect(other.unlike).toEqual(['UploadKqxx(dataNumber, zjhm, kqsj, direction, image, bagsBH)', 'GetKqxx(dataNumber, zjhm, kqsj, direction, bagsBH)'])
  })

  it('may offer SOAP 1.2 only, and actions that have nothing in common', () => {
    expect(read(sample.replaceAll('http://schemas.xmlsoap.org/wsdl/soap/', 'urn:none')).protocols).toEqual(['soap-1.2', 'form'])
    const { soapActionBase, calls } = read(sample.replaceAll('soapAction="http://tempuri.org/GetSAMInfo"', 'soapAction="urn:sam"'))
    expect([soapActionBase, calls.GetSAMInfo?.action, calls.GetProject?.action]).toEqual(['', 'urn:sam', 'http://tempuri.org/GetProject'])
  })

  it.each([
    ['a web page', '<html/>'],
    ['half a document', sample.slice(0, 5000)],
    ['a document type', sample.replace('?>', '?><!DOCTYPE x>')],
    ['another service', sample.replaceAll(/name="(Get|Upload)/g, 'name="Other$1')],
    ['rpc style', sample.replaceAll('style="document"', 'style="rpc"')],
    ['parameters without namespace', sample.replace(' elementFormDefault="qualified"', '')],
    ['no SOAP at all', sample.replaceAll('http://schemas.xmlsoap.org/wsdl/soap', 'urn:none')],
  ])('is refused when it is %s', (_what, text) => {
    expect(readWsdl(text).kind).toBe('bad-wsdl')
  })
})
