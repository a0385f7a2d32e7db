import { describe, expect, it } from 'vitest'
import { foldChecks } from '#domain/fold.ts'
import { bodyOf, entry, nameOf } from '../any-entry.ts'

const check = nameOf(60)
const made = entry('check.made', { check }, { ...bodyOf('check.made'), seenColour: 'red' })
const seen = (colour: 'green' | 'yellow' | null) => entry('check.colour-seen', { check }, { colour })

describe('the colour seen on a worker’s phone', () => {
  it('is what was said with the check, until something is said after it', () => {
    expect(foldChecks([made])).toMatchObject([{ seenColour: 'red' }])
    expect(foldChecks([made, seen('yellow')])).toMatchObject([{ seenColour: 'yellow' }])
  })

  it('is the last word in whatever order the words arrive, and can be taken back', () => {
    const [first, second, third] = [seen('yellow'), seen('green'), seen(null)]
    expect(foldChecks([second, made, first])).toMatchObject([{ seenColour: 'green' }])
    expect(foldChecks([third, second, first, made])).toMatchObject([{ seenColour: null }])
  })

  it('makes no check by itself', () => {
    expect(foldChecks([seen('green')])).toEqual([])
  })
})
