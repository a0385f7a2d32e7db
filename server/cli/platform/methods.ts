/** One subcommand per method of the interface, for an operator who wants to see what the platform says. */
import type { IdNumber } from '#domain/identity.ts'
import type { Answer } from '#domain/check.ts'
import { isDay } from '#domain/time.ts'
import type { PlatformGateway } from '../../platform/gateway.ts'
import type { AttendanceRecord, FaceImage, Outcome } from '../../platform/results.ts'
import { readGiven, writeNew } from './files.ts'
import { openGateway, openPlatform, readPerson } from './open-platform.ts'
import { describeOutcome, faultWords } from './outcome-words.ts'
import { showRows } from './rows-words.ts'
import { exit, Unusable, type Exit, type Terminal } from './terminal.ts'

export interface MethodOptions {
  show: boolean
  out?: string | undefined
  photo?: string | undefined
  yes: boolean
}

type Method = (gateway: PlatformGateway, words: string[], options: MethodOptions, terminal: Terminal) => Promise<Exit>

/** By the subcommand's name. A word that is `-` has been read from standard input. */
export const methods: Readonly<Record<string, Method>> = {
  async sam(gateway, [id = ''], _options, terminal) {
    const answer: Answer = await gateway.ask(readPerson(id, terminal.now()))
    const { kind, say } = describeOutcome('GetSAMInfo', answer)
    terminal.say(say)
    return kind === 'fault' ? exit.trouble : exit.ok
  },
  project: async (gateway, words, options, terminal) => list('project', await gateway.project(fingerprint(words[0])), options, terminal),
  enterprises: async (gateway, words, options, terminal) => list('enterprises', await gateway.enterprises(fingerprint(words[0])), options, terminal),
  workers: async (gateway, words, options, terminal) => list('workers', await gateway.workers(fingerprint(words[0])), options, terminal),
  hmc: async (gateway, words, options, terminal) => list('engagements', await gateway.engagements(fingerprint(words[0])), options, terminal),
  'card-image': async (gateway, [id = '', project], options, terminal) => image(await gateway.cardImage(fingerprint(project), readPerson(id, terminal.now())), options, terminal),
  'face-image': async (gateway, [id = ''], options, terminal) => image(await gateway.faceImage(readPerson(id, terminal.now())), options, terminal),
  async upload(gateway, words, { photo, yes }, terminal) {
    const { project, record } = readPassage(words, terminal)
    if (photo === undefined) throw new Unusable('请用 --photo 指定照片（JPEG 文件）。')
    if (!yes) throw new Unusable('upload 会在平台上写入一条真实的考勤，且不能撤销。确要写入，请加 --yes。')
    return passage(await gateway.uploadAttendance(project, record, await readGiven(photo)), terminal)
  },
  async kqxx(gateway, words, _options, terminal) {
    const { project, record } = readPassage(words, terminal)
    return passage(await gateway.attendance(project, record), terminal)
  },
}

export async function runMethod(name: string, words: string[], options: MethodOptions, terminal: Terminal): Promise<Exit> {
  const platform = await openPlatform(terminal)
  const gateway = openGateway(platform.settings, { now: terminal.now, report: ({ fault, detail }) => terminal.say(`${faultWords[fault]}（${fault}: ${detail}）`) })
  try {
    if (platform.settings.kind === 'simulator') terminal.say('（未设置 PLATFORM_ENDPOINT，答复的是内置模拟平台）')
    return (await methods[name]?.(gateway, words, options, terminal)) ?? exit.unusable
  } finally {
    await gateway.close()
    await platform.close()
  }
}

function fingerprint(word: string | undefined): string {
  if (word === undefined || word === '') throw new Unusable('缺少项目数据指纹（dataNumber）。')
  return word
}

function list<K extends Parameters<typeof showRows>[0]>(kind: K, outcome: Outcome<unknown>, { show }: MethodOptions, { say }: Terminal): Exit {
  if (outcome.kind === 'fault') return exit.trouble
  const rows = (Array.isArray(outcome.value) ? outcome.value : outcome.value === null ? [] : [outcome.value]) as Record<string, unknown>[]
  for (const line of showRows(kind, rows, show)) say(line)
  return exit.ok
}

async function image(outcome: Outcome<FaceImage | null>, { out }: MethodOptions, { say }: Terminal): Promise<Exit> {
  if (outcome.kind === 'fault') return exit.trouble
  if (outcome.value === null) {
    say('没有照片')
    return exit.ok
  }
  const { mime, bytes } = outcome.value
  if (out === undefined) say(`照片（${mime}，${bytes.length} 字节）。用 --out 文件名 保存；看完请删除。`)
  else {
    await writeNew(out, bytes)
    say(`照片（${mime}，${bytes.length} 字节）已保存，只有本用户可读。看完请删除。`)
  }
  return exit.ok
}

function passage(outcome: Outcome<{ kind: string; message: string }>, { say }: Terminal): Exit {
  if (outcome.kind === 'fault') return exit.trouble
  say(`${PASSAGES[outcome.value.kind] ?? outcome.value.kind}${outcome.value.message === '' ? '' : `：${outcome.value.message}`}`)
  return exit.ok
}

const PASSAGES: Readonly<Record<string, string>> = {
  taken: '已收下，待处理（用 kqxx 查询结果）', refused: '平台不收', pending: '待处理', valid: '有效', invalid: '无效', unknown: '平台没有这条考勤',
}

const DIRECTIONS: Readonly<Record<string, AttendanceRecord['direction']>> = { in: 'in', out: 'out', 进: 'in', 出: 'out' }

/** `<ID> <dataNumber> <yyyy-MM-dd HH:mm:ss> <in|out>`; the time is Shanghai's. */
function readPassage([id = '', project, time = '', way = '']: string[], { now }: Terminal): { project: string; record: AttendanceRecord } {
  const [, day = '', clock = ''] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(time) ?? []
  const at = Date.parse(`${day}T${clock}+08:00`)
  const direction = DIRECTIONS[way]
  if (!isDay(day) || Number.isNaN(at)) throw new Unusable('时间要写成 "yyyy-MM-dd HH:mm:ss"（北京时间）。')
  if (direction === undefined) throw new Unusable('方向要写 in（进）或 out（出）。')
  const idNumber: IdNumber = readPerson(id, now())
  return { project: fingerprint(project), record: { idNumber, at, direction } }
}
