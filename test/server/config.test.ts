import { describe, expect, it } from 'vitest'
import { BadSetting, readConfig } from '../../server/config.ts'

describe('settings', () => {
  it('start on port 8080 with the simulator and demonstration accounts when nothing is set', () => {
    expect(readConfig({}, '/srv')).toMatchObject({ port: 8080, host: '0.0.0.0', dataDir: '/srv/data', demo: true, tls: null, platform: null })
  })

  it.each([
    [{ PORT: 'abc' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ TLS_CERT: 'a.crt' }, /TLS_CERT and TLS_KEY/],
    [{ PERSONAL_KEY: 'short' }, /PERSONAL_KEY/],
    [{ PLATFORM_ENDPOINT: 'ftp://x', PLATFORM_TOKEN: 't' }, /PLATFORM_ENDPOINT/],
  ])('%o is refused with a sentence that names the setting and not a secret', (env, sentence) => {
    expect(() => readConfig(env, '/srv')).toThrow(sentence)
    expect(() => readConfig(env, '/srv')).toThrow(BadSetting)
  })

  it('takes a real platform from the environment, and keeps the token out of what it says', () => {
    expect(readConfig({ PLATFORM_ENDPOINT: 'https://platform.example/x.asmx', PLATFORM_TOKEN: 'secret' }, '/srv').platform?.kind).toBe('endpoint')
    expect(() => readConfig({ PLATFORM_ENDPOINT: 'nonsense', PLATFORM_TOKEN: 'secret' }, '/srv')).toThrow(/^((?!secret).)*$/)
  })
})
