/**
 * The door to a hand-held (HID) scanner. To the phone it is a keyboard that types very fast and ends with Enter: which keys are a
 * scanner's is known by their speed alone.
 */

/** Nobody types two keys so close to each other; slow Bluetooth scanners need almost this long (ms). */
const BETWEEN_KEYS = 90
/** Shorter bursts are a hand that fell on the keyboard. No identity number, link or JSON is so short. */
const SHORTEST = 8
const LONGEST = 2_048

export interface Key {
  key: string
  code: string
  shiftKey: boolean
  /** When it was pressed (ms, of any clock that only goes forward). */
  timeStamp: number
}

export interface Burst {
  /** Takes one key: `kept` while it may be part of a burst, the whole text when it was the Enter at the end of one. */
  press: (key: Key) => { kind: 'apart' } | { kind: 'kept'; length: number } | { kind: 'text'; text: string }
}

export function createBurst(): Burst {
  let text = ''
  let last = -Infinity

  return {
    press(key) {
      const quick = key.timeStamp - last <= BETWEEN_KEYS
      if (!quick) text = ''
      if (key.key === 'Enter' || key.key === 'Tab') {
        const whole = text
        text = ''
        last = -Infinity
        return whole.length >= SHORTEST ? { kind: 'text', text: whole } : { kind: 'apart' }
      }
      const letter = letterOf(key)
      // Shift and its like are pressed between the letters, and take a moment of their own.
      if (letter === null) {
        if (quick) last = key.timeStamp
        return { kind: 'apart' }
      }
      last = key.timeStamp
      text = (text + letter).slice(-LONGEST)
      return { kind: 'kept', length: text.length }
    },
  }
}

/** The letter a key stands for; `null` for a key without one. A Chinese input method hides the letter and leaves the key's place. */
function letterOf({ key, code, shiftKey }: Key): string | null {
  if ([...key].length === 1) return key
  if (key !== 'Process' && key !== 'Unidentified') return null
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return shiftKey ? null : digit
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  return letter === undefined ? null : shiftKey ? letter : letter.toLowerCase()
}

/** Calls `onText` with what a scanner reads anywhere on the page, fields aside, until the returned function is called. */
export function listenForScanner(onText: (text: string) => void, page: Pick<Document, 'addEventListener' | 'removeEventListener'> = document): () => void {
  const burst = createBurst()

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return
    const pressed = burst.press(event)
    if (pressed.kind === 'apart') return
    // From the second quick key on this is no hand: neither may a blank press a button, nor the Enter at the end.
    if (pressed.kind === 'text' || pressed.length > 1) {
      event.preventDefault()
      event.stopPropagation()
    }
    if (pressed.kind === 'text') onText(pressed.text)
  }

  page.addEventListener('keydown', press, { capture: true })
  return () => page.removeEventListener('keydown', press, { capture: true })
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
