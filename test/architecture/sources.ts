/** The product's source files and what each imports, read from the files themselves. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parse } from '@vue/compiler-sfc'
import ts from 'typescript'

export const root = resolve(import.meta.dirname, '../..')

export interface Source {
  /** Path from the root, with forward slashes. */
  path: string
  text: string
  /** Files of ours that it imports, as paths from the root; types only ones included. */
  local: string[]
  /** Names of packages that it imports. */
  packages: string[]
}

function files(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`
    if (statSync(join(root, path)).isDirectory()) return files(path)
    return /\.(ts|vue|mjs)$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.vue')) return text
  const { descriptor } = parse(text)
  return `${descriptor.script?.content ?? ''}\n${descriptor.scriptSetup?.content ?? ''}`
}

export function readSources(): Source[] {
  return ['src', 'server'].flatMap(files).map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const imported = ts.preProcessFile(scriptOf(path, text), true, true).importedFiles.map((f) => f.fileName.replace(/\?.*$/, ''))
    const local: string[] = []
    const packages: string[] = []
    for (const name of imported) {
      if (name.startsWith('#')) local.push(`src/${name.slice(1)}`)
      else if (name.startsWith('.')) local.push(relative(root, resolve(root, dirname(path), name)).replaceAll('\\', '/'))
      else if (name.startsWith('virtual:') === false) packages.push(name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!)
    }
    return { path, text, local, packages }
  })
}
