import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'

/** The compiler's complaints about `text` as a file of the world that `config` describes. The file is on no disk: other tests read the folders. */
function complaints(folder: string, text: string): string[] {
  const file = join(root, folder, 'planted.ts')
  const read = ts.readConfigFile(join(root, folder, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, join(root, folder))
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => (name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version, ...rest))
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
}

describe('the four worlds, each with its own tsconfig', () => {
  it.each([
    ['src/domain', 'export const page = document.title', 'document'],
    ['src/domain', 'export const later = fetch', 'fetch'],
    ['src/domain', 'export const variable = process.env', 'process'],
    ['src/service-worker', 'export const page = document.title', 'document'],
    ['server', 'export const page = document.title', 'document'],
    ['src', 'export const variable = process.env', 'process'],
  ])('%s does not compile `%s`', (folder, text, name) => {
    const found = complaints(folder, text)
    expect(found.some((message) => message.includes(`Cannot find name '${name}'`)), found.join('\n')).toBe(true)
  })

  it.each([
    ['src/domain', 'export const sum = [1, 2].reduce((a, b) => a + b)'],
    ['src', 'export const page = document.title'],
    ['server', 'export const variable = process.env'],
  ])('%s compiles what belongs to it', (folder, text) => {
    expect(complaints(folder, text)).toEqual([])
  })
})
