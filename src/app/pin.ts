/** What a PIN is, and which ones anybody would try first. */
export const PIN_LENGTH = 6

/** One digit six times, digits in a row, or two or three digits over and over. */
export function isEasyPin(pin: string): boolean {
  const repeats = [1, 2, 3].some((length) => pin === pin.slice(0, length).repeat(PIN_LENGTH / length))
  return repeats || '01234567890'.includes(pin) || '09876543210'.includes(pin)
}
