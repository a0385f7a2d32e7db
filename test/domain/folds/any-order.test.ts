/** The promise of the ledger: a set of entries adds up to one thing, and nothing in it disappears. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, Recorded } from '#domain/entries/kinds.ts'
import { findingCommands } from '#domain/finding-states.ts'
import { foldBulletins, foldChecks, foldCredits, foldFindings, foldSites, foldTransfers, foldVisits } from '#domain/fold.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import { around, bodies, nameOf, now } from '../any-entry.ts'

type Any = Entry | Recorded

const oneOf = (from: number) => fc.option(fc.constantFrom(nameOf(from), nameOf(from + 1)), { nil: undefined, freq: 8 })
const about = fc
  .record({ site: oneOf(10), visit: oneOf(20), finding: oneOf(30), check: oneOf(60), notice: oneOf(40), credit: oneOf(50), bulletin: oneOf(70), case: oneOf(80) })
  .map((ids) => Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined)))
const personal = { salt: 'd'.repeat(16), nameMasked: '张*', contactName: '周师傅', signerName: '周', partyName: '周', recipientName: '周' }

/** What several people wrote about few things, as colleagues without connection do: nothing need fit. */
const ledger: fc.Arbitrary<Any[]> = fc
  // A few kinds at a time, or what belongs together would hardly ever meet.
  .subarray([...bodies], { minLength: 1 })
  .chain((some) => fc.array(fc.record({ body: fc.constantFrom(...some), about, by: fc.constantFrom('wang', 'li', 'server'), later: fc.constantFrom(0, 3 * 86_400_000), named: fc.boolean() }), { maxLength: 40 }))
  .map((acts) =>
    acts.map(({ body, about: ids, by, later, named }, n) => {
      const written = around(body, 100 + n, ids, { by, at: now + n + later })
      return named ? { ...written, personal } : written
    }))

const everything = (entries: readonly Any[]) => ({
  sites: foldSites(entries),
  visits: foldVisits(entries),
  checks: foldChecks(entries),
  findings: foldFindings(entries),
  notices: foldNotices(entries),
  bulletins: foldBulletins(entries),
  credits: foldCredits(entries),
  transfers: foldTransfers(entries),
})
const ids = (entries: readonly { id: string }[]) => entries.map((entry) => entry.id)
const sorted = (names: readonly string[]) => [...names].sort()

/** A ledger, and the same with every entry at least once, some twice, in another order. */
const delivered = ledger.chain((entries) =>
  fc.tuple(
    fc.constant(entries),
    fc.subarray(entries).chain((twice) => fc.shuffledSubarray([...entries, ...twice], { minLength: entries.length + twice.length })),
  ))

describe('whatever was written', () => {
  it('adds up to the same in any order, however often and in whatever batches it arrives', () => {
    fc.assert(
      fc.property(delivered, fc.nat(80), ([entries, arrived], cut) => {
        const first = arrived.slice(0, cut)
        everything(first)
        expect(everything([...first, ...arrived.slice(cut), ...first])).toEqual(everything(entries))
      }),
      { numRuns: 300 },
    )
  })

  it('adds up to the same whether the copy that names the person came first or last', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const bare = entries.map((entry) => ({ ...entry, personal: null }))
        expect(everything([...bare, ...entries])).toEqual(everything(entries))
        expect(everything([...entries, ...bare])).toEqual(everything(entries))
      }),
    )
  })

  it('that names a person is named in no history and no dispute', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const kept = [...foldVisits(entries).values()].flatMap((visit) => visit.disputed)
        for (const finding of foldFindings(entries)) kept.push(...finding.disputed, ...finding.history.map((step) => step.entry))
        for (const entry of kept) expect(entry).not.toHaveProperty('personal')
      }),
    )
  })

  it('is changed by no fold', () => {
    const freeze = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return
      Object.freeze(value)
      Object.values(value).forEach(freeze)
    }
    fc.assert(
      fc.property(ledger, (entries) => {
        freeze(entries)
        everything(entries)
      }),
    )
  })

  it('of a finding is either in its history or disputed, once', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        for (const finding of foldFindings(entries)) {
          const said = entries.filter((entry) => {
            if (entry.kind === 'finding.raised') return (entry.about.finding ?? entry.id) === finding.id
            return entry.about.finding === finding.id && findingCommands.some((kind) => kind === entry.kind)
          })
          expect(sorted([...ids(finding.history.map((step) => step.entry)), ...ids(finding.disputed)])).toEqual(sorted(ids(said)))
        }
      }),
    )
  })

  it('of a credit action is either in its history or disputed, and each suggestion is an action', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const credits = foldCredits(entries)
        for (const credit of credits.values()) {
          const said = entries.filter((entry) =>
            entry.kind === 'credit.suggested'
              ? (entry.about.credit ?? entry.id) === credit.id
              : entry.kind.startsWith('credit.') && entry.about.credit === credit.id)
          expect(sorted([...ids(credit.history.map((step) => step.entry)), ...ids(credit.disputed)])).toEqual(sorted(ids(said)))
        }
        const suggested = entries.filter((entry) => entry.kind === 'credit.suggested').map((entry) => entry.about.credit ?? entry.id)
        expect(new Set(credits.keys())).toEqual(new Set(suggested))
      }),
    )
  })

  it('of a notice, a site or a visit shows in it or is disputed', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const count = (kind: string, key: 'site' | 'visit' | 'notice', id: string) => entries.filter((entry) => entry.kind === kind && entry.about[key] === id).length
        for (const [id, notice] of foldNotices(entries)) {
          const issued = entries.filter((entry) => entry.kind === 'notice.issued' && (entry.about.notice ?? entry.id) === id)
          const shown = 1 + notice.signatures.length + (notice.delivery === null ? 0 : 1) + (notice.number === null ? 0 : 1)
          const said = ['notice.numbered', 'notice.delivered', 'signature.taken', 'signature.refused'].map((kind) => count(kind, 'notice', id))
          expect(shown + notice.disputed.length).toBe(issued.length + said.reduce((a, b) => a + b))
        }
        for (const [id, site] of foldSites(entries)) {
          const registered = entries.filter((entry) => entry.kind === 'site.registered' && (entry.about.site ?? entry.id) === id).length
          const disputed = (kind: string) => site.disputed.filter((entry) => entry.kind === kind).length
          expect(disputed('site.registered')).toBe(registered - 1)
          if (site.status === 'closed') expect(disputed('site.closed')).toBeLessThan(count('site.closed', 'site', id))
        }
        for (const [id, visit] of foldVisits(entries)) {
          const disputed = (kind: string) => visit.disputed.filter((entry) => entry.kind === kind).length
          expect(disputed('visit.started') + 1).toBe(count('visit.started', 'visit', id))
          expect(disputed('visit.ended') + (visit.endedAt === null ? 0 : 1)).toBe(count('visit.ended', 'visit', id))
          expect(disputed('visit.voided') + (visit.voided === null ? 0 : 1)).toBe(count('visit.voided', 'visit', id))
        }
      }),
    )
  })
})
