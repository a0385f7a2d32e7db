/** The door to the loudspeaker: one spoken clip per class of verdict, and the scanner's own tones. Sound is an extra; no trouble with it ever reaches the inspector. */
import type { Clip, Tone, VoiceDoor } from './doors.ts'

const MUTED = 'voice-muted'

/** Where the clip lies in `public/`. */
export function clipAddress(clip: Clip): string {
  return `/sounds/${clip}.mp3`
}

/** A tone's pitch (Hz), length (s) and level (0 to 1). High and crisp, or low and soft: told apart beside machines, too. */
const tones: Readonly<Record<Tone, { pitch: number; length: number; level: number }>> = {
  read: { pitch: 1760, length: 0.07, level: 0.35 },
  again: { pitch: 440, length: 0.12, level: 0.12 },
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
    // Made on the spot, for it must sound at once; without Web Audio there is none, and the clip that follows says more.
    tone(tone) {
      if (silent || context?.state !== 'running') return
      const { pitch, length, level } = tones[tone]
      const [oscillator, gain] = [context.createOscillator(), context.createGain()]
      oscillator.frequency.value = pitch
      gain.gain.setValueAtTime(level, context.currentTime)
      // Faded, or it would end with a crack.
      gain.gain.exponentialRampToValueAtTime(0.001, context.currentTime + length)
      oscillator.connect(gain).connect(context.destination)
      oscillator.start()
      oscillator.stop(context.currentTime + length)
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
