/** `npm run certificate`: a local authority and a certificate for this machine's addresses, so that a phone on the network gets HTTPS. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { generate } from 'selfsigned'
import { DAY } from '#domain/time.ts'
import { lanAddresses } from '../greeting.ts'

/** Apple refuses server certificates that are valid for longer. */
const LEAF_DAYS = 397
const AUTHORITY_DAYS = 3650

const folder = resolve(import.meta.dirname, '../../certificates')
const caPath = join(folder, 'ca.crt')
const caKeyPath = join(folder, 'ca.key')

await mkdir(folder, { recursive: true, mode: 0o700 })
const authority = await keepAuthority()
const addresses = ['127.0.0.1', ...lanAddresses()]
const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  ...validFor(LEAF_DAYS),
  ca: authority,
  extensions: [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, ...addresses.map((ip) => ({ type: 7 as const, ip }))] },
  ],
})
await writeFile(join(folder, 'server.crt'), leaf.cert, { mode: 0o644 })
await writeFile(join(folder, 'server.key'), leaf.private, { mode: 0o600 })

console.log(`
证书已生成 / Certificate made: certificates/

1. 启动 / start:
   TLS_CERT=certificates/server.crt TLS_KEY=certificates/server.key npm start
2. 在手机上打开并信任根证书 / on the phone, open and trust the authority:
${addresses.slice(1).map((ip) => `   https://${ip}:8080/ca.crt`).join('\n')}
3. 然后打开 / then open:
${addresses.slice(1).map((ip) => `   https://${ip}:8080`).join('\n')}

certificates/ca.key 请妥善保管，试用结束后删除，并在手机上取消信任。
Keep certificates/ca.key to yourself; after the trial delete it and remove the trust from the phone.
`)

/** The authority made earlier is kept, so that phones that trust it need not be visited again. */
async function keepAuthority(): Promise<{ cert: string; key: string }> {
  if (existsSync(caPath) && existsSync(caKeyPath)) return { cert: await readFile(caPath, 'utf8'), key: await readFile(caKeyPath, 'utf8') }
  const made = await generate([{ name: 'commonName', value: '苏安巡 试用根证书' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...validFor(AUTHORITY_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  await writeFile(caPath, made.cert, { mode: 0o644 })
  await writeFile(caKeyPath, made.private, { mode: 0o600 })
  return { cert: made.cert, key: made.private }
}

/** A day of slack at the beginning, for phones whose clock is behind. */
function validFor(days: number): { notBeforeDate: Date; notAfterDate: Date } {
  const start = Date.now() - DAY
  return { notBeforeDate: new Date(start), notAfterDate: new Date(start + days * DAY) }
}
