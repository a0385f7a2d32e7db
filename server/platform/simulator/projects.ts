/** The registered projects of the simulator: a small one, one of sixty people, one of a hundred and thirty, and four with nobody yet. */
import { crewOf } from './crew.ts'
import { demoFirms } from './firms.ts'
import { demoPeople } from './people.ts'
import { writtenPeople } from './people-data.ts'
import { emptyShapes, type DemoProject, type EmptyShape } from './project.ts'
import { smallCrew } from './small-crew.ts'

const MIDDLE = 60
const generated = demoPeople.slice(writtenPeople.length)
const { owner, townOwner, repair, scaffold, steel, electric, general, labour, decoration, supervision } = demoFirms

const small: DemoProject = {
  dataNumber: '5A000000-0000-4000-8000-00000000000120260105',
  number: 'YS320581202600001',
  name: '演示·梅李工业园厂房屋面修缮工程',
  territory: '梅李镇',
  address: '梅李镇演示工业园 3 号',
  floorArea: '1860.5',
  cost: '96.8000',
  owner: townOwner,
  firms: [{ firm: repair, role: '总承包' }, { firm: scaffold, role: '专业分包' }, { firm: townOwner, role: '建设单位' }],
  engagements: smallCrew,
  writing: { empty: 'empty-text', declaration: '<?xml version="1.0"?>\n', days: 'plain', images: false },
}

const middle: DemoProject = {
  dataNumber: '5A000000-0000-4000-8000-00000000000220260216',
  number: 'YS320581202600002',
  name: '演示·海虞镇仓储中心一期工程',
  territory: '海虞镇',
  address: '海虞镇示范路 22 号',
  floorArea: '12400',
  cost: '3250.0000',
  owner,
  firms: [
    { firm: steel, role: '总承包' }, { firm: electric, role: '专业承包' }, { firm: scaffold, role: '专业分包' },
    { firm: supervision, role: '监理单位' }, { firm: owner, role: '建设单位' },
  ],
  engagements: crewOf(generated.slice(0, MIDDLE), [steel, electric, scaffold], 60),
  writing: { empty: 'no-result', declaration: '', days: 'with-zone', images: true },
}

const large: DemoProject = {
  dataNumber: '5A000000-0000-4000-8000-00000000000320260401',
  number: 'YS320581202600003',
  name: '演示·虞山街道安置小区 B 地块工程',
  territory: '虞山街道',
  address: '虞山街道模拟大道 100 号',
  floorArea: '86000.75',
  cost: '28640.1250',
  owner,
  firms: [
    { firm: general, role: '总承包' }, { firm: labour, role: '专业分包' }, { firm: decoration, role: '专业分包' },
    { firm: electric, role: '专业承包' }, { firm: supervision, role: '监理单位' }, { firm: owner, role: '建设单位' },
  ],
  engagements: crewOf(generated.slice(MIDDLE), [general, labour, decoration, electric], 130),
  writing: { empty: 'empty-list', declaration: '<?xml version="1.0" encoding="gb2312"?>', days: 'slashes', images: false },
}

/** Registered, but nobody is on it: one for each way of writing that. */
function emptyProject(empty: EmptyShape, index: number): DemoProject {
  return {
    ...small,
    dataNumber: `5A000000-0000-4000-8000-00000000001${index}20260601`,
    number: `YS32058120260001${index}`,
    name: `演示·尚无人员的工程 ${index + 1}`,
    firms: [],
    engagements: [],
    writing: { ...small.writing, empty },
  }
}

/** By size: small, middle, large, then the empty ones. */
export const demoProjects: readonly [DemoProject, DemoProject, DemoProject, ...DemoProject[]] = [small, middle, large, ...emptyShapes.map(emptyProject)]

const byDataNumber = new Map(demoProjects.map((project) => [project.dataNumber, project]))

export function projectOf(dataNumber: string): DemoProject | null {
  return byDataNumber.get(dataNumber) ?? null
}
