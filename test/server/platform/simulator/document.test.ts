import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isRefusal, isSendingFault, writingFaults } from '../../../../server/platform/simulator/faults.ts'
import { faultPeople } from '../../../../server/platform/simulator/people.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'

const document = readFileSync(join(import.meta.dirname, '../../../../docs/simulator.md'), 'utf8')
const rowsAfter = (heading: string) => document.split(heading)[1]!.split('\n## ')[0]!.split('\n').filter((line) => /^\| [^-]/.test(line)).slice(1)

describe('docs/simulator.md', () => {
  it('lists every fault with its number, where it lies and what the platform does', () => {
    const rows = faultPeople.map(({ fault, idNumber, note }) => {
      const where = isSendingFault(fault) ? 'sending' : isRefusal(fault) ? 'refusal' : Object.hasOwn(writingFaults, fault) ? 'writing' : 'saying'
      return `| \`${fault}\` | ${idNumber} | ${where} | ${note} |`
    })
    expect(rowsAfter('## Faults')).toEqual(rows)
  })

  it('lists every project with its people and its fingerprint', () => {
    const rows = demoProjects.map(({ name, dataNumber, engagements }) => `| ${name} | ${new Set(engagements.map(({ person }) => person)).size} | \`${dataNumber}\` |`)
    expect(rowsAfter('## Projects').map((line) => line.split(' |').slice(0, 3).join(' |') + ' |')).toEqual(rows)
  })
})
