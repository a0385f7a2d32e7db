import { describe, expect, it } from 'vitest'
import { createBurst, type Key } from '#device/key-burst.ts'

const ID = '11010519491231002X'

/** Types `text`, one key every `every` ms; answers the texts heard. */
function type(text: string, every: number, { end = 'Enter', hidden = false } = {}): string[] {
  const burst = createBurst()
  const heard: string[] = []
  let timeStamp = 1_000
  const press = (key: Partial<Key>) => {
    const pressed = burst.press({ key: '', code: '', shiftKey: false, timeStamp, ...key })
    if (pressed.kind === 'text') heard.push(pressed.text)
  }
  for (const letter of text) {
    timeStamp += every
    if (/[A-Z]/.test(letter)) press({ key: 'Shift', code: 'ShiftLeft', shiftKey: true })
    const code = /\d/.test(letter) ? `Digit${letter}` : `Key${letter.toUpperCase()}`
    press(hidden ? { key: 'Process', code, shiftKey: /[A-Z]/.test(letter) } : { key: letter, code })
  }
  timeStamp += every
  press({ key: end, code: end })
  return heard
}

describe('a hand-held scanner', () => {
  it.each([[4], [20], [60], [85]])('is heard with %i ms between its keys', (every) => {
    expect(type(ID, every)).toEqual([ID])
  })

  it('is heard through a Chinese input method, which hides the letters', () => {
    expect(type(ID, 10, { hidden: true })).toEqual([ID])
  })

  it('may end with a tabulator', () => {
    expect(type(ID, 10, { end: 'Tab' })).toEqual([ID])
  })

  it('reads links and JSON as they are', () => {
    for (const text of ['https://code.example.cn/w?id=1', '{"zjhm":"110105","n":"a b"}']) expect(type(text, 10)).toEqual([text])
  })

  it('is not a person who types', () => {
    expect(type(ID, 130)).toEqual([])
  })

  it('is not a hand on the keyboard', () => {
    expect(type('asdfjkl', 5)).toEqual([])
  })

  it('is heard twice in a row, each time whole', () => {
    const burst = createBurst()
    const heard: string[] = []
    let timeStamp = 0
    for (const key of [...ID, 'Enter', ...ID, 'Enter']) {
      const pressed = burst.press({ key, code: '', shiftKey: false, timeStamp: (timeStamp += 8) })
      if (pressed.kind === 'text') heard.push(pressed.text)
    }
    expect(heard).toEqual([ID, ID])
  })

  it('does not take up what somebody typed before it', () => {
    const burst = createBurst()
    burst.press({ key: '9', code: 'Digit9', shiftKey: false, timeStamp: 0 })
    const heard = [...ID, 'Enter'].map((key, i) => burst.press({ key, code: '', shiftKey: false, timeStamp: 500 + i * 8 })).at(-1)
    expect(heard).toEqual({ kind: 'text', text: ID })
  })
})
