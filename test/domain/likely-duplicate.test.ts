import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likelyDuplicates, nameSimilarity, type SiteLikeness } from '#domain/likely-duplicate.ts'
import { distanceM } from '#domain/near.ts'

const here = { lat: 31.7062, lng: 120.8571 }
/** So many metres to the north. */
const at = (metres: number, accuracyM = 10): SiteLikeness['place'] => ({ kind: 'point', lat: here.lat + metres / 111_195, lng: here.lng, accuracyM })
const nowhere: SiteLikeness['place'] = { kind: 'none' }
const site = (name: string, place: SiteLikeness['place'] = nowhere, address = ''): SiteLikeness => ({ name, address, place })
const isLikely = (a: SiteLikeness, b: SiteLikeness) => likelyDuplicates(a, [b]).length === 1

/** Pairs as inspectors write them. The distance is in metres, or `null` where one has no point. */
const pairs: readonly [first: string, second: string, metres: number | null, same: boolean][] = [
  // The same site written by two people.
  ['梅李镇老街店铺装修', '梅李老街店面装修', 30, true],
  ['梅李镇老街店铺装修', '老街店铺装修工程', 400, true],
  ['通江路周师傅店面装修', '通江路店面装修', 20, true],
  ['珍门村李家翻建房', '珍门村李家自建房', 80, true],
  ['珍门村3组李家翻建房', '珍门村三组李家翻建', 900, true],
  ['瞿巷村王家翻建房', '王家翻建房', 40, true],
  ['梅李工业园 3 号厂房屋面修缮', '工业园3号厂房屋面翻修', 150, true],
  ['常熟市梅李镇通港路雨水管道抢修工程', '通港路雨水管抢修', 200, true],
  ['沈浜新村12幢加装电梯', '沈浜新村１２幢加装电梯（二单元）', 30, true],
  ['华联超市外墙翻新', '华联超市（梅李店）外墙翻新', 50, true],
  ['幸福小区一期外墙', '幸福小区外墙维修', 100, true],
  // Nobody has a point: the name alone must say it.
  ['梅李镇老街店铺装修', '老街店铺装修', null, true],
  ['梅李工业园3号厂房屋面修缮', '梅李工业园3号厂房屋面修缮项目', null, true],
  ['通江路店面装修', '通江路周师傅饭店装修', null, false],
  // Different sites.
  ['珍门村李家翻建房', '珍门村王家翻建房', 100, false],
  ['珍门村李家翻建房', '珍门村王家翻建房', null, false],
  ['珍门村李家翻建房', '瞿巷村李家翻建房', 2_500, false],
  ['李家自建房', '李家自建房', 6_000, false],
  ['幸福小区1号楼外墙', '幸福小区3号楼外墙', 70, false],
  ['幸福小区一期外墙', '幸福小区二期外墙', 400, false],
  ['通江路12号店面装修', '通江路18号店面装修', 80, false],
  ['梅李镇老街店铺装修', '梅李工业园厂房屋面修缮', 20, false],
  ['雨水管道抢修', '农房外墙翻新', 10, false],
  ['通港路雨水管道抢修', '通港路路灯安装', 250, false],
  ['店面装修', '店铺装修', 1_500, false],
]

describe('a site that may be registered already', () => {
  it.each(pairs)('%s / %s, %s m apart: %s', (first, second, metres, same) => {
    const [a, b] = metres === null ? [site(first), site(second, at(0))] : [site(first, at(0)), site(second, at(metres))]
    expect(isLikely(a, b)).toBe(same)
    expect(isLikely(b, a)).toBe(same)
  })

  it('is found by its address although it was named otherwise, but not by a mere street', () => {
    const [shop, flat] = [site('周记面馆装修', nowhere, '梅李镇通江路 18 号'), site('周记面店翻新', nowhere, '常熟市梅李镇通江路18号')]
    expect(isLikely(shop, flat)).toBe(true)
    expect(isLikely({ ...shop, address: '通江路' }, { ...flat, address: '通江路' })).toBe(false)
  })

  it('is found by its project’s or filing’s number whatever it is called and wherever it is', () => {
    const numbered = (name: string, metres: number): SiteLikeness => ({ ...site(name, at(metres)), prjNumber: '3205812026112201' })
    expect(isLikely(numbered('甲厂房', 0), numbered('乙仓库', 9_000))).toBe(true)
    expect(isLikely({ ...numbered('甲厂房', 0), prjNumber: '' }, { ...numbered('乙仓库', 9_000), prjNumber: '' })).toBe(false)
  })

  it('is looked for wider where a phone was unsure of its place', () => {
    const blurred = { ...site('老街店面装修'), place: at(0, 150) }
    const [exact, rough] = [site('老街店铺翻新', at(180)), site('老街店铺翻新', at(180, 80))]
    expect([isLikely({ ...blurred, place: at(0) }, exact), isLikely(blurred, rough)]).toEqual([false, true])
  })

  it('comes first when it is nearer and its name is more alike', () => {
    const draft = site('珍门村李家翻建房', at(0))
    const likely = likelyDuplicates(draft, [site('珍门村李家翻建房', at(2_000)), site('珍门村李家翻建', at(40)), site('通港路路灯安装', at(10))])
    expect(likely.map((one) => Math.round(one.distanceM ?? -1))).toEqual([40, 2_000])
  })
})

describe('how alike two names are', () => {
  const name = fc.string({ unit: fc.constantFrom(...'珍门村李王家翻建房梅老街店铺面装修厂12三号（）· 工程'), minLength: 1, maxLength: 16 })

  it('is the same both ways, between 0 and 1, and 1 for a name and itself', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const alike = nameSimilarity(a, b)
        expect(alike).toBe(nameSimilarity(b, a))
        expect(alike).toBeGreaterThanOrEqual(0)
        expect(alike).toBeLessThanOrEqual(1)
        if (/[^（）· ]/.test(a)) expect(nameSimilarity(a, a)).toBe(1)
      }),
    )
  })

  it('does not depend on blanks, width, punctuation, or on saying the town', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const dressed = `常熟市梅李镇 ${[...a].join(' ')}（工程）`
        if (!/工程|施工/.test(a) && /[^（）· ]/.test(a.replaceAll('工程', ''))) expect(nameSimilarity(dressed, b)).toBe(nameSimilarity(a, b))
      }),
    )
  })

  it('never makes two sites one that are far from each other, unless their number is the same', () => {
    fc.assert(
      fc.property(name, name, fc.integer({ min: 3_500, max: 50_000 }), (a, b, metres) => {
        const [left, right] = [site(a, at(0, 1_000)), site(b, at(metres, 1_000))]
        expect(distanceM(here, right.place as typeof here)).toBeGreaterThan(3_400)
        expect(isLikely(left, right)).toBe(false)
      }),
    )
  })
})
