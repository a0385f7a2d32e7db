/** 离线自检: whether this phone would do without a network now, one thing after the other. It needs none itself. */
import type { Session } from '#domain/contract.ts'
import { HOUR, shanghaiDay } from '#domain/time.ts'
import type { CameraPermission, Doors, SelfCheckDoor, ShellState } from '#device/doors.ts'

export const checkNames = ['account', 'shell', 'decoder', 'pack', 'clock', 'space', 'camera', 'kept', 'voice'] as const
export type CheckName = (typeof checkNames)[number]

/** `ok`; `notice`: worth knowing, and one can work; `missing`: without it one cannot work offline. */
export type Mark = 'ok' | 'notice' | 'missing'

/** Every finding of the self-check, and how grave it is. The sentences are in `self-check-text.ts`. */
export const marks = {
  'signed-in': 'ok', 'signed-out': 'missing',
  'shell-whole': 'ok', 'shell-unsupported': 'missing', 'shell-not-controlled': 'missing', 'shell-silent': 'missing', 'shell-incomplete': 'missing',
  'decoder-reads': 'ok', 'decoder-broken': 'missing',
  'pack-today': 'ok', 'pack-older': 'notice', 'pack-too-old': 'missing', 'pack-none': 'missing',
  'clock-trusted': 'ok', 'clock-never-compared': 'missing', 'clock-differs': 'missing', 'clock-ran-backwards': 'missing', 'clock-compared-long-ago': 'missing',
  'space-enough': 'ok', 'space-short': 'missing',
  'camera-granted': 'ok', 'camera-prompt': 'notice', 'camera-unknown': 'notice', 'camera-denied': 'missing',
  'kept-surely': 'ok', 'kept-maybe': 'notice',
  'voice-here': 'ok', 'voice-missing': 'notice',
} as const satisfies Record<string, Mark>
export type CheckReason = keyof typeof marks

export interface Checked {
  name: CheckName
  reason: CheckReason
}

type SelfCheckDoors = Pick<Doors, 'clock' | 'pack' | 'durability' | 'selfCheck'>

/** Checks in the order of `checkNames` and tells of each at once. A check that itself fails counts as the gravest that it can find. */
export async function selfCheck(doors: SelfCheckDoors, session: Session | null, onChecked: (checked: Checked) => void): Promise<void> {
  const tried = await doors.selfCheck()
  const shell = await tried.shell()
  const looks: Record<CheckName, () => Promise<CheckReason>> = {
    account: async () => (session === null ? 'signed-out' : 'signed-in'),
    shell: async () => shellReason(shell),
    decoder: async () => ((await tried.decodes()) ? 'decoder-reads' : 'decoder-broken'),
    pack: () => packReason(doors, session),
    clock: async () => clockReason(doors, session),
    space: async () => ((await doors.durability.spaceShort()) ? 'space-short' : 'space-enough'),
    camera: () => cameraReason(tried),
    kept: async () => ((await doors.durability.persisted()) ? 'kept-surely' : 'kept-maybe'),
    voice: async () => voiceReason(shell),
  }
  for (const name of checkNames) onChecked({ name, reason: await looks[name]() })
}

/** Whether one can work offline: nothing needed is missing, and everything has been looked at. */
export function isReady(checked: readonly Checked[]): boolean {
  return checked.length === checkNames.length && checked.every(({ reason }) => marks[reason] !== 'missing')
}

function isSound(file: string): boolean {
  return file.endsWith('.mp3')
}

function shellReason(shell: ShellState): CheckReason {
  if (shell.kind !== 'files') return `shell-${shell.kind}`
  return shell.files.length > 0 && shell.missing.every(isSound) ? 'shell-whole' : 'shell-incomplete'
}

function voiceReason(shell: ShellState): CheckReason {
  return shell.kind === 'files' && shell.files.some(isSound) && !shell.missing.some(isSound) ? 'voice-here' : 'voice-missing'
}

async function packReason({ clock, pack }: SelfCheckDoors, session: Session | null): Promise<CheckReason> {
  const last = session === null ? null : await pack.last(session.account.id).catch(() => null)
  if (session === null || last === null) return 'pack-none'
  const { now } = clock.read(session.policy)
  if (shanghaiDay(last.at) === shanghaiDay(now)) return 'pack-today'
  return now - last.at <= session.policy.staleHours * HOUR ? 'pack-older' : 'pack-too-old'
}

function clockReason({ clock }: SelfCheckDoors, session: Session | null): CheckReason {
  if (session === null) return 'clock-never-compared'
  const { trouble } = clock.read(session.policy)
  return trouble === null ? 'clock-trusted' : `clock-${trouble}`
}

async function cameraReason(tried: SelfCheckDoor): Promise<CheckReason> {
  const permission: CameraPermission = await tried.camera()
  return `camera-${permission}`
}
