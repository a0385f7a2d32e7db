/**
 * The newest replies that could not be understood or alarmed, for whoever has to find out why. In memory only: even redacted they are
 * a stranger's text about people, and a restart is a good moment to forget it.
 */
import type { PlatformCall, SampleList } from '#domain/platform-health.ts'
import { HOUR, type Instant } from '#domain/time.ts'
import { redact } from './redact.ts'
import { decodeText } from './text-encoding.ts'

const MOST = 50
const LONGEST = 4_096
const KEPT_FOR = 24 * HOUR
/** A long list is not read to its end for the sake of its beginning. */
const LOOKED_AT = 16_384

type Sample = SampleList['samples'][number]

export interface Samples {
  add(call: PlatformCall, why: string, text: string): void
  /** Newest first. */
  list(): Sample[]
}

export function createSamples(now: () => Instant, secrets: readonly string[]): Samples {
  let kept: Sample[] = []
  const fresh = (): Sample[] => kept.filter(({ at }) => at > now() - KEPT_FOR)
  return {
    add(call, why, text) {
      const sample = { at: now(), call, why, text: redact(beginningOf(text), secrets).slice(0, LONGEST) }
      kept = [sample, ...fresh()].slice(0, MOST)
    },
    list: fresh,
  }
}

/** As much of a reply as is looked at. The cut goes through no word, so that half a number or name is not taken for something harmless. */
export function beginningOf(text: string): string {
  if (text.length <= LOOKED_AT) return text
  const cut = Math.max(...['<', '"', ',', '\n'].map((mark) => text.lastIndexOf(mark, LOOKED_AT)))
  return text.slice(0, Math.max(cut, 0))
}

const LONGEST_BASE64 = 100_000

/** A result as a person could read it: JSON is mostly sent in base64. */
export function readable(text: string): string {
  const beginning = text.slice(0, LONGEST_BASE64)
  return (/^[\sA-Za-z0-9+/=_-]+$/.test(beginning) ? decodeText(Buffer.from(beginning, 'base64')) : null) ?? text
}
