import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../server/database/migrations/index.ts'

const root = join(import.meta.dirname, '../..')
const phone = 'src/device/database/migrations'
const server = 'server/database/migrations'

/** The migrations each release brought, with the SHA-256 of their files as they were released. */
const released: Record<string, Record<string, string>> = {
  '0.1.0': {
    [`${phone}/001-first.ts`]: 'b175a72903ada3410d3bbdd366ddde3ecf3d8c1f3d663b238ac13095ca063a00',
    [`${server}/001-first.ts`]: '61c5aad485aeec57505f7011599d625a0b0da0f78f06dcc2b47076204a37d93c',
  },
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const versions = [...read('CHANGELOG.md').matchAll(/^## (\d+\.\d+\.\d+) — \d{4}-/gm)].map((match) => match[1] ?? '')

describe('what was released stays as it was', () => {
  it.each(Object.entries(released))('no migration of version %s has been edited: the next change is a migration of its own', (_, files) => {
    expect(Object.fromEntries(Object.keys(files).map((path) => [path, hashOf(read(path))]))).toEqual(files)
    for (const path of Object.keys(files)) expect(hashOf(`${read(path)}\n`)).not.toBe(files[path])
  })

  it('every version of the changelog has its stores and its migrations recorded here', () => {
    expect(versions).toContain('0.1.0')
    for (const version of versions) {
      expect(Object.keys(released), version).toContain(version)
      expect(existsSync(join(root, `test/fixtures/stores/phone-${version}.json`)), version).toBe(true)
      expect(existsSync(join(root, `test/fixtures/stores/server-${version}/suan-xun.db`)), version).toBe(true)
    }
  })

  it('the server takes the released migrations first, in the order of their numbers', () => {
    const names = Object.keys(migrations)
    expect(names).toEqual([...names].sort())
    const known = Object.values(released).flatMap((files) => Object.keys(files)).filter((path) => path.startsWith(server)).map((path) => path.slice(server.length + 1, -3))
    expect(names.slice(0, known.length)).toEqual(known)
  })
})
