/** A phone with a key of its own that signs what it writes. */
import { generateKeyPairSync, sign } from 'node:crypto'
import type { Parcel } from '#domain/contract.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { signedText } from '#domain/outbox.ts'
import { DEMO_PASSWORD } from '../../../server/demo/accounts.ts'
import { proofOf, type TestServer } from '../../support/server.ts'
import { phoneOf, type Phone } from '../phone.ts'

export interface SigningPhone extends Phone {
  /** Its public key as it tells it at sign-in. */
  deviceKey: string
  sign: (parcel: Parcel) => Parcel
  writeSigned: (draft: Draft) => Parcel
}

export function signingPhoneOf(username: string): SigningPhone {
  const phone = phoneOf(username)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const hex = (coordinate: string) => Buffer.from(coordinate, 'base64url').toString('hex')
  const signIt = (parcel: Parcel): Parcel => {
    const sig = sign('sha256', Buffer.from(signedText(parcel.entry)), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('hex')
    return { ...parcel, sig }
  }
  return { ...phone, deviceKey: `04${hex(x)}${hex(y)}`, sign: signIt, writeSigned: (draft) => signIt(phone.write(draft)) }
}

/** Signs in on `device`, telling the key of that phone. */
export function signInWithKey(server: TestServer, username: string, device: string, deviceKey: string) {
  return server.app.inject({ method: 'POST', url: '/api/session', payload: { username, password: DEMO_PASSWORD, ...proofOf(device), deviceKey } })
}

/** Signs in on `phone` with its key and gives the `cookie` header. */
export async function enrol(server: TestServer, username: string, phone: SigningPhone): Promise<string> {
  const reply = await signInWithKey(server, username, phone.device, phone.deviceKey)
  const [cookie] = reply.cookies
  if (cookie === undefined) throw new Error(`${username} could not sign in: ${reply.body}`)
  return `${cookie.name}=${cookie.value}`
}
