/** The door to the loudspeaker: one spoken clip per class of verdict. Sound is an extra; no trouble with it ever reaches the inspector. */
import type { Clip, VoiceDoor } from './doors.ts'

const MUTED = 'voice-muted'

/** Where the clip lies in `public/`. */
export function clipAddress(clip: Clip): string {
  return `/sounds/${clip}.mp3`
}

export interface SoundPlatform {
  /** A new context, or `null` where the browser has none. */
  context: () => AudioContext | null
  /** The bytes at the address; rejects when they are not to be had. */
  load: (address: string) => Promise<ArrayBuffer>
  element: (address: string) => Pick<HTMLAudioElement, 'play' | 'pause'>
  remember: (key: string, value: string) => void
  recall: (key: string) => string | null
}

/** Browsers give sound only after a tap: until `unlock`, and where Web Audio fails, an audio element is tried instead. */
export function openVoice(platform: SoundPlatform = browser()): VoiceDoor {
  const decoded = new Map<Clip, Promise<AudioBuffer>>()
  let context: AudioContext | null = null
  let silent = platform.recall(MUTED) === 'yes'
  let hush: () => void = () => undefined
  // The newest clip wins: one that is still being loaded when the next verdict comes must not speak after it.
  let turn = 0

  function stop(): number {
    hush()
    hush = () => undefined
    return ++turn
  }

  function buffer(clip: Clip, audio: AudioContext): Promise<AudioBuffer> {
    const known = decoded.get(clip)
    if (known) return known
    const making = platform.load(clipAddress(clip)).then((bytes) => audio.decodeAudioData(bytes))
    decoded.set(clip, making)
    making.catch(() => decoded.delete(clip))
    return making
  }

  async function sound(clip: Clip, mine: number): Promise<void> {
    if (context?.state === 'running') {
      const ready = await buffer(clip, context).catch(() => null)
      if (mine !== turn) return
      if (ready) {
        const source = context.createBufferSource()
        source.buffer = ready
        source.connect(context.destination)
        source.start()
        hush = () => source.stop()
        return
      }
    }
    const element = platform.element(clipAddress(clip))
    hush = () => element.pause()
    await element.play()
  }

  return {
    unlock() {
      context ??= platform.context()
      // A telephone call suspends it, so every tap may have to wake it again.
      if (context && context.state !== 'running') context.resume().catch(() => undefined)
    },
    play(clip) {
      const mine = stop()
      if (!silent) sound(clip, mine).catch(() => undefined)
    },
    muted: () => silent,
    mute(on) {
      silent = on
      platform.remember(MUTED, on ? 'yes' : 'no')
      if (on) stop()
    },
  }
}

function browser(): SoundPlatform {
  return {
    context() {
      try {
        return new AudioContext({ latencyHint: 'interactive' })
      } catch {
        return null
      }
    },
    async load(address) {
      const reply = await fetch(address)
      if (!reply.ok) throw new Error(`no sound at ${address}`)
      return reply.arrayBuffer()
    },
    element: (address) => new Audio(address),
    // Storage may be forbidden altogether; then the choice lasts until the app is closed.
    remember(key, value) {
      try {
        localStorage.setItem(key, value)
      } catch {
        return
      }
    },
    recall(key) {
      try {
        return localStorage.getItem(key)
      } catch {
        return null
      }
    },
  }
}
