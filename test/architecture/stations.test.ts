import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSources, root } from './sources.ts'

/** `| 3 | identity | src/domain/identity.ts | …` in README. */
function tableOf(file: string): string[] {
  const rows = readFileSync(join(root, file), 'utf8').matchAll(/^\|\s*(\d+)\s*\|[^|]*\|\s*`([^`]+)`/gm)
  return [...rows].map(([, number, path]) => `${number} ${path}`)
}

describe('the eleven stations', () => {
  const declared = readSources()
    .flatMap((s) => {
      const number = /^(?:<script[^>]*>\s*)?\/\*\*\s*(?:\*\s*)?Station (\d+):/.exec(s.text)?.[1]
      return number === undefined ? [] : [[Number(number), s.path] as const]
    })
    .sort((a, b) => a[0] - b[0])

  it('each have one file that says so in its first line', () => {
    expect(declared.map(([number]) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it.each(['README.md', 'README.zh-CN.md'])('stand in %s as they are', (file) => {
    expect(tableOf(file)).toEqual(declared.map(([number, path]) => `${number} ${path}`))
  })
})
