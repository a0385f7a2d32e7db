/** One run: phones, server and network live through a history, are healed, and are looked at. */
import { checkPerson } from '#check/ask.ts'
import type { Answer } from '#domain/check.ts'
import type { Session } from '#domain/contract.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { IdNumber } from '#domain/identity.ts'
import { MINUTE } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { NewPhoto } from '#device/doors.ts'
import { openDatabase } from '#device/database/open.ts'
import { pullLedger } from '#sync/pull-ledger.ts'
import { runSync } from '#sync/run-sync.ts'
import { emptyTally } from '#sync/sync-outcome.ts'
import type { Doors } from '../../server/doors.ts'
import { aPhoto } from '../support/drafts.ts'
import { createHandset, signIn, signOut, type Handset, type Tab } from '../support/faults/handset.ts'
import { crossCryptography, together } from '../support/faults/life.ts'
import { startMortalServer, type MortalServer, type Template } from '../support/faults/mortal-server.ts'
import type { Deliver, Wire } from '../support/faults/network.ts'
import type { Phone } from '../support/phone.ts'
import { violations } from './invariants.ts'
import type { Act, History, Step, Writing } from './history.ts'

export const users = [
  { username: 'wang', area: '320581101' },
  { username: 'li', area: '320581101' },
  { username: 'zhao', area: '320581102' },
] as const

/** A mistake planted in the doors of the run; product code knows nothing of it. */
export interface Plant {
  phone?: (tab: Tab) => Phone
  server?: (doors: Doors) => Doors
  /** Stands between the network and the server's routes. */
  front?: (deliver: Deliver, server: () => MortalServer) => Deliver
}

/** What the phone said was kept. */
export interface Captured {
  phone: number
  /** Hashes of the entries as they were stored when the phone said so, by id. */
  entries: Map<string, string>
  photos: NewPhoto[]
}

export interface Figures {
  entries: number
  photos: number
  requests: number
  phoneDeaths: number
  serverDeaths: number
  faults: number
  restores: number
  losses: number
}

export interface World {
  handsets: (Handset | undefined)[]
  server: MortalServer
  captured: Captured[]
  /** Users who work elsewhere now. */
  moved: Set<string>
  restored: boolean
  figures: Figures
}

const START = Date.parse('2026-11-20T01:00:00Z')
const workers = ['320581196010010008', '320581198110220001', '320581198502140000', '320581198312040009'] as const

/** Numbers in [0, 1) that follow from `seed` (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function bytesOf(seed: number): (count: number) => Uint8Array<ArrayBuffer> {
  const next = numbers(seed)
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256))
}

/** Lives through `history` and returns what is wrong at the end, and how much was done. */
export async function run(template: Template, history: History, plant: Plant = {}): Promise<{ wrong: string[]; figures: Figures }> {
  crossCryptography()
  const alive = await begin(template, history, plant)
  try {
    for (const step of history.steps) {
      await alive.take(step)
      alive.pass(1_000)
    }
    const quiet = await alive.heal()
    const wrong = await violations(alive.world)
    const { world } = alive
    Object.assign(world.figures, {
      phoneDeaths: world.handsets.reduce((sum, handset) => sum + (handset?.deaths() ?? 0), 0),
      serverDeaths: world.server.deaths(),
    })
    return { wrong: quiet ? wrong : ['the phones never came to rest', ...wrong], figures: world.figures }
  } finally {
    await alive.world.server.close()
  }
}

async function begin(template: Template, history: History, plant: Plant) {
  let now = START
  let platformUp = true
  let photoSeed = history.seed % 97
  const own = bytesOf(history.seed)
  const pick = numbers(history.seed + 1)
  const ask = (idNumber: string): Answer => {
    const answeredAt = now
    if (!platformUp) return { kind: 'fault', fault: 'timeout', answeredAt }
    switch (workers.indexOf(idNumber as (typeof workers)[number])) {
      case 0:
        return { kind: 'code', colour: 'green', validUntil: '2027-11-20', nameMasked: '张*', answeredAt }
      case 1:
        return { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '李*', answeredAt }
      case 3:
        return { kind: 'code', colour: 'red', validUntil: null, nameMasked: '赵*', answeredAt }
      default:
        return { kind: 'no-record', answeredAt }
    }
  }
  const server = await startMortalServer(template, { now: () => now, random: bytesOf(history.seed + 2), ask, ...(plant.server && { alter: plant.server }) })
  const figures: Figures = { entries: 0, photos: 0, requests: 0, phoneDeaths: 0, serverDeaths: 0, faults: 0, restores: 0, losses: 0 }
  const world: World = { handsets: [], server, captured: [], moved: new Set(), restored: false, figures }
  const visits: ({ site: string; visit: string; finding: string | null; area: string } | undefined)[] = []
  const counted: Deliver = (request) => {
    figures.requests += 1
    return server.deliver(request)
  }
  const wire: Wire = {
    deliver: plant.front?.(counted, () => server) ?? counted,
    endSessions: async () => void (await server.doors().db.deleteFrom('session').execute()),
    killServerAt: (crossing) => server.killAt(crossing),
    late: [],
    underWay: new Set(),
  }

  /** The phone, signed in from the beginning by the user of the same number. */
  async function handset(number: number): Promise<Handset> {
    const at = number % history.phones
    const known = world.handsets[at]
    if (known !== undefined) return known
    const made = createHandset({ wire, now: () => now, random: bytesOf(history.seed + 10 + at), batch: history.batch, ...(plant.phone && { alter: plant.phone }) })
    world.handsets[at] = made
    made.users.push(users[at]!.username)
    await made.use(0, null, (phone) => signIn(phone, users[at]!.username))
    return made
  }

  const uuid = () => uuidv7(now, own(10))

  async function write(number: number, phone: Phone, drafts: Draft[], photos: NewPhoto[] = []): Promise<boolean> {
    const outcome = await phone.ledger.write(drafts, photos)
    if (outcome.kind !== 'written') return false
    const storage = world.handsets[number]!.storage
    world.captured.push({ phone: number, entries: await hashesOf(storage, outcome.ids), photos })
    figures.entries += outcome.ids.length
    figures.photos += photos.length
    return true
  }

  /** What `what` makes of entries, together with the visit they need where there is none. */
  function draftsFor(what: Writing, number: number, area: string, photo: NewPhoto | null): { drafts: Draft[]; after: (typeof visits)[number] } {
    const before = visits[number]?.area === area ? visits[number] : undefined
    const fresh = before ?? { site: uuid(), visit: uuid(), finding: null, area }
    const { site, visit } = fresh
    const about = { site, visit }
    const registered: Draft = {
      kind: 'site.registered', id: site, area, about: { site },
      body: { name: '通江路店面装修', kind: 'decoration', address: '', place: { kind: 'none', reason: 'denied' } }, personal: { contactName: '周师傅' },
    }
    const begun: Draft = { kind: 'visit.started', id: visit, area, about, body: { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } } }
    const first = before === undefined ? [registered, begun] : []
    const answered = (item: string): Draft => ({ kind: 'visit.answered', area, about, body: { item, value: pick() < 0.5 ? 'conform' : 'not-conform' } })
    const finding = fresh.finding ?? uuid()
    const raised: Draft = {
      kind: 'finding.raised', id: finding, area, about: { ...about, finding },
      body: { item: null, severity: 'general', text: '临边无防护', checks: [], action: 'stop-work', deadline: null, draft: false },
    }
    switch (what) {
      case 'answer':
        return { drafts: [...first, answered('C01')], after: fresh }
      case 'answers':
        return { drafts: [...first, answered('C01'), answered('C02'), answered('E01')], after: fresh }
      case 'site':
        return { drafts: [{ ...registered, id: uuid(), about: {} }], after: before }
      case 'visit': {
        const next = { ...fresh, visit: uuid(), finding: null }
        return { drafts: [...first.slice(0, 1), { ...begun, id: next.visit, about: { site, visit: next.visit } }], after: next }
      }
      case 'finding':
        return { drafts: [...first, ...(fresh.finding === null ? [raised] : [{ ...raised, id: uuid(), about }])], after: { ...fresh, finding } }
      case 'photo':
      case 'big-photo': {
        const { sha256, mime, bytes, width, height } = photo!
        const shown: Draft = { kind: 'attachment.added', area, about: { ...about, finding }, body: { sha256, mime, bytes: bytes.byteLength, width, height, role: 'scene' } }
        return { drafts: [...first, ...(fresh.finding === null ? [raised] : []), shown], after: { ...fresh, finding } }
      }
      case 'end':
        return { drafts: [...first, { kind: 'visit.ended', area, about, body: { result: 'no-problem' } }], after: undefined }
    }
  }

  async function does(number: number, phone: Phone, act: Act): Promise<void> {
    const session = await phone.session.load()
    if (session === null) return
    switch (act.act) {
      case 'sync':
        await runSync(phone, session)
        await phone.journal.sweep()
        return
      case 'pull':
        await pullLedger(phone, session, emptyTally(), () => {})
        return
      case 'write': {
        const photo = photos.get(act) ?? null
        const { drafts, after } = draftsFor(act.what, number, session.account.area, photo)
        if (await write(number, phone, drafts, photo === null ? [] : [photo])) visits[number] = after
      }
    }
  }

  /** Photographs are taken before the step: hashing them is no crossing. */
  const photos = new Map<Act, NewPhoto>()
  async function photograph(act: Act): Promise<void> {
    if (act.act !== 'write' || !act.what.endsWith('photo')) return
    photoSeed += 1
    photos.set(act, await (act.what === 'photo' ? album(photoSeed % 11, 600) : album(photoSeed % 3, 270_000)))
  }

  async function check(number: number, phone: Phone, person: number): Promise<void> {
    const session = await phone.session.load()
    if (session === null) return
    const { area } = session.account
    if (visits[number]?.area !== area) {
      const { drafts, after } = draftsFor('answer', number, area, null)
      if (await write(number, phone, drafts)) visits[number] = after
    }
    const open = visits[number]
    if (open === undefined) return
    const { draft } = await checkPerson(phone, session, { site: open.site, visit: open.visit, area, method: 'camera', shape: null, seenColour: null, id: workers[person] as IdNumber })
    await write(number, phone, [draft])
  }

  async function take(step: Step): Promise<void> {
    if (step.do === 'account' || step.do === 'time' || step.do === 'platform' || step.do === 'recheck' || step.do === 'back-up' || step.do === 'restore') return befall(step)
    const number = step.phone % history.phones
    const at = await handset(number)
    const planned = 'faults' in step ? step.faults : []
    const dieAt = 'dieAt' in step ? step.dieAt : null
    at.faults = [...planned]
    switch (step.do) {
      case 'act':
        await photograph(step.act)
        await at.use(0, dieAt, (phone) => does(number, phone, step.act))
        break
      case 'both': {
        for (const act of step.acts) await photograph(act)
        const order = numbers(step.order)
        // Both tabs are open before they begin, so that neither takes the other's start for a turn.
        for (const tab of [0, 1] as const) await at.use(tab, null, async () => {})
        await together(
          step.acts.map((act, tab) => async (turn) => void (await at.use(tab as 0 | 1, tab === 0 ? dieAt : null, (phone) => does(number, phone, act), turn))),
          (count) => Math.floor(order() * count),
        )
        break
      }
      case 'check':
        await at.use(0, dieAt, (phone) => check(number, phone, step.person))
        break
      case 'sign-in': {
        const { username } = users[step.user]!
        // Whoever has once signed in may have written.
        at.users = [...at.users.filter((name) => name !== username), username]
        await at.use(0, dieAt, (phone) => signIn(phone, username))
        break
      }
      case 'sign-out':
        await at.use(0, dieAt, signOut)
        break
      case 'lose':
        await at.lose()
        visits[number] = undefined
        figures.losses += 1
        await at.use(0, dieAt, (phone) => signIn(phone, at.users.at(-1)!))
        break
      case 'offer-again':
        await at.use(0, dieAt, (phone) => phone.outbox.release())
        break
      case 'clock':
        at.skew = step.skew
        break
    }
    figures.faults += planned.length - at.faults.length
    at.faults = []
  }

  async function befall(step: Extract<Step, { do: 'account' | 'time' | 'platform' | 'recheck' | 'back-up' | 'restore' }>): Promise<void> {
    switch (step.do) {
      case 'account': {
        const { username } = users[step.user]!
        const columns = { disabled: { disabledAt: now }, enabled: { disabledAt: null }, moved: { area: '320581110' } }[step.becomes]
        if (step.becomes === 'moved') world.moved.add(username)
        await server.doors().db.updateTable('account').set(columns).where('username', '=', username).execute()
        return
      }
      case 'time':
        now += step.passes
        return
      case 'platform':
        platformUp = step.up
        return
      case 'recheck':
        server.killAt(step.dieAt)
        await server.recheck()
        server.killAt(null)
        return
      case 'back-up':
        await server.backUp()
        return
      case 'restore':
        await server.restore(step.renamed)
        world.restored = true
        figures.restores += 1
    }
  }

  /** Everything works again, everybody comes back: true when all phones came to rest. */
  async function heal(): Promise<boolean> {
    for (const { request } of wire.late.splice(0)) await server.deliver(request)
    platformUp = true
    await server.doors().db.updateTable('account').set({ disabledAt: null, lockedUntil: null, failures: 0 }).execute()
    // An office that moved somebody does so again when its records were set back.
    for (const username of world.moved) await server.doors().db.updateTable('account').set({ area: '320581110' }).where('username', '=', username).execute()
    const there = world.handsets.filter((one) => one !== undefined)
    for (const one of there) {
      one.restart()
      for (const username of one.users) {
        if (username !== one.users[0]) await untilQuiet([one], 3)
        await one.use(0, null, (phone) => signIn(phone, username))
      }
    }
    return untilQuiet(there, 12)
  }

  async function untilQuiet(those: readonly Handset[], rounds: number): Promise<boolean> {
    for (let round = 0; round < rounds; round += 1) {
      let quiet = true
      for (const one of those) {
        const came = await one.use(0, null, async (phone) => {
          const outcome = await runSync(phone, (await phone.session.load()) as Session)
          await phone.journal.sweep()
          const { entries, photos } = await phone.outbox.waiting()
          return { ...outcome, waiting: entries + photos }
        })
        const { kind, delivered, photosDelivered, pulled, quarantined, waiting } = came!.outcome
        if (kind !== 'done' || delivered + photosDelivered + pulled + quarantined + waiting > 0) quiet = false
      }
      if (quiet) return true
      now += MINUTE
      await server.recheck()
    }
    return false
  }

  return { world, take, heal, pass: (ms: number) => { now += ms } }
}

const taken = new Map<string, Promise<NewPhoto>>()

/** One of a few photographs: the same one is sometimes taken twice. */
function album(seed: number, length: number): Promise<NewPhoto> {
  const name = `${seed} ${length}`
  const photo = taken.get(name) ?? aPhoto(seed, length)
  taken.set(name, photo)
  return photo
}

async function hashesOf(storage: IDBFactory, ids: readonly string[]): Promise<Map<string, string>> {
  const database = openDatabase(storage)
  const rows = await database.run(['ledger'], 'readonly', (tx) => Promise.all(ids.map((id) => tx.objectStore('ledger').get(id))))
  await database.close()
  return new Map(ids.map((id, i) => [id, rows[i]?.entry.hash ?? 'not there']))
}
