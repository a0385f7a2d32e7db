import { existsSync, readdirSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { patterns } from '#device/haptics.ts'
import { clipAddress, openVoice, type SoundPlatform } from '#device/voice.ts'
import type { Clip } from '#device/doors.ts'

const clips = Object.keys(patterns) as Clip[]
const settle = () => new Promise((resolve) => setTimeout(resolve))

interface Wish {
  running?: boolean
  load?: (address: string) => Promise<ArrayBuffer>
  stored?: string
}

/** A loudspeaker that writes down what it does. A buffer is known by the length of its clip's address. */
function loudspeaker({ running = true, load, stored }: Wish = {}) {
  const heard: string[] = []
  const kept = new Map<string, string>(stored === undefined ? [] : [['voice-muted', stored]])
  const context = {
    state: running ? 'running' : 'suspended',
    destination: {},
    resume: async () => void heard.push('resume'),
    currentTime: 0,
    createOscillator: () => {
      const frequency = { value: 0 }
      return { frequency, connect: (next: unknown) => next, start: () => heard.push(`tone ${frequency.value}`), stop: () => undefined }
    },
    createGain: () => ({ gain: { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined }, connect: () => undefined }),
    decodeAudioData: async (bytes: ArrayBuffer) => ({ length: bytes.byteLength }),
    createBufferSource: () => {
      const source = {
        buffer: null as { length: number } | null,
        connect: () => undefined,
        start: () => heard.push(`start ${source.buffer?.length}`),
        stop: () => heard.push(`stop ${source.buffer?.length}`),
      }
      return source
    },
  }
  const platform: SoundPlatform = {
    context: () => context as unknown as AudioContext,
    load: load ?? (async (address) => new ArrayBuffer(address.length)),
    element: (address) => ({ play: async () => void heard.push(`element ${address}`), pause: () => heard.push('pause') }),
    remember: (key, value) => kept.set(key, value),
    recall: (key) => kept.get(key) ?? null,
  }
  return { platform, heard, kept }
}

describe('the clips', () => {
  it('lie in public/ for every class of verdict, and no other', () => {
    for (const clip of clips) expect(existsSync(`public${clipAddress(clip)}`), clip).toBe(true)
    expect(readdirSync('public/sounds')).toHaveLength(clips.length)
  })
  it('are small enough to be on every phone: 200 KB together', () => {
    const total = clips.reduce((sum, clip) => sum + statSync(`public${clipAddress(clip)}`).size, 0)
    expect(total).toBeLessThanOrEqual(200 * 1024)
  })
})

describe('the voice', () => {
  it('stays silent without throwing when nothing can be played', async () => {
    const voice = openVoice({
      context: () => null,
      load: () => Promise.reject(new Error('offline')),
      element: () => ({ play: () => Promise.reject(new DOMException('no tap yet', 'NotAllowedError')), pause: () => undefined }),
      remember: () => undefined,
      recall: () => null,
    })
    voice.unlock()
    voice.play('red')
    await settle()
    expect(voice.muted()).toBe(false)
  })
  it('tries an audio element when the clip cannot be loaded, and loads again the next time', async () => {
    let tries = 0
    const { platform, heard } = loudspeaker({ load: async () => (tries++ === 0 ? Promise.reject(new Error('cut')) : new ArrayBuffer(7)) })
    const voice = openVoice(platform)
    voice.unlock()
    voice.play('green')
    await settle()
    voice.play('green')
    await settle()
    expect(heard).toEqual(['element /sounds/green.mp3', 'pause', 'start 7'])
  })
  it('tries an audio element while the browser has not unlocked sound, and wakes it at the next tap', async () => {
    const { platform, heard } = loudspeaker({ running: false })
    const voice = openVoice(platform)
    voice.unlock()
    voice.play('yellow')
    await settle()
    expect(heard).toEqual(['resume', 'element /sounds/yellow.mp3'])
  })
  it('never speaks an older verdict after a newer one', async () => {
    const waiting: (() => void)[] = []
    const { platform, heard } = loudspeaker({ load: (address) => new Promise((resolve) => waiting.push(() => resolve(new ArrayBuffer(address.length)))) })
    const voice = openVoice(platform)
    voice.unlock()
    voice.play('green')
    voice.play('red')
    waiting[1]!()
    await settle()
    waiting[0]!()
    await settle()
    expect(heard).toEqual([`start ${clipAddress('red').length}`])
  })
  it('gives the tone of a code that was read over a clip that is speaking, without cutting it short', async () => {
    const { platform, heard } = loudspeaker()
    const voice = openVoice(platform)
    voice.tone('read')
    voice.unlock()
    voice.play('red')
    await settle()
    voice.tone('read')
    voice.tone('again')
    voice.mute(true)
    voice.tone('read')
    expect(heard).toEqual([`start ${clipAddress('red').length}`, 'tone 1760', 'tone 440', `stop ${clipAddress('red').length}`])
  })
  it('falls silent at once when muted, and is still muted at the next start', async () => {
    const { platform, heard, kept } = loudspeaker()
    const voice = openVoice(platform)
    voice.unlock()
    voice.play('red')
    await settle()
    voice.mute(true)
    const length = clipAddress('red').length
    expect(heard).toEqual([`start ${length}`, `stop ${length}`])
    voice.play('green')
    await settle()
    expect(heard).toHaveLength(2)
    expect(openVoice(loudspeaker({ stored: kept.get('voice-muted')! }).platform).muted()).toBe(true)
  })
})
