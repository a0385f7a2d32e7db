import { describe, expect, it } from 'vitest'
import { phoneKind } from '#device/phone-kind.ts'

describe('the family of a phone', () => {
  it.each([
    ['android', 'Mozilla/5.0 (Linux; Android 10; HarmonyOS; ANA-AN00) AppleWebKit/537.36 Chrome/99.0 Mobile Safari/537.36', 5],
    ['apple', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1', 5],
    ['apple', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15', 5],
    ['other', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15', 0],
    ['other', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 0],
    ['other', 'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36 ArkWeb/4.1', 5],
  ])('is %s for %s', (kind, userAgent, maxTouchPoints) => expect(phoneKind({ userAgent, maxTouchPoints })).toBe(kind))
})
