import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import { openDatabase } from '#device/database/open.ts'
import { aKnown, aPack, takenBy } from '../../support/packs.ts'
import { createPhone, type Phone } from '../../support/phone.ts'
import { matchKey, matchOf } from '../../support/rosters.ts'

const id = '320581196010010008' as IdNumber
const other = '320581196102060002' as IdNumber
const green = (answeredAt: number): Answer => ({ kind: 'code', colour: 'green', validUntil: '2027-01-01', nameMasked: '张*', answeredAt })
const red = (answeredAt: number): Answer => ({ kind: 'code', colour: 'red', validUntil: null, nameMasked: '张*', answeredAt })
const knownRed = (answeredAt: number) => aKnown(id, { colour: 'red', validUntil: null, answeredAt })

async function rowsOf(phone: Phone) {
  return openDatabase(phone.indexedDB).run(['answers', 'keys'], 'readonly', async (tx) => ({
    answers: await tx.objectStore('answers').getAll(),
    keys: await tx.objectStore('keys').getAll(),
  }))
}

describe('what a pack knows', () => {
  it('is told of the very person, with its own time, also after a restart', async () => {
    const phone = await createPhone()
    await phone.pack.keep(aPack([aKnown(id, { answeredAt: 1_000 })]), takenBy())
    await phone.close()
    const { answers } = await createPhone({ indexedDB: phone.indexedDB })
    expect(await answers.recall(id)).toEqual({ answer: green(1_000), simulated: true })
    expect(await answers.recall(other)).toBeNull()
  })

  it('does not make a worker green whom this phone has met red since, and the other way round', async () => {
    const { answers, pack } = await createPhone()
    await answers.remember(id, red(2_000), false)
    await pack.keep(aPack([aKnown(id, { answeredAt: 1_000 })]), takenBy())
    expect(await answers.recall(id)).toEqual({ answer: red(2_000), simulated: false })
    await answers.remember(other, green(1_000), false)
    await pack.keep(aPack([aKnown(other, { colour: 'red', validUntil: null, answeredAt: 2_000 })]), takenBy())
    expect(await answers.recall(other)).toEqual({ answer: red(2_000), simulated: true })
  })

  it('does not bring a green back after the platform has lost the record', async () => {
    const { answers, pack } = await createPhone()
    await answers.remember(id, { kind: 'no-record', answeredAt: 2_000 }, false)
    await pack.keep(aPack([aKnown(id, { answeredAt: 1_000 })]), takenBy())
    expect(await answers.recall(id)).toBeNull()
  })

  it('takes a green from the phone that the server knows to be contradicted since, and gives nothing in its place', async () => {
    const { answers, pack } = await createPhone()
    await answers.remember(id, green(1_000), false)
    await answers.remember(other, green(3_000), false)
    const lapsed = [{ match: matchOf(id), answeredAt: 2_000 }, { match: matchOf(other), answeredAt: 2_000 }]
    expect(await pack.keep(aPack([], { lapsed }), takenBy())).toMatchObject({ knownPeople: 0 })
    expect(await answers.recall(id)).toBeNull()
    // What this phone has heard after it still holds.
    expect(await answers.recall(other)).toEqual({ answer: green(3_000), simulated: false })
  })

  it('is replaced as a whole by the next pack, the phone\'s own answers stay', async () => {
    const { answers, pack } = await createPhone()
    await answers.remember(other, green(900), false)
    await pack.keep(aPack([aKnown(id)]), takenBy())
    await pack.keep(aPack([]), takenBy())
    expect(await answers.recall(id)).toBeNull()
    expect(await answers.recall(other)).toEqual({ answer: green(900), simulated: false })
  })

  it('finds people again under a new key, and nobody by mistake', async () => {
    const { answers, pack } = await createPhone()
    await pack.keep(aPack([aKnown(id)]), takenBy())
    const key = 'c3'.repeat(32)
    await pack.keep(aPack([aKnown(other, {}, key)], { matchKey: key }), takenBy())
    expect(await answers.recall(id)).toBeNull()
    expect(await answers.recall(other)).toEqual({ answer: green(1_000), simulated: true })
  })

  it('is not a green where the pack says green without a date, and an older green does not stand in for it', async () => {
    const { answers, pack } = await createPhone()
    await answers.remember(id, green(500), false)
    await pack.keep(aPack([aKnown(id, { validUntil: null })]), takenBy())
    expect(await answers.recall(id)).toBeNull()
  })

  it('counts the newest when a person is in the pack twice', async () => {
    for (const answers of [[aKnown(id), knownRed(2_000)], [knownRed(2_000), aKnown(id)]]) {
      const phone = await createPhone()
      expect((await phone.pack.keep(aPack(answers), takenBy())).knownPeople).toBe(1)
      expect((await phone.answers.recall(id))?.answer).toEqual(red(2_000))
    }
  })

  it('leaves out what is too old, and drops it when its time is over', async () => {
    const phone = await createPhone()
    const { knownPeople } = await phone.pack.keep(aPack([aKnown(id, { answeredAt: 1_999 }), aKnown(other, { answeredAt: 2_000 })]), { ...takenBy(), oldest: 2_000 })
    expect([knownPeople, await phone.answers.recall(id)]).toEqual([1, null])
    await phone.pack.dropOld(2_000)
    expect(await phone.answers.recall(other)).not.toBeNull()
    await phone.answers.remember(id, green(1_000), false)
    await phone.pack.dropOld(2_001)
    expect(await phone.answers.recall(other)).toBeNull()
    expect(await phone.answers.recall(id)).not.toBeNull()
  })

  it('is of no use to a thief of the files: neither people nor the key can be read', async () => {
    const phone = await createPhone()
    await phone.pack.keep(aPack([aKnown(id)]), takenBy())
    const { answers, keys } = await rowsOf(phone)
    const text = JSON.stringify(answers, (_, value: unknown) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('utf8') : value))
    for (const secret of ['张*', 'green', id, matchOf(id), matchKey]) expect(text).not.toContain(secret)
    expect(keys.every((key) => !key.extractable)).toBe(true)
  })

  it('says nothing older in place of a row that cannot be read any more', async () => {
    const phone = await createPhone()
    await phone.answers.remember(id, green(500), false)
    await phone.pack.keep(aPack([knownRed(1_000)]), takenBy())
    await openDatabase(phone.indexedDB).run(['answers'], 'readwrite', async (tx) => {
      const row = (await tx.objectStore('answers').getAll()).find(({ key }) => key.startsWith('pack '))!
      await tx.objectStore('answers').put({ ...row, sealed: { ...row.sealed, bytes: new ArrayBuffer(40) } })
    })
    expect(await phone.answers.recall(id)).toBeNull()
  })

  it('is kept and searched in a moment for a county of 5,000 people', async () => {
    const phone = await createPhone()
    const people = Array.from({ length: 5_000 }, (_, i) => aKnown(id, { match: matchOf(String(i)) }))
    await phone.pack.keep(aPack([...people, aKnown(id)]), takenBy())
    expect(await phone.answers.recall(id)).not.toBeNull()
    expect((await rowsOf(phone)).answers.length).toBeLessThanOrEqual(256)
  })
})

describe('whatever this phone hears and whichever packs it takes', () => {
  const people = [id, other, '320581196203070004' as IdNumber]
  const time = fc.integer({ min: 1, max: 30 })
  const person = fc.integer({ min: 0, max: people.length - 1 })
  const colour = fc.constantFrom('green', 'yellow', 'red' as const)
  const said = fc.oneof(
    { weight: 3, arbitrary: colour },
    fc.constantFrom('no-record' as const, 'doubt' as const, 'fault' as const),
  )
  const act = fc.oneof(
    fc.record({ kind: fc.constant('hears' as const), who: person, said, at: time }),
    fc.record({ kind: fc.constant('takes' as const), known: fc.array(fc.record({ who: person, colour, dated: fc.boolean(), at: time }), { maxLength: 5 }) }),
  )
  type Said = { at: number; text: string }

  const answerOf = (who: number, word: string, at: number): Answer => {
    const nameMasked = `人${who}`
    switch (word) {
      case 'green': return { kind: 'code', colour: 'green', validUntil: '2027-01-01', nameMasked, answeredAt: at }
      case 'yellow': case 'red': return { kind: 'code', colour: word, validUntil: null, nameMasked, answeredAt: at }
      case 'no-record': return { kind: 'no-record', answeredAt: at }
      case 'doubt': return { kind: 'doubt', doubt: 'conflict', answeredAt: at }
      default: return { kind: 'fault', fault: 'timeout', answeredAt: at }
    }
  }

  it('nobody is told another\'s colour, nor one older than the newest word, nor green by anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const { answers, pack } = await createPhone()
        const own = people.map((): Said[] => [])
        let packed = people.map((): Said[] => [])
        for (const one of acts) {
          if (one.kind === 'hears') {
            await answers.remember(people[one.who]!, answerOf(one.who, one.said, one.at), false)
            if (one.said !== 'fault') own[one.who]!.push({ at: one.at, text: one.said })
          } else {
            packed = people.map(() => [])
            for (const { who, colour, dated, at } of one.known) packed[who]!.push({ at, text: colour === 'green' && !dated ? 'doubt' : colour })
            const known = one.known.map(({ who, colour, dated, at }) => aKnown(people[who]!, { colour, answeredAt: at, nameMasked: `人${who}`, validUntil: dated && colour === 'green' ? '2027-01-01' : null }))
            await pack.keep(aPack(known), takenBy())
          }
          for (const [who, number] of people.entries()) {
            const all = [...own[who]!, ...packed[who]!]
            const newest = Math.max(0, ...all.map(({ at }) => at))
            const last = all.filter(({ at }) => at === newest).map(({ text }) => text)
            const told = (await answers.recall(number))?.answer
            if (told === undefined) expect(last.length === 0 || last.some((word) => word === 'no-record' || word === 'doubt')).toBe(true)
            else {
              expect(told).toMatchObject({ kind: 'code', answeredAt: newest, nameMasked: `人${who}` })
              expect(last).toContain(told.kind === 'code' && told.colour)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})
