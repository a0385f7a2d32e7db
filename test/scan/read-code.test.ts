import { describe, expect, it } from 'vitest'
import { defaultPayloadRules } from '#domain/payload.ts'
import { createCodeReader } from '#scan/read-code.ts'

const NOW = Date.UTC(2026, 10, 20, 4)
const ID = '11010519491231002X'

describe('reading codes one after the other', () => {
  it('takes a code that stays in sight once', () => {
    const reader = createCodeReader(() => defaultPayloadRules)
    expect(reader.read(ID, NOW)).toMatchObject({ kind: 'identity', id: ID })
    for (let at = NOW + 100; at < NOW + 20_000; at += 1_500) expect(reader.read(ID, at)).toBeNull()
  })

  it('takes the same code again when it comes back after three seconds', () => {
    const reader = createCodeReader(() => defaultPayloadRules)
    reader.read(ID, NOW)
    expect(reader.read(ID, NOW + 2_999)).toBeNull()
    expect(reader.read(ID, NOW + 5_999)).toMatchObject({ kind: 'identity' })
  })

  it('takes another worker’s code at once', () => {
    const reader = createCodeReader(() => defaultPayloadRules)
    reader.read(ID, NOW)
    expect(reader.read('320581199001010015', NOW + 10)).not.toBeNull()
  })

  it('takes two codes held up together once each, however the frames take turns with them', () => {
    const other = '320581196010010008'
    const reader = createCodeReader(() => defaultPayloadRules)
    expect([reader.read(ID, NOW), reader.read(other, NOW)].map((payload) => payload?.kind)).toEqual(['identity', 'identity'])
    for (let at = NOW + 200; at < NOW + 10_000; at += 200) expect(reader.read(at % 400 === 0 ? ID : other, at)).toBeNull()
  })

  it('takes the same code again when the inspector asks for it', () => {
    const reader = createCodeReader(() => defaultPayloadRules)
    reader.read(ID, NOW)
    reader.forget()
    expect(reader.read(ID, NOW + 10)).toMatchObject({ kind: 'identity' })
  })

  it('does not go blind when the phone’s clock is set back', () => {
    const reader = createCodeReader(() => defaultPayloadRules)
    reader.read(ID, NOW)
    expect(reader.read(ID, NOW - 86_400_000)).toMatchObject({ kind: 'identity' })
  })

  it('asks for the rules anew, so that a format learned during the visit is read', () => {
    let rules = defaultPayloadRules
    const reader = createCodeReader(() => rules)
    const link = `https://code.example.cn/w?id=${ID}`
    expect(reader.read(link, NOW)).toMatchObject({ kind: 'foreign' })
    rules = { ...defaultPayloadRules, urlHosts: ['code.example.cn'] }
    expect(reader.read(link, NOW + 4_000)).toMatchObject({ kind: 'identity', id: ID })
  })

  it('keeps a foreign code of every kind from being a worker', () => {
    const foreign = ['https://example.com', 'WIFI:T:WPA;S:site;P:secret;;', 'BEGIN:VCARD\nN:Li\nEND:VCARD', 'wxp://f2f0abc', '\u0001\u0002\u0003', 'x'.repeat(4096), ' ']
    const reader = createCodeReader(() => defaultPayloadRules)
    expect(foreign.map((text) => reader.read(text, NOW)?.kind)).toEqual(foreign.map(() => 'foreign'))
  })
})
