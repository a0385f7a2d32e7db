import { describe, expect, it } from 'vitest'
import { BadSetting, readConfig } from '../../server/config.ts'

describe('settings', () => {
  it('start on port 8080 with the simulator and demonstration accounts when nothing is set', () => {
    expect(readConfig({}, '/srv')).toMatchObject({ port: 8080, host: '0.0.0.0', dataDir: '/srv/data', demo: true, tls: null, platform: null })
  })

  it('leave photographs of faces, attendance and a token for metrics off until they are set', () => {
    expect(readConfig({}, '/srv')).toMatchObject({ facePhoto: false, attendance: false, metricsToken: null })
    expect(readConfig({ FACE_PHOTO: 'yes', ATTENDANCE: '0', METRICS_TOKEN: '' }, '/srv')).toMatchObject({ facePhoto: false, attendance: false, metricsToken: null })
    const on = { FACE_PHOTO: '1', ATTENDANCE: '1', METRICS_TOKEN: 'long-enough-for-a-token' }
    expect(readConfig(on, '/srv')).toMatchObject({ facePhoto: true, attendance: true, metricsToken: 'long-enough-for-a-token' })
  })

  it.each([
    [{ PORT: 'abc' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ TLS_CERT: 'a.crt' }, /TLS_CERT and TLS_KEY/],
    [{ PERSONAL_KEY: 'short' }, /PERSONAL_KEY/],
    [{ METRICS_TOKEN: 'too-short' }, /METRICS_TOKEN/],
    [{ RETENTION_DAYS: '7' }, /RETENTION_DAYS/],
    [{ RETENTION_DAYS: 'long' }, /RETENTION_DAYS/],
    [{ PLATFORM_ENDPOINT: 'ftp://x', PLATFORM_TOKEN: 't' }, /PLATFORM_ENDPOINT/],
  ])('%o is refused with a sentence that names the setting and not a secret', (env, sentence) => {
    expect(() => readConfig(env, '/srv')).toThrow(sentence)
    expect(() => readConfig(env, '/srv')).toThrow(BadSetting)
  })

  it('keep what names people for two years after the matter is at rest, unless they say how long', () => {
    const days = (RETENTION_DAYS?: string) => readConfig({ RETENTION_DAYS }, '/srv').retentionDays
    expect([days(), days('90'), days('never')]).toEqual([730, 90, null])
  })

  it('takes a real platform from the environment, and keeps the token out of what it says', () => {
    expect(readConfig({ PLATFORM_ENDPOINT: 'https://platform.example/x.asmx', PLATFORM_TOKEN: 'secret' }, '/srv').platform?.kind).toBe('endpoint')
    expect(() => readConfig({ PLATFORM_ENDPOINT: 'nonsense', PLATFORM_TOKEN: 'secret' }, '/srv')).toThrow(/^((?!secret).)*$/)
  })
})
