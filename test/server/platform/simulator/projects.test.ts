import { describe, expect, it } from 'vitest'
import { creditCodeProblem } from '#domain/credit-code.ts'
import { demoFirms } from '../../../../server/platform/simulator/firms.ts'
import { emptyShapes } from '../../../../server/platform/simulator/project.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'
import { call, jsonOf, NOW, projectParameters, startSimulator } from './call.ts'

const [small, middle, large, ...empty] = demoProjects
const crew = ({ engagements }: (typeof demoProjects)[number]) => new Set(engagements.map(({ person }) => person))

describe('the registered projects of the simulator', () => {
  it('are named by a GUID and a day, and are a small one, a middle one, a large one and one for each way of being empty', () => {
    for (const { dataNumber } of demoProjects) expect(dataNumber).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}20\d{6}$/)
    expect(new Set(demoProjects.map(({ dataNumber }) => dataNumber)).size).toBe(demoProjects.length)
    expect([small, middle, large].map((project) => crew(project).size)).toEqual([12, 60, 130])
    expect(empty.map(({ writing }) => writing.empty)).toEqual(emptyShapes)
  })

  it('show on the small one every colour, a code that has ended and nobody’s code', () => {
    expect(new Set([...crew(small)].map(({ colour }) => colour))).toEqual(new Set(['green', 'yellow', 'red', 'none']))
    expect([...crew(small)].some(({ validDays }) => validDays !== null && validDays < 0)).toBe(true)
  })

  it('have engagements that last, that have ended and that are to come', () => {
    for (const { engagements } of [small, middle, large]) {
      expect(engagements.some(({ fromDays, toDays }) => fromDays <= 0 && toDays >= 0)).toBe(true)
      expect(engagements.some(({ toDays }) => toDays < 0)).toBe(true)
      expect(engagements.some(({ fromDays }) => fromDays > 0)).toBe(true)
      for (const { fromDays, toDays } of engagements) expect(fromDays).toBeLessThanOrEqual(toDays)
    }
  })

  it('engage only firms that are on the project, whose made-up credit codes are well-formed', () => {
    for (const { firms, engagements } of demoProjects) {
      for (const { firm } of engagements) expect(firms.map((one) => one.firm)).toContain(firm)
    }
    const codes = Object.values(demoFirms).map(({ creditCode }) => creditCode)
    expect([codes.map(creditCodeProblem).every((problem) => problem === null), new Set(codes).size]).toEqual([true, codes.length])
  })
})

describe('the rosters on the wire', () => {
  const ask = async (method: string, dataNumber: string, options = {}) => {
    const app = await startSimulator(options)
    const reply = await call(app, method, projectParameters(dataNumber))
    await app.close()
    return reply
  }

  it('bear every field of the tables of 2.2, days counted from today', async () => {
    expect((await ask('GetProject', small.dataNumber)).text).toBe(
      '<?xml version="1.0"?>\n<DataTable><Projects><Project><PrjNumber>YS320581202600001</PrjNumber><PrjName>演示·梅李工业园厂房屋面修缮工程</PrjName><County>常熟市</County><Ssdq>梅李镇</Ssdq>' +
        '<PrjAdress>梅李镇演示工业园 3 号</PrjAdress><Jzmj>1860.5</Jzmj><Gczj>96.8000</Gczj><Jsdw>示范纺织厂（虚构）</Jsdw><JsdwZzjgdm>91320581MA0000023J</JsdwZzjgdm><Jdwlxr>联系人演示</Jdwlxr><Jsdwlxdh /></Project></Projects></DataTable>',
    )
    expect((await ask('GetEnterprises', small.dataNumber)).text).toContain(
      '<Enterprise><Qymc>演示建筑修缮有限公司（虚构）</Qymc><Qyzzjgdm>91320581MA0000031D</Qyzzjgdm><PrjNumber>YS320581202600001</PrjNumber><Cjlx>总承包</Cjlx><Qylxr>联系人演示1</Qylxr><Qylxdh>000-0000-0000</Qylxdh></Enterprise>',
    )
    expect((await ask('GetWorkers', small.dataNumber)).text).toContain(
      '<Worker><WorkerName>张演示</WorkerName><Zjhm>320581196010010008</Zjhm><Xb>男</Xb><Zz>江苏省苏州市常熟市演示村</Zz><Csrq>1960-10-01</Csrq><Mz>汉</Mz><Sfzyxqrq>2011-10-01</Sfzyxqrq><Sfzyxzrq>长期</Sfzyxzrq>' +
        '<SfzFzjg>常熟市公安局</SfzFzjg><Province>江苏省</Province><City>苏州市</City><County>常熟市</County><Lxdh>000-0000-0000</Lxdh></Worker>',
    )
    expect((await ask('GetWorkerHmc', small.dataNumber)).text).toContain(
      '<WorkerHmc><Zjhm>320581196010010008</Zjhm><PrjNumber>YS320581202600001</PrjNumber><Qyzzjgdm>91320581MA0000031D</Qyzzjgdm><Bzmc>项目部</Bzmc><WorkerType>管理人员</WorkerType><Gwlb>项目经理</Gwlb><TPType /><TPCodeName />' +
        '<BeginDate>2026-01-21</BeginDate><EndDate>2026-05-21</EndDate><GH>0001</GH></WorkerHmc>',
    )
  })

  it('are written in each project’s own way', async () => {
    expect((await ask('GetWorkerHmc', middle.dataNumber)).text).toMatch(/^<DataTable>[^]*<BeginDate>\d{4}-\d\d-\d\dT00:00:00\+08:00</)
    expect((await ask('GetWorkerHmc', large.dataNumber)).text).toMatch(/^<\?xml version="1.0" encoding="gb2312"\?>[^]*<BeginDate>\d{4}\/\d{1,2}\/\d{1,2} 0:00:00</)
    expect((await ask('GetWorkers', middle.dataNumber)).text?.match(/<Image>/g)?.length).toBeGreaterThan(50)
    expect((await ask('GetWorkers', large.dataNumber)).text?.match(/<Worker>/g)).toHaveLength(130)
    expect((await ask('GetWorkerHmc', large.dataNumber)).text?.match(/<WorkerHmc>/g)).toHaveLength(131)
  })

  it('say "nothing" in four shapes, always the same for one project', async () => {
    const shapes = await Promise.all(empty.map(async ({ dataNumber }) => (await ask('GetWorkers', dataNumber)).text ?? 'no element'))
    expect(shapes).toEqual(['', 'no element', '<DataTable></DataTable>', '<Workers />'])
    expect((await ask('GetProject', empty[0]!.dataNumber)).text).toContain('尚无人员')
    const strangers = await Promise.all(['a', 'b', 'c', 'd'].map(async (dataNumber) => (await ask('GetProject', dataNumber)).text ?? 'no element'))
    expect(strangers).toEqual(['no element', '<DataTable></DataTable>', '<Projects />', ''])
  })

  it('are told to nobody without the right bagsBH, and the error is JSON', async () => {
    expect(jsonOf(await ask('GetWorkers', small.dataNumber, { bagsBH: '91320581MA00001111' }))).toEqual({ result: 1, success: false, ' msg': '参数【bsgsBH】没有访问权限' })
    expect(jsonOf(await ask('GetWorkers', ''))).toEqual({ result: 1, success: false, ' msg': '参数不能为空' })
  })

  it('give a photograph only of who is on the project and has one', async () => {
    const app = await startSimulator({ now: () => NOW })
    const image = async (zjhm: string) => (await call(app, 'GetWorkerImage', { zjhm, ...projectParameters(small.dataNumber) })).text
    expect(await image('320581196010010008')).toMatch(/<WorkerImages><WorkerImage><Image>iVBORw0KGgo/)
    const [stranger] = crew(large)
    expect([await image(stranger!.idNumber), await image('320581196405210004')]).toEqual(['', ''])
    await app.close()
  })
})
