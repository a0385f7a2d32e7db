import { describe, expect, it } from 'vitest'
import { isEasyPin } from '#app/pin.ts'

describe('a PIN that anybody would try first', () => {
  it.each(['000000', '888888', '123456', '234567', '567890', '654321', '098765', '121212', '123123'])('is %s', (pin) => expect(isEasyPin(pin)).toBe(true))
  it.each(['274913', '112233', '135790', '123457', '198604'])('is not %s', (pin) => expect(isEasyPin(pin)).toBe(false))
})
