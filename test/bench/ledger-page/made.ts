/** Work as inspectors do it, made up: sites, visits of twenty entries, photographs. Incompressible like real ones, different from each other. */
import { sha256 } from '#device/digest.ts'
import type { NewPhoto } from '#device/doors.ts'
import type { Draft } from '#domain/entries/kinds.ts'

const SMALLEST = 100 * 1024
const LARGEST = 300 * 1024
const noise = makeNoise(LARGEST)

/** The photograph number `n`: 100 to 300 KB. JPEG by its first bytes, which is what the server looks at. */
export async function photo(n: number): Promise<NewPhoto> {
  const bytes = noise.slice(0, SMALLEST + ((n * 7919) % (LARGEST - SMALLEST)))
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  new DataView(bytes.buffer).setUint32(8, n)
  return { sha256: await sha256(bytes.buffer), bytes: bytes.buffer, mime: 'image/jpeg', width: 1600, height: 1200 }
}

/** The entry that goes with a photograph. */
export function photoDraft(area: string, about: { site: string; visit: string; finding: string }, { sha256: name, bytes, mime, width, height }: NewPhoto): Draft {
  return { kind: 'attachment.added', area, about, body: { sha256: name, mime, bytes: bytes.byteLength, width, height, role: 'before' } }
}

export function siteDraft(area: string, id: string, n: number): Draft {
  return {
    kind: 'site.registered', id, area, about: {},
    body: { name: `通江路 ${n} 号店面装修`, kind: 'decoration', address: `梅李镇通江路 ${n} 号`, place: { kind: 'point', lat: 31.7, lng: 120.85, accuracyM: 12 } },
    personal: { contactName: '周师傅', contactPhone: '13800000000' },
  }
}

/** Entries of one visit. */
export const VISIT_ENTRIES = 20
/** Photographs among them. */
export const VISIT_PHOTOS = 2

/**
 * A visit with ten answers, four checks and a finding. The checks have no full identity number, so that the server has nothing to ask the
 * platform again.
 */
export function visitDrafts(area: string, site: string, uuid: () => string, photos: readonly NewPhoto[]): Draft[] {
  const about = { site, visit: uuid() }
  const found = { ...about, finding: uuid() }
  const checks = Array.from({ length: 4 }, uuid)
  const answeredAt = Date.UTC(2026, 10, 20)
  return [
    { kind: 'visit.started', id: about.visit, area, about, body: { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } } },
    ...Array.from({ length: 10 }, (_, i): Draft => ({ kind: 'visit.answered', area, about, body: { item: `C${i}`, value: i === 3 ? 'not-conform' : 'conform' } })),
    ...checks.map((check): Draft => ({
      kind: 'check.made', id: check, area, about: { ...about, check },
      body: {
        method: 'camera', subject: 'person', shape: 'id-number', seenColour: null, simulated: true,
        verdict: { code: 'yellow', basis: 'live', reason: 'yellow-code', answeredAt, ageMs: 0, validUntil: null, policy: '1' },
        answer: { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '', answeredAt },
      },
      personal: { nameMasked: '张**', lastFour: '0008' },
    })),
    {
      kind: 'finding.raised', id: found.finding, area, about: found,
      body: { item: 'C3', severity: 'general', text: '脚手架未设置防护栏杆，作业人员未系安全带。', checks, action: 'stop-work', deadline: null, draft: false },
    },
    ...photos.map((one) => photoDraft(area, found, one)),
    { kind: 'finding.rectified', area, about: found, body: { text: '已现场整改。' } },
    { kind: 'visit.ended', area, about, body: { result: 'problems' } },
  ]
}

/** Noise that is the same in every page. */
function makeNoise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let x = 1
  for (let i = 0; i < length; i++) {
    x = (x * 48271) % 2147483647
    bytes[i] = x >> 8
  }
  return bytes
}
