/** Six small works for demonstration, written through the ledger like any other registration. */
import type { Draft } from '#domain/entries/kinds.ts'
import type { SiteKind } from '#domain/entries/site.ts'
import type { Doors } from '../doors.ts'
import { SERVER, writeAsServer } from '../ledger/server-writer.ts'

type Row = readonly [id: string, area: string, name: string, kind: SiteKind, address: string, lat: number, lng: number, contractor: string, headcount: number]

const rows: readonly Row[] = [
  ['01900000-0000-7000-8000-000000000001', '320581101', '演示·梅李镇李家自建房', 'self-built', '梅李镇演示路 1 号', 31.7232, 120.8791, '演示·李家自建', 6],
  ['01900000-0000-7000-8000-000000000002', '320581101', '演示·梅李老街店铺装修', 'decoration', '梅李镇演示路 18 号', 31.7214, 120.8822, '演示装饰工程队', 4],
  ['01900000-0000-7000-8000-000000000003', '320581101', '演示·梅李工业园厂房屋面修缮', 'plant-repair', '梅李镇演示工业园 3 号', 31.7301, 120.8704, '演示建筑修缮队', 9],
  ['01900000-0000-7000-8000-000000000004', '320581101', '演示·梅李镇雨水管道抢修', 'pipeline', '梅李镇演示路与样例路口', 31.7185, 120.8867, '演示市政养护队', 5],
  ['01900000-0000-7000-8000-000000000005', '320581102', '演示·海虞镇农房外墙翻新', 'self-built', '海虞镇示范路 7 号', 31.7412, 120.8102, '演示·张家自建', 5],
  ['01900000-0000-7000-8000-000000000006', '320581102', '演示·海虞镇仓库临时棚搭建', 'temporary', '海虞镇示范路 22 号', 31.7455, 120.8034, '演示临建工程队', 7],
]

/** Registers the demonstration sites that are not there yet. */
export async function keepDemoSites(doors: Pick<Doors, 'db' | 'keys' | 'config' | 'now' | 'random'>): Promise<void> {
  if (!doors.config.demo) return
  await doors.db.transaction().execute(async (tx) => {
    const there = await tx.selectFrom('entry').select('site').where('kind', '=', 'site.registered').where('by', '=', SERVER).execute()
    const known = new Set(there.map((row) => row.site))
    await writeAsServer(tx, doors, rows.filter(([id]) => !known.has(id)).map(registration))
  })
}

function registration([site, area, name, kind, address, lat, lng, contractor, headcount]: Row): Draft {
  return {
    kind: 'site.registered',
    about: { site },
    area,
    body: { name, kind, address, place: { kind: 'point', lat, lng, accuracyM: 30 }, contractor, headcount, demo: true },
  }
}
