/** Other ways in which a service of this interface may want to be spoken to: what an operator tries when the settings do not work yet. */
import { callForm, parametersOf, type CallForm, type CallTable } from './calls.ts'
import { platformCalls, type PlatformCall } from '#domain/platform-health.ts'
import { protocols } from './envelope.ts'
import type { PlatformSettings } from './settings.ts'

export interface Alternative {
  /** The setting to change, in plain Chinese. */
  say: string
  settings: PlatformSettings
}

const CASES = { lower: '小写', upper: '大写' } as const

/** Everything that is tried in place of `settings`, one change at a time. None of it changes whom or what is asked about. */
export function alternativesTo(settings: PlatformSettings): Alternative[] {
  const md5Case = settings.md5Case === 'lower' ? 'upper' : 'lower'
  const [spelling, otherSpelling] = spells(settings.calls, 'bsgsBH') ? (['bsgsBH', 'bagsBH'] as const) : (['bagsBH', 'bsgsBH'] as const)
  return [
    { say: `校验密码用${CASES[md5Case]}：PLATFORM_MD5_CASE=${md5Case}`, settings: { ...settings, md5Case } },
    ...protocols.filter((protocol) => protocol !== settings.protocol).map((protocol) => ({ say: `协议用 ${protocol}：PLATFORM_PROTOCOL=${protocol}`, settings: { ...settings, protocol } })),
    {
      say: `参数名 ${spelling} 写作 ${otherSpelling}：在 PLATFORM_SETTINGS 文件的 calls 里改 parameters`,
      settings: { ...settings, calls: respell(settings.calls, otherSpelling) },
    },
  ]
}

function spells(calls: CallTable, name: string): boolean {
  return Object.values(calls).some((form: CallForm | null) => form !== null && Object.values(form.parameters).includes(name))
}

function respell(calls: CallTable, bagsBH: string): CallTable {
  const respelled = platformCalls.map((call: PlatformCall) => {
    const form: CallForm | null = calls[call]
    const has = (parametersOf[call] as readonly string[]).includes('bagsBH')
    return [call, form === null || !has ? form : callForm(call, form.name, { ...form.parameters, bagsBH }, form.action)]
  })
  return Object.fromEntries(respelled) as CallTable
}

/** What must never be shown, not even to the operator's screen. */
export function secretsOf({ token, bagsBH }: PlatformSettings): string[] {
  return [token, bagsBH ?? ''].filter((secret) => secret !== '')
}
