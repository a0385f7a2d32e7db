/** The words of `npm run platform -- …` and what each of them does. */
import { parseArgs } from 'node:util'
import { doctor } from './doctor.ts'
import { methods, runMethod } from './methods.ts'
import { runSimulator } from './simulator.ts'
import { exit, Unusable, type Exit, type Terminal } from './terminal.ts'
import { wsdl } from './wsdl.ts'

export const usage = `用法 / usage: npm run platform -- <命令>

  doctor [--probe] [--show]            逐个检查各方法，说明该改什么设置；--probe 试探其他写法
                                       （用 PLATFORM_TEST_ID 的号码和 PLATFORM_TEST_PROJECT 的项目；从不写入）
  sam <身份证号码>                     查一个人的苏安码
  project|enterprises|workers|hmc <项目数据指纹>
                                       项目、参建企业、人员、花名册
  card-image <身份证号码> <项目数据指纹> [--out 文件]
  face-image <身份证号码> [--out 文件]
  upload <身份证号码> <项目数据指纹> "yyyy-MM-dd HH:mm:ss" <in|out> --photo 文件 --yes
                                       写入一条考勤（不能撤销）
  kqxx <身份证号码> <项目数据指纹> "yyyy-MM-dd HH:mm:ss" <in|out>
                                       查一条考勤的处理结果
  wsdl <文件或网址> [--write 文件]     读出平台的方法名、参数名；--write 写成设置文件（不含地址和令牌）
  simulator [--port 端口] [--namespace 命名空间]
                                       单独启动模拟平台

命令行上的号码会留在终端的历史记录里：可写 - ，再从标准输入读（每个 - 读一行）。
Numbers on the command line stay in the shell's history: write - instead, and they are read from standard input, one line each.
号码、姓名在输出中隐去；加 --show 才显示。没有设置 PLATFORM_ENDPOINT 时使用内置模拟平台。
退出码 / exit code: 0 正常, 1 有问题, 2 设置或命令不可用。`

const options = {
  probe: { type: 'boolean', default: false }, show: { type: 'boolean', default: false }, yes: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  out: { type: 'string' }, photo: { type: 'string' }, write: { type: 'string' }, port: { type: 'string' }, namespace: { type: 'string' },
} as const

/** Runs one command; gives the exit code. What the operator did wrong is said, not thrown. */
export async function runCommand(args: string[], terminal: Terminal): Promise<Exit> {
  try {
    return await run(args, terminal)
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    terminal.say(error.message)
    return exit.unusable
  }
}

async function run(args: string[], terminal: Terminal): Promise<Exit> {
  const { values, positionals: [command = '', ...rest] } = parse(args)
  if (values.help || command === '' || command === 'help') {
    terminal.say(usage)
    return values.help || command === 'help' ? exit.ok : exit.unusable
  }
  const words: string[] = []
  for (const word of rest) words.push(word === '-' ? await terminal.readLine() : word)
  if (command === 'doctor') return doctor(terminal, values)
  if (command === 'wsdl') return wsdl(needed(words[0], '缺少 WSDL 的文件名或网址。'), values.write, terminal)
  if (command === 'simulator') return runSimulator(values, terminal)
  if (Object.hasOwn(methods, command)) return runMethod(command, words, values, terminal)
  throw new Unusable(usage)
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (cause) {
    throw new Unusable(usage, { cause })
  }
}

function needed(word: string | undefined, otherwise: string): string {
  if (word === undefined || word === '') throw new Unusable(otherwise)
  return word
}
