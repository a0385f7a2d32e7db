/** The tree of jurisdictions by division code: 320581 常熟市, below it its towns, streets and zones (nine digits). */
import * as v from 'valibot'

/** A division code: six digits for a county-level city, nine for a town, street or zone. A code's prefix contains it. */
export type AreaCode = string
export const areaCode = v.pipe(v.string(), v.regex(/^\d{6}(\d{3})?$/))

/** `reference/division_codes_changshu.csv`. */
export const changshu: Readonly<Record<AreaCode, string>> = {
  '320581': '常熟市',
  '320581001': '虞山街道',
  '320581002': '常福街道',
  '320581003': '琴川街道',
  '320581004': '莫城街道',
  '320581005': '碧溪街道',
  '320581006': '东南街道',
  '320581101': '梅李镇',
  '320581102': '海虞镇',
  '320581104': '古里镇',
  '320581105': '沙家浜镇',
  '320581106': '支塘镇',
  '320581107': '董浜镇',
  '320581110': '辛庄镇',
  '320581111': '尚湖镇',
  '320581401': '常熟经济技术开发区',
  '320581402': '常熟高新技术产业开发区',
  '320581407': '常熟国家大学科技园',
}

/** The area's name, or its code where the name is not known here. */
export function areaName(code: AreaCode): string {
  return changshu[code] ?? code
}

/** Whether `inner` is `outer` or lies within it. */
export function within(inner: AreaCode, outer: AreaCode): boolean {
  return inner === outer || (outer.length === 6 && inner.startsWith(outer))
}
