/** The server's settings: read once from the environment, checked, and handed in. */
import { resolve } from 'node:path'
import { readPlatformSettings, type PlatformSettings } from './platform/settings.ts'
import { strongCost, type PasswordCost } from './accounts/password.ts'

export interface Config {
  port: number
  /** The address to listen on; every interface unless `HOST` says otherwise, so that a phone on the same network can reach it. */
  host: string
  /** Absolute path of the folder that holds database, keys and photographs. */
  dataDir: string
  /** Absolute path of the built app; nothing is served from it while it is missing. */
  distDir: string
  tls: { certificate: string; key: string } | null
  /** Whether demonstration accounts and sites are made and the page of demonstration codes is served. */
  demo: boolean
  /** 32 bytes as hex, or `null` for a key file under `dataDir`. */
  personalKey: string | null
  /** `null`: the built-in simulator answers. */
  platform: PlatformSettings | null
  passwordCost: PasswordCost
  logLevel: string
  /** Look-ups one account may make in a day (Asia/Shanghai). */
  dailyChecks: number
  /** Days for which what names a person is kept after the matter it belongs to has come to rest; `null`: for ever. */
  retentionDays: number | null
  /** Whether a worker's photograph may be asked for, for a person's own eyes to compare. */
  facePhoto: boolean
  /** Whether town supervisors may file missing attendance with the platform. */
  attendance: boolean
  /** What a collector of metrics shows as its bearer token; `null`: only administrators see them. */
  metricsToken: string | null
}

/** In days. Two years is how long an offence can be followed up (行政处罚法 art. 36). */
const TWO_YEARS = 730

/** A setting that cannot be used; its message is meant for the operator. */
export class BadSetting extends Error {}

/** Reads the settings from `env`; paths are taken relative to `root`. Throws `BadSetting` with a sentence for the operator. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, root: string): Config {
  const certificate = env.TLS_CERT
  const key = env.TLS_KEY
  if ((certificate === undefined) !== (key === undefined)) throw new BadSetting('TLS_CERT and TLS_KEY must be set together.')
  const personalKey = env.PERSONAL_KEY ?? null
  if (personalKey !== null && !/^[0-9a-f]{64}$/.test(personalKey)) throw new BadSetting('PERSONAL_KEY must be 64 lower-case hexadecimal characters (32 bytes).')
  const platform = platformOf(env, root)
  const metricsToken = env.METRICS_TOKEN || null
  if (metricsToken !== null && metricsToken.length < 16) throw new BadSetting('METRICS_TOKEN must have at least 16 characters.')
  // Accounts whose password is published must never put questions to the real platform.
  if (platform !== null && env.DEMO === '1') throw new BadSetting('DEMO=1 is only possible with the built-in simulator: unset DEMO, or PLATFORM_ENDPOINT and PLATFORM_SETTINGS.')
  return {
    port: wholeNumber(env, 'PORT', 8080, 65_535),
    host: env.HOST ?? '0.0.0.0',
    dataDir: resolve(root, env.DATA_DIR ?? 'data'),
    distDir: resolve(root, env.DIST_DIR ?? 'dist'),
    tls: certificate !== undefined && key !== undefined ? { certificate: resolve(root, certificate), key: resolve(root, key) } : null,
    demo: platform === null && env.DEMO !== '0',
    personalKey,
    platform,
    passwordCost: strongCost,
    logLevel: env.LOG_LEVEL ?? 'warn',
    dailyChecks: wholeNumber(env, 'DAILY_CHECKS', 500, 100_000),
    retentionDays: env.RETENTION_DAYS === 'never' ? null : wholeNumber(env, 'RETENTION_DAYS', TWO_YEARS, 36_500, 30),
    facePhoto: env.FACE_PHOTO === '1',
    attendance: env.ATTENDANCE === '1',
    metricsToken,
  }
}

function platformOf(env: Readonly<Record<string, string | undefined>>, root: string): PlatformSettings | null {
  try {
    return env.PLATFORM_ENDPOINT || env.PLATFORM_SETTINGS ? readPlatformSettings(env, root) : null
  } catch (cause) {
    throw new BadSetting(cause instanceof Error ? cause.message : 'The PLATFORM_* settings cannot be used.', { cause })
  }
}

function wholeNumber(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number, most: number, least = 0): number {
  const text = env[name]
  if (text === undefined) return fallback
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > most || value < least) throw new BadSetting(`${name} must be a whole number from ${least} to ${most}, not "${text}".`)
  return value
}
