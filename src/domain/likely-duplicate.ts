/**
 * Whether a site that is being registered is one that is registered already. Only a question to the inspector: a wrong "perhaps" costs
 * a tap, a missed one gives a site two histories. The limits are set by the pairs in `test/domain/likely-duplicate.test.ts`.
 */
import { areaName, changshu } from './areas.ts'
import { distanceM, type Point } from './near.ts'

/** As much of a site as tells two apart. */
export interface SiteLikeness {
  name: string
  address: string
  place: (Point & { kind: 'point'; accuracyM: number }) | { kind: 'none' }
  /** Numbers that only one project has. */
  prjNumber?: string | null
  filingNo?: string | null
}

/** `distanceM` is `null` where one of them has no point. `similarity` of the names: 0 nothing in common, 1 the same. */
export interface Likely<S> {
  site: S
  distanceM: number | null
  similarity: number
}

/** How alike the names must be within so many metres, both points' own errors taken off. Beyond the last, names do not count. */
const ALIKE_WITHIN: readonly (readonly [metres: number, alike: number])[] = [[60, 0.35], [300, 0.55], [1_000, 0.75], [3_000, 1]]
/** The same where a point is missing, and where the addresses are the same. */
const ALIKE_ANYWHERE = 0.7
const ALIKE_AT_ADDRESS = 0.35
/** A fix off by more than this is not believed to be so far off (metres). */
const MOST_ERROR = 200
/** What is left of the likeness of names that name different houses or families. */
const TOLD_APART = 0.4

/** Those of `sites` that `draft` may be, the likeliest first. */
export function likelyDuplicates<S extends SiteLikeness>(draft: SiteLikeness, sites: readonly S[]): Likely<S>[] {
  const found = sites.flatMap((site) => {
    const likely = compare(draft, site)
    return likely === null ? [] : [likely]
  })
  return found.sort((a, b) => score(b) - score(a))
}

function compare<S extends SiteLikeness>(draft: SiteLikeness, site: S): Likely<S> | null {
  const similarity = nameSimilarity(draft.name, site.name)
  const apart = draft.place.kind === 'point' && site.place.kind === 'point' ? distanceM(draft.place, site.place) : null
  const likely = { site, distanceM: apart, similarity }
  if (sameNumber(draft.prjNumber, site.prjNumber) || sameNumber(draft.filingNo, site.filingNo)) return likely
  return similarity >= needed(draft, site, apart) ? likely : null
}

/** How alike the names of the two must be. */
function needed(a: SiteLikeness, b: SiteLikeness, apart: number | null): number {
  const [here, there] = [plainAddress(a.address), plainAddress(b.address)]
  // An address without a number is a whole street.
  const byAddress = here === there && /\d/.test(here) ? ALIKE_AT_ADDRESS : Infinity
  if (apart === null) return Math.min(byAddress, ALIKE_ANYWHERE)
  const sure = apart - errorOf(a) - errorOf(b)
  return Math.min(byAddress, ALIKE_WITHIN.find(([metres]) => sure <= metres)?.[1] ?? Infinity)
}

function errorOf({ place }: SiteLikeness): number {
  return place.kind === 'point' ? Math.min(place.accuracyM, MOST_ERROR) : 0
}

function score({ distanceM: apart, similarity }: Likely<unknown>): number {
  return similarity - Math.min(apart ?? 500, 3_000) / 3_000
}

function sameNumber(a: string | null = null, b: string | null = null): boolean {
  return a !== null && b !== null && a.trim() !== '' && a.trim() === b.trim()
}

/** How alike two names of sites are, from 0 to 1: the pairs of neighbouring characters they share (Dice), less where both name different houses or families. */
export function nameSimilarity(a: string, b: string): number {
  const [left, right] = [plainName(a), plainName(b)]
  if (left === '' || right === '') return 0
  if (left === right) return 1
  const alike = dice(pairs(left), pairs(right))
  return isToldApart(left, right) ? alike * TOLD_APART : alike
}

function pairs(text: string): string[] {
  const characters = [...text]
  return characters.length === 1 ? characters : characters.slice(1).map((character, i) => characters[i]! + character)
}

function dice(a: readonly string[], b: readonly string[]): number {
  const left = [...b]
  const shared = a.filter((pair) => {
    const at = left.indexOf(pair)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return (2 * shared.length) / (a.length + b.length)
}

/** 1 号楼 is not 3 号楼, 二期 not 一期, and the house of 李家 not that of 王家. What only one of them names tells nothing. */
function isToldApart(a: string, b: string): boolean {
  const differ = (pattern: RegExp) => {
    const [left, right] = [a.match(pattern), b.match(pattern)]
    return left !== null && right !== null && !left.some((part) => right.includes(part))
  }
  return differ(/\d+/g) || differ(/\p{Script=Han}(?=[家户宅])/gu)
}

const DIGITS = '〇一二三四五六七八九'
const towns = Object.keys(changshu).map(areaName)
/** Said of a site or left out without making it another one; longer words first. */
const besides = new RegExp(
  ['江苏省', '苏州市', '常熟市', '常熟', '演示', ...towns, ...towns.map((town) => town.replace(/(镇|街道)$/, '')), '项目部', '项目', '工程', '施工', '工地', '现场', '作业']
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
)

function plain(text: string): string {
  return [...text.normalize('NFKC').toLowerCase()]
    .map((character) => (DIGITS.includes(character) ? String(DIGITS.indexOf(character)) : character))
    .filter((character) => /[\p{L}\p{N}]/u.test(character))
    .join('')
}

/** A name that is nothing but such words stands as it is. */
function plainName(name: string): string {
  const whole = plain(name)
  return whole.replace(besides, '') || whole
}

function plainAddress(address: string): string {
  return plain(address).replace(/^(江苏省|苏州市|常熟市|常熟)+/, '')
}
