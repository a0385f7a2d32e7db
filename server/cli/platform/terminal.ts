/** What a command needs of the world: the operator's screen and keyboard, the settings, the clock. */

export interface Terminal {
  env: Readonly<Record<string, string | undefined>>
  /** The project's folder; paths in settings are relative to it. */
  root: string
  now: () => number
  say: (line: string) => void
  /** The next line of standard input, without blanks around it; empty at its end. */
  readLine: () => Promise<string>
  /** Resolves when the operator presses Ctrl-C. */
  untilStopped: () => Promise<void>
}

/** How a command ends. `unusable`: the settings or the words of the command cannot be used. */
export const exit = { ok: 0, trouble: 1, unusable: 2 } as const
export type Exit = (typeof exit)[keyof typeof exit]

/** A command or a setting that cannot be used, in a sentence for the operator. */
export class Unusable extends Error {}
