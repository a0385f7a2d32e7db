/** Drafts as the screens make them. */
import type { Draft } from '#domain/entries/kinds.ts'
import type { NewPhoto } from '#device/doors.ts'
import { sha256 } from '#device/digest.ts'
import { town } from './session.ts'

export function aSite(name = '梅李镇通江路店面装修'): Draft {
  return {
    kind: 'site.registered',
    area: town,
    about: {},
    body: { name, kind: 'decoration', address: '通江路 1 号', place: { kind: 'none', reason: 'denied' } },
    personal: { contactName: '周师傅', contactPhone: '13800000000' },
  }
}

export function aVisit(site: string, id?: string): Draft {
  return {
    kind: 'visit.started',
    area: town,
    about: id === undefined ? { site } : { site, visit: id },
    body: { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } },
    ...(id === undefined ? {} : { id }),
  }
}

export function anAnswer(site: string, visit: string, item: string, value: 'conform' | 'not-conform' = 'conform'): Draft {
  return { kind: 'visit.answered', area: town, about: { site, visit }, body: { item, value } }
}

/** A JPEG by its first bytes, else `length` bytes that differ by `seed`. */
export async function aPhoto(seed = 1, length = 2_000): Promise<NewPhoto> {
  const bytes = new Uint8Array(length).map((_, i) => (i * 31 + seed * 17) % 251)
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  bytes.set([0xff, 0xd9], length - 2)
  return { sha256: await sha256(bytes.buffer), bytes: bytes.buffer, mime: 'image/jpeg', width: 640, height: 480 }
}

/** Makes the entry that goes with `photo`. */
export function aPhotoDraft(site: string, visit: string, finding: string, photo: NewPhoto): Draft {
  const { sha256: name, mime, bytes, width, height } = photo
  return { kind: 'attachment.added', area: town, about: { site, visit, finding }, body: { sha256: name, mime, bytes: bytes.byteLength, width, height, role: 'before' } }
}
