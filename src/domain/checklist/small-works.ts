/**
 * The built-in checklist for small and temporary works: 38 items in 11 groups (`reference/checklist_default.csv`). Data, not rules:
 * the city edits templates; answers keep the template's id and version.
 */
import type { Action, Severity } from '../entries/finding.ts'

export interface ChecklistItem {
  code: string
  group: string
  /** What should be so. */
  item: string
  /** What is written when it is not. */
  findingText: string
  severity: Severity
  action: Action
  /** Points at the national criteria for major hazards; a hint to look them up. */
  majorHazard: boolean
}

export interface ChecklistTemplate {
  id: string
  version: string
  name: string
  items: readonly ChecklistItem[]
}

type Row = readonly [code: string, group: string, item: string, findingText: string, severity: Severity, action: Action, majorHazard?: true]

const rows: readonly Row[] = [
  ['C01', '苏安码', '务工人员持苏安码', '未申领苏安码', 'general', 'fixed-on-site'],
  ['C02', '苏安码', '苏安码为绿码', '持黄码人员在场作业', 'general', 'deadline'],
  ['C03', '苏安码', '苏安码为绿码', '持红码人员在场作业', 'serious', 'stop-work'],
  ['C04', '苏安码', '绿码在有效期内', '绿码已过期仍在场作业', 'general', 'deadline'],
  ['C05', '苏安码', '人码一致', '冒用他人苏安码或出示截图', 'serious', 'stop-work'],
  ['C06', '苏安码', '配合查验', '拒绝配合苏安码查验', 'general', 'report'],
  ['P01', '人员', '特种作业人员持证', '电工/焊工/架子工等无证上岗', 'serious', 'stop-work', true],
  ['P02', '人员', '安全教育与交底', '未进行班前安全教育或交底', 'general', 'fixed-on-site'],
  ['P03', '人员', '年龄符合规定', '发现未成年工或超龄人员从事高处等危险作业', 'serious', 'stop-work'],
  ['P04', '人员', '身体状况', '酒后作业或明显不适仍作业', 'general', 'fixed-on-site'],
  ['E01', '防护用品', '佩戴安全帽', '未戴安全帽或未系帽带', 'general', 'fixed-on-site'],
  ['E02', '防护用品', '高处作业系安全带', '高处作业未系安全带或无可靠挂点', 'serious', 'stop-work'],
  ['H01', '高处与临边', '临边防护', '楼层/屋面/基坑临边无防护栏杆', 'serious', 'deadline'],
  ['H02', '高处与临边', '洞口防护', '预留洞口、电梯井口无盖板或防护', 'serious', 'deadline'],
  ['H03', '高处与临边', '脚手架', '脚手架搭设不稳/脚手板未铺满/未与结构拉结', 'serious', 'stop-work'],
  ['H04', '高处与临边', '移动梯与马凳', '移动梯、马凳破损或单人无扶持攀高', 'general', 'fixed-on-site'],
  ['H05', '高处与临边', '吊篮与外墙作业', '吊篮未验收或座板式外墙作业无独立安全绳', 'major', 'stop-work', true],
  ['L01', '临时用电', '漏电保护', '未装漏电保护器或失灵', 'serious', 'deadline'],
  ['L02', '临时用电', '线路敷设', '电线私拉乱接/拖地泡水/绝缘破损', 'general', 'fixed-on-site'],
  ['L03', '临时用电', '配电箱', '配电箱无门无锁、带电体外露', 'general', 'deadline'],
  ['L04', '临时用电', '潮湿等特殊环境', '潮湿或导电环境照明未用安全电压', 'major', 'stop-work', true],
  ['L05', '临时用电', '外电线路', '在架空线路附近作业无安全距离或防护', 'major', 'stop-work'],
  ['M01', '机械与起重', '起重设备', '小吊机/卷扬机自制或未验收', 'major', 'stop-work', true],
  ['M02', '机械与起重', '手持与圆盘锯', '切割机、圆盘锯无防护罩', 'general', 'fixed-on-site'],
  ['S01', '土方与结构', '沟槽基坑', '沟槽/基坑较深无放坡或支护、坑边堆土', 'major', 'stop-work', true],
  ['S02', '土方与结构', '拆除', '拆除顺序错误(如自下而上、推倒墙体)', 'major', 'stop-work', true],
  ['S03', '土方与结构', '擅动承重', '擅自拆改承重墙、梁、柱或加层', 'major', 'stop-work'],
  ['F01', '消防与动火', '动火', '动火作业无监护、无灭火器、未清理可燃物', 'serious', 'stop-work'],
  ['F02', '消防与动火', '气瓶', '氧气乙炔瓶间距不足或离明火过近、乙炔瓶卧放', 'serious', 'fixed-on-site'],
  ['F03', '消防与动火', '消防器材', '灭火器缺失或失效', 'general', 'deadline'],
  ['F04', '消防与动火', '住宿与充电', '施工现场内住人、电动车违规充电', 'serious', 'deadline'],
  ['V01', '有限空间', '有限空间作业', '未先通风再检测后作业或无人监护', 'major', 'stop-work', true],
  ['A01', '手续与告知', '开工登记/备案', '未按属地规定登记(备案)即开工', 'general', 'deadline'],
  ['A02', '手续与告知', '施工单位', '无资质承揽或个人承揽且无合同', 'serious', 'report'],
  ['A03', '手续与告知', '公示与围挡', '未设公示牌、围挡或警示标志', 'general', 'deadline'],
  ['A04', '手续与告知', '保险', '未为务工人员投保工伤或意外险', 'general', 'deadline'],
  ['W01', '环境', '材料堆放', '材料乱堆、占用道路或消防通道', 'general', 'fixed-on-site'],
  ['W02', '环境', '扬尘与垃圾', '裸土未覆盖、垃圾未清运', 'general', 'deadline'],
]

export const smallWorksTemplate: ChecklistTemplate = {
  id: 'small-works',
  version: '1',
  name: '小型（临时）工程苏安码巡查',
  items: rows.map(([code, group, item, findingText, severity, action, majorHazard = false]) => ({
    code, group, item, findingText, severity, action, majorHazard,
  })),
}

/** The item of `template` with this code. */
export function checklistItem(template: ChecklistTemplate, code: string): ChecklistItem | undefined {
  return template.items.find((item) => item.code === code)
}
