/** What a request of the phone says, compressed or not. */
import { gunzipSync } from 'node:zlib'

export function readText({ body }: RequestInit): string {
  return body instanceof ArrayBuffer ? gunzipSync(body).toString() : String(body)
}

export function readJson(init: RequestInit): unknown {
  return JSON.parse(readText(init))
}
