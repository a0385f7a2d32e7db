import { areaName, type AreaCode } from '../areas.ts'
import type { Site } from '../fold.ts'
import type { Field } from './paper.ts'

/** Whose name a paper bears: 常熟市梅李镇. */
export function issuerName(area: AreaCode): string {
  const city = areaName(area.slice(0, 6))
  return area.length === 6 ? city : `${city}${areaName(area)}`
}

/** To whom a paper goes: the contractor, else the owner, else whoever works at the site. */
export function inspectedUnit(site: Site): string {
  return site.contractor ?? site.owner ?? `${site.name}施工方`
}

/** Unit, works and who answers for them, as the standard inspection record asks for them. What is not known is left for the pen. */
export function siteFields(site: Site): Field[] {
  return [
    { label: '被检查单位', value: inspectedUnit(site) },
    { label: '统一社会信用代码', value: site.creditCode ?? '' },
    { label: '工程名称', value: site.name },
    { label: '地址', value: site.address },
    { label: '现场负责人', value: site.foremanName ?? site.contactName ?? '' },
    { label: '联系电话', value: site.foremanPhone ?? site.contactPhone ?? '' },
  ]
}
