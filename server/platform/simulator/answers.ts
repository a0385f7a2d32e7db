/** What the simulated platform answers to each call, after the checks that the real one makes. Its words are plausible, not published. */
import { compactDay, type Instant } from '#domain/time.ts'
import { samPass } from '../pass.ts'
import { createAttendanceRegister } from './attendance-register.ts'
import type { SimulatorControl } from './control.ts'
import { facePng } from './face.ts'
import { isRefusal, refusals, type DemoFault } from './faults.ts'
import { failure, found, type JsonReply } from './json-reply.ts'
import { personOf } from './people.ts'
import { demoProjects, projectOf } from './projects.ts'
import { emptyShapes, type DemoProject } from './project.ts'
import { answerSam } from './register.ts'
import type { Call } from './request.ts'
import { cardImageReply, emptyReply, rosterReply } from './roster-reply.ts'

/** An XML document's `text` is `null` where the service leaves the result out. */
export type Answer = { kind: 'json'; reply: JsonReply } | { kind: 'xml'; text: string | null }

export interface AnswersOptions {
  /** The platform's own clock. */
  clock: () => Instant
  token: string
  bagsBH: string
  control: SimulatorControl
  attendanceDelayMs: number
}

type Given = Call['parameters']

const MISSING = failure('参数不能为空')

/** Answers every call; what it keeps (attendance) lives as long as it does. */
export function createAnswers({ clock, token, bagsBH, control, attendanceDelayMs }: AnswersOptions): (call: Call, fault: DemoFault | null) => Answer {
  const attendance = createAttendanceRegister(clock, attendanceDelayMs)

  return ({ method, parameters }, fault) => {
    if (isRefusal(fault)) return json(failure(refusals[fault]))
    switch (method) {
      case 'GetSAMInfo':
        return json(samInfo(parameters, fault))
      case 'GetWorkerImage1':
        return json(faceImage(parameters, fault))
      case 'GetWorkerImage':
        return cardImage(parameters)
      case 'GetProject':
      case 'GetEnterprises':
      case 'GetWorkers':
      case 'GetWorkerHmc':
        return roster(method, parameters, fault)
      case 'UploadKqxx':
      case 'GetKqxx':
        return json(passage(method, parameters))
    }
  }

  function samInfo({ zjhm, token: given, pass }: Given, fault: DemoFault | null): JsonReply {
    if (!zjhm || !given || !pass) return MISSING
    if (given !== token) return failure('设备服务商唯一标识码无效')
    return passes(zjhm, pass, token, fault) ? answerSam(zjhm, fault, clock(), control) : failure('校验密码错误')
  }

  /** The form of 2.2.6, whose check word holds no secret. */
  function faceImage({ Zjhm, Pass }: Given, fault: DemoFault | null): JsonReply {
    if (!Zjhm || !Pass) return MISSING
    if (!passes(Zjhm, Pass, '', fault)) return failure('校验密码错误')
    return personOf(Zjhm)?.photo === true ? found([{ FaceImage: facePng(Zjhm).toString('base64') }]) : failure('未查询到该人员的照片信息')
  }

  /** Either letter case will do, unless the platform insists on one. */
  function passes(zjhm: string, pass: string, secret: string, fault: DemoFault | null): boolean {
    const right = samPass(zjhm, compactDay(clock()), secret)
    return fault === 'upper-case-md5' ? pass === right.toUpperCase() : pass.toLowerCase() === right
  }

  function roster(method: 'GetProject' | 'GetEnterprises' | 'GetWorkers' | 'GetWorkerHmc', { dataNumber, bagsBH: given }: Given, fault: DemoFault | null): Answer {
    if (!dataNumber || !given) return json(MISSING)
    if (given !== bagsBH) return json(failure('参数【bsgsBH】没有访问权限'))
    const project = projectOf(dataNumber)
    if (project === null) return unknownProject(method, dataNumber)
    return xml(rosterReply(method, projectsUnder(fault, project), clock()))
  }

  /** The form of 2.2.3. Whoever calls it with the other form's parameters gets an empty table, and no word of why. */
  function cardImage({ zjhm, dataNumber, bagsBH: given }: Given): Answer {
    if (!zjhm || !dataNumber || !given) return xml('<DataTable></DataTable>')
    if (given !== bagsBH) return json(failure('参数【bsgsBH】没有访问权限'))
    const project = projectOf(dataNumber)
    return project === null ? unknownProject('GetWorkerImage', dataNumber) : xml(cardImageReply(project, zjhm))
  }

  function passage(method: 'UploadKqxx' | 'GetKqxx', { dataNumber, zjhm, kqsj, kqFlag, image, bagsBH: given }: Given): JsonReply {
    if (!dataNumber || !zjhm || !kqsj || !given) return MISSING
    if (given !== bagsBH) return failure(method === 'UploadKqxx' ? '参数【bsgsBH】没有上传权限' : '参数【bsgsBH】没有访问权限')
    const project = projectOf(dataNumber)
    if (project === null) return failure('参数【dataNumber】无效')
    const one = { project, zjhm, time: kqsj, direction: kqFlag?.trim() ?? '0' }
    return method === 'UploadKqxx' ? attendance.take(one, image ?? '') : attendance.tell(one)
  }
}

/** A fingerprint that nobody has finds nothing, in a shape that is always the same for it. */
function unknownProject(method: Parameters<typeof emptyReply>[0], dataNumber: string): Answer {
  const sum = [...dataNumber].reduce((total, c) => total + c.charCodeAt(0), 0)
  return xml(emptyReply(method, emptyShapes[sum % emptyShapes.length]!))
}

/** Whose rows come: with a condition that was lost, another project's, or everybody's. */
function projectsUnder(fault: DemoFault | null, project: DemoProject): readonly [DemoProject, ...DemoProject[]] {
  const others = demoProjects.filter((other) => other !== project)
  if (fault === 'other-person') return [others[0] ?? project]
  if (fault === 'mixed-rows') return [project, ...others.slice(0, 1)]
  return fault === 'everybody' ? [project, ...others] : [project]
}

function json(reply: JsonReply): Answer {
  return { kind: 'json', reply }
}

function xml(text: string | null): Answer {
  return { kind: 'xml', text }
}
