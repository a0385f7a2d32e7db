/**
 * The mistakes that others made, each planted in the doors around the real phone or the real server. A simulation that does not
 * catch them sees nothing. What cannot be planted, or cannot matter, says why.
 */
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { KyselyPlugin } from 'kysely'
import type { Parcel, PullReply, PushReply } from '#domain/contract.ts'
import { hashedText } from '#domain/entries/envelope.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { Reply as Answered } from '#device/doors.ts'
import { getMeta, putMeta, type Database } from '#device/database/open.ts'
import { count, toOutboxRow } from '#device/database/outbox-rows.ts'
import type { Doors } from '../../server/doors.ts'
import type { Tab } from '../support/faults/handset.ts'
import type { MortalServer } from '../support/faults/mortal-server.ts'
import type { Reply, Request } from '../support/faults/network.ts'
import type { Phone } from '../support/phone.ts'
import type { Plant } from './world.ts'

export interface Mutant {
  name: string
  plant: Plant
  /** Whether it shows only when a server is set back. */
  restores?: true
  /** Whether it shows only when a phone's database comes back empty. */
  losses?: true
}

/** Of the list in the protocol's description, what has nothing to be planted in. */
export const unplantable: Readonly<Record<string, string>> = {
  'conflict resolved before it is sent': 'the ledger is append-only: no entry is edited, so there is no conflict to resolve, and nothing in the doors does it',
  'shadow copy forgotten': 'a pull never replaces an entry, so the phone keeps no shadow of one; the nearest mistake is planted as “pull overwrites”',
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Takes rows out of the outbox as if they were delivered. */
async function forget(database: Database, ids: readonly string[]): Promise<void> {
  await database.run(['outbox', 'meta'], 'readwrite', async (tx) => {
    const outbox = tx.objectStore('outbox')
    const rows = (await Promise.all(ids.map((id) => outbox.index('entry').get(id)))).filter((row) => row?.delivery.state === 'waiting')
    await Promise.all([...rows.map((row) => outbox.delete(row!.deviceSeq)), count(tx, { waiting: -rows.length })])
  })
}

const withOutbox = (change: (tab: Tab) => Partial<Phone['outbox']>): Plant => ({
  phone: (tab) => ({ ...tab.phone, outbox: { ...tab.phone.outbox, ...change(tab) } }),
})
const withNetwork = (change: (tab: Tab) => Partial<Phone['network']>): Plant => ({
  phone: (tab) => ({ ...tab.phone, network: { ...tab.phone.network, ...change(tab) } }),
})

/** Does `then` after a push with what came of it. */
const afterPush = (then: (tab: Tab, parcels: readonly Parcel[], reply: Answered<PushReply>) => Promise<void>): Plant =>
  withNetwork((tab) => ({
    async push(device, parcels) {
      const reply = await tab.phone.network.push(device, parcels)
      await then(tab, parcels, reply)
      return reply
    },
  }))

const idsOf = (parcels: readonly Parcel[]) => parcels.map(({ entry }) => entry.id)

/** What a push carries; `null` for anything else, and for one that was cut. */
function carried({ method, path, headers, body }: Request): Record<string, unknown> & { entries: Parcel[] } | null {
  if (method !== 'POST' || path !== '/api/entries' || body === null) return null
  try {
    return JSON.parse((headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()) as { entries: Parcel[] }
  } catch {
    return null
  }
}

function carrying(request: Request, push: { entries: Parcel[] }): Request {
  const { 'content-encoding': _, ...headers } = request.headers
  return { ...request, headers, body: Buffer.from(JSON.stringify(push)) }
}

function rewritten<T>(reply: Reply, change: (value: T) => T): Reply {
  return reply.status === 200 ? { ...reply, body: Buffer.from(JSON.stringify(change(JSON.parse(reply.body.toString()) as T))) } : reply
}

/** A receipt as the server signs it, for what it has not stored. */
function falseReceipt(server: MortalServer, { entry }: Parcel): PushReply['results'][number] {
  const { keys, now } = server.doors()
  return { id: entry.id, outcome: 'stored', receipt: keys.signReceipt({ entryId: entry.id, hash: entry.hash, area: entry.area, seq: 999, receivedAt: now() }) }
}

/** What of `push` is settled by `takes` never reaches the ledger, and is receipted all the same. */
const receiptedUnstored = (takes: (server: MortalServer, entries: readonly Parcel[]) => Promise<Set<Parcel>>, note: (entries: readonly Parcel[], reply: Reply | null) => void = () => {}): Plant => ({
  front: (deliver, server) => async (request) => {
    const push = carried(request)
    if (push === null) return deliver(request)
    const taken = await takes(server(), push.entries)
    const rest = push.entries.filter((parcel) => !taken.has(parcel))
    const reply = await deliver(carrying(request, { ...push, entries: rest }))
    note(rest, reply)
    return reply && rewritten<PushReply>(reply, (value) => ({ ...value, results: [...value.results, ...[...taken].map((parcel) => falseReceipt(server(), parcel))] }))
  },
})

/** What `work` does to deliveries is undone by `undo`. */
const undoing = (undo: (tab: Tab, before: { receipts: Map<string, unknown>; apart: Map<string, unknown> }) => Promise<void>): Plant =>
  withOutbox((tab) => {
    const around = <A extends unknown[], T>(work: (...given: A) => Promise<T>) => async (...given: A): Promise<T> => {
      const before = await tab.database.run(['receipts', 'outbox'], 'readonly', async (tx) => ({
        receipts: new Map((await tx.objectStore('receipts').getAll()).map((receipt) => [receipt.entryId, receipt])),
        apart: new Map((await tx.objectStore('outbox').getAll()).filter((row) => row.delivery.state === 'quarantined').map((row) => [row.entryId, row])),
      }))
      const outcome = await work(...given)
      await undo(tab, before)
      return outcome
    }
    return { reoffer: around(tab.phone.outbox.reoffer), applyPull: around(tab.phone.outbox.applyPull) }
  })

export const mutants: readonly Mutant[] = [
  {
    name: 'ack before send',
    plant: withOutbox(({ phone, database }) => ({
      async next(limit) {
        const parcels = await phone.outbox.next(limit)
        await forget(database, idsOf(parcels))
        return parcels
      },
      async delivered(receipts) {
        await database.run(['receipts', 'meta'], 'readwrite', async (tx) => {
          await Promise.all([...receipts.map((receipt) => tx.objectStore('receipts').put(receipt)), count(tx, { delivered: receipts.length })])
        })
      },
    })),
  },
  {
    name: 'new id on retry',
    plant: {
      phone({ phone }) {
        const sent = new Set<string>()
        const renamed = ({ entry, personal }: Parcel): Parcel => {
          const fresh = { ...entry, id: uuidv7(entry.at, phone.random.bytes(10)) }
          return { entry: { ...fresh, hash: sha256(hashedText(fresh)) }, personal }
        }
        return {
          ...phone,
          network: {
            ...phone.network,
            async push(device, parcels) {
              const again = parcels.map((parcel) => (sent.has(parcel.entry.id) ? renamed(parcel) : parcel))
              for (const id of idsOf(parcels)) sent.add(id)
              return phone.network.push(device, again)
            },
          },
        }
      },
    },
  },
  {
    name: 'server without dedupe',
    plant: {
      server(doors: Doors): Doors {
        const asked = new WeakSet<object>()
        const blind: KyselyPlugin = {
          transformQuery({ node, queryId }) {
            if (node.kind === 'SelectQueryNode' && asksWhatIsKnown(JSON.stringify(node))) asked.add(queryId)
            return node
          },
          transformResult: async ({ result, queryId }) => (asked.has(queryId) ? { ...result, rows: [] } : result),
        }
        return { ...doors, db: doors.db.withPlugin(blind) }
      },
    },
  },
  {
    name: 'whole batch acknowledged on one success',
    plant: {
      front: (deliver, server) => async (request) => {
        const push = carried(request)
        const reply = await deliver(request)
        if (push === null || reply === null) return reply
        return rewritten<PushReply>(reply, (value) => {
          if (!value.results.some(({ outcome }) => outcome === 'stored' || outcome === 'known')) return value
          return { ...value, results: value.results.map((result) => ('receipt' in result ? result : falseReceipt(server(), push.entries.find(({ entry }) => entry.id === result.id)!))) }
        })
      },
    },
  },
  {
    name: 'acknowledged by record, not by entry',
    plant: withOutbox(({ phone, database }) => ({
      async delivered(receipts) {
        await phone.outbox.delivered(receipts)
        const of = await database.run(['ledger', 'outbox'], 'readonly', async (tx) => {
          const rows = await Promise.all(receipts.map((receipt) => tx.objectStore('ledger').get(receipt.entryId)))
          const visits = new Set(rows.map((row) => row?.entry.about.visit))
          return (await tx.objectStore('outbox').getAll()).filter((row) => row.visit !== null && visits.has(row.visit)).map((row) => row.entryId)
        })
        await forget(database, of)
      },
    })),
  },
  {
    name: 'bytes changed in flight',
    plant: withNetwork(({ phone }) => ({
      push: (device, parcels) => phone.network.push(device, parcels.map(({ entry, personal }) => ({ entry: { ...entry, clockTrusted: true }, personal }))),
    })),
  },
  {
    name: 'bytes changed in flight, and hashed again',
    plant: withNetwork(({ phone }) => ({
      push: (device, parcels) => phone.network.push(device, parcels.map(({ entry, personal }) => {
        const changed = { ...entry, clockTrusted: true }
        return { entry: { ...changed, hash: sha256(hashedText(changed)) }, personal }
      })),
    })),
  },
  {
    name: 'cursor moved before applying',
    plant: withOutbox(({ phone, database }) => ({
      async applyPull(before, page) {
        const moved = await database.run(['meta'], 'readwrite', async (tx) => {
          const pull = await getMeta(tx, 'pull')
          if (pull !== undefined && pull.epoch !== page.epoch) return false
          await putMeta(tx, 'pull', { epoch: page.epoch, cursor: page.cursor })
          return true
        })
        return phone.outbox.applyPull(moved ? page.cursor : before, page)
      },
    })),
  },
  {
    name: 'pull overwrites what is here',
    plant: withOutbox(({ phone, database }) => ({
      async applyPull(before, page) {
        const applied = await phone.outbox.applyPull(before, page)
        if (applied) {
          await database.run(['ledger'], 'readwrite', async (tx) => {
            await Promise.all(page.entries.map(({ entry }) => tx.objectStore('ledger').put({ entry, personal: null })))
          })
        }
        return applied
      },
    })),
  },
  { name: 'dropped on a refusal', plant: afterPush(async ({ database }, parcels, reply) => {
    if (reply.kind === 'refused' && reply.refusal.code !== 'signed-out') await forget(database, idsOf(parcels))
  }) },
  {
    name: 'capture in two transactions',
    plant: {
      phone: ({ phone, database }) => ({
        ...phone,
        ledger: Object.assign(Object.create(phone.ledger) as Phone['ledger'], {
          write: async (...given: Parameters<Phone['ledger']['write']>) => {
            const outcome = await phone.ledger.write(...given)
            if (outcome.kind !== 'written') return outcome
            // As if the rows had come in a second transaction: between the two there is a moment without them.
            const rows = await database.run(['ledger'], 'readonly', (tx) => Promise.all(outcome.ids.map((id) => tx.objectStore('ledger').get(id))))
            await database.run(['outbox'], 'readwrite', async (tx) => {
              await Promise.all(rows.map((row) => tx.objectStore('outbox').delete(row!.entry.deviceSeq)))
            })
            await database.run(['outbox'], 'readwrite', async (tx) => {
              await Promise.all(rows.map((row) => tx.objectStore('outbox').put(toOutboxRow(row!.entry))))
            })
            return outcome
          },
        }),
      }),
    },
  },
  {
    name: 'marked seen before stored',
    plant: (() => {
      const seen = new WeakMap<MortalServer, Set<string>>()
      let mine = new Set<string>()
      return receiptedUnstored(
        async (server, entries) => {
          mine = seen.get(server) ?? new Set()
          seen.set(server, mine)
          const taken = new Set(entries.filter(({ entry }) => mine.has(entry.id)))
          for (const { entry } of entries) mine.add(entry.id)
          return taken
        },
        (rest, reply) => {
          // An orderly answer takes back what was not stored; a death cannot.
          const results = reply?.status === 200 ? (JSON.parse(reply.body.toString()) as PushReply).results : []
          const stored = new Set(results.filter((result) => 'receipt' in result).map(({ id }) => id))
          if (reply !== null) for (const { entry } of rest) if (!stored.has(entry.id)) mine.delete(entry.id)
        },
      )
    })(),
  },
  {
    name: 'server without a transaction',
    plant: {
      server: (doors) => ({
        ...doors,
        db: new Proxy(doors.db, {
          get: (db, name) => (name === 'transaction' ? () => ({ execute: (work: (tx: typeof db) => unknown) => work(db) }) : bound(db, name)),
        }),
      }),
    },
  },
  {
    name: 'cursor by time stamp',
    plant: {
      front: (deliver) => async (request) => {
        const since = /^\/api\/entries\?since=(.*)$/.exec(request.path)?.[1]
        if (request.method !== 'GET' || since === undefined) return deliver(request)
        const after = new Map(since.split(',').map((piece) => [piece.split(':')[0]!, Number(piece.split(':')[1])]))
        const reply = await deliver({ ...request, path: '/api/entries?since=' })
        return reply && rewritten<PullReply>(reply, (page) => {
          const entries = page.entries.filter(({ entry }) => entry.at > (after.get(entry.area) ?? 0))
          const newest = (area: string) => Math.max(after.get(area) ?? 0, ...entries.filter(({ entry }) => entry.area === area).map(({ entry }) => entry.at))
          return { ...page, entries, cursor: Object.fromEntries(Object.keys(page.cursor).map((area) => [area, newest(area)])) }
        })
      },
    },
  },
  { name: 'one kept apart blocks those after it', plant: withOutbox(({ phone }) => ({
    next: async (limit) => ((await phone.outbox.waiting()).quarantined > 0 ? [] : phone.outbox.next(limit)),
  })) },
  { name: 'expired session taken for a refusal', plant: afterPush(async ({ database }, parcels, reply) => {
    if (reply.kind === 'refused' && reply.refusal.code === 'signed-out') await forget(database, idsOf(parcels))
  }) },
  { name: 'any answer trusted', plant: afterPush(async ({ database }, parcels, reply) => {
    if (reply.kind === 'unreachable' && reply.why === 'not-ours') await forget(database, idsOf(parcels))
  }) },
  {
    name: 'last writer wins, by the phone’s clock',
    plant: receiptedUnstored(async (server, entries) => {
      const answered = await server.doors().db.selectFrom('entry').select(['visit', 'at', 'bytes', 'id']).where('kind', '=', 'visit.answered').execute()
      return new Set(entries.filter(({ entry }) => entry.kind === 'visit.answered' && answered.some(
        (row) => row.visit === entry.about.visit && row.at > entry.at && row.id !== entry.id && row.bytes.includes(`"item":"${entry.body.item}"`),
      )))
    }),
  },
  {
    name: 'no epoch',
    restores: true,
    plant: {
      phone({ phone }) {
        const of = async <T extends { epoch: string }>(asked: Promise<Answered<T>>): Promise<Answered<T>> => {
          const reply = await asked
          return reply.kind === 'ok' ? { kind: 'ok', value: { ...reply.value, epoch: 'the only one' } } : reply
        }
        const { network } = phone
        return {
          ...phone,
          network: {
            ...network,
            signIn: (...given) => of(network.signIn(...given)), currentSession: () => of(network.currentSession()),
            push: (...given) => of(network.push(...given)), pull: (...given) => of(network.pull(...given)),
          },
        }
      },
    },
  },
  {
    name: 'nothing offered again after a restore',
    restores: true,
    plant: undoing(async ({ database }, { receipts }) => {
      await database.run(['outbox', 'receipts', 'meta'], 'readwrite', async (tx) => {
        const here = new Set(await tx.objectStore('receipts').getAllKeys())
        for (const [id, receipt] of receipts) {
          if (here.has(id)) continue
          const row = await tx.objectStore('outbox').index('entry').get(id)
          if (row !== undefined) await tx.objectStore('outbox').delete(row.deviceSeq)
          await tx.objectStore('receipts').put(receipt as never)
          await count(tx, { waiting: -1, delivered: 1 })
        }
      })
    }),
  },
  {
    name: 'what was kept apart is not offered again after a restore',
    restores: true,
    plant: undoing(async ({ database }, { apart }) => {
      await database.run(['outbox', 'meta'], 'readwrite', async (tx) => {
        for (const row of await tx.objectStore('outbox').getAll()) {
          const before = apart.get(row.entryId)
          if (before === undefined || row.delivery.state !== 'waiting') continue
          await tx.objectStore('outbox').put(before as never)
          await count(tx, { waiting: -1, quarantined: 1 })
        }
      })
    }),
  },
  {
    name: 'pull without comparing the cursor',
    restores: true,
    plant: withOutbox(({ phone }) => ({ applyPull: async (_, page) => phone.outbox.applyPull(await phone.outbox.cursor(), page) })),
  },
  {
    name: 'photograph acknowledged with its entry',
    plant: withOutbox(({ phone, database }) => ({
      async delivered(receipts) {
        await phone.outbox.delivered(receipts)
        await database.run(['ledger', 'attachments', 'meta'], 'readwrite', async (tx) => {
          for (const { entryId } of receipts) {
            const entry = (await tx.objectStore('ledger').get(entryId))?.entry
            const photo = entry?.kind === 'attachment.added' ? await tx.objectStore('attachments').get(entry.body.sha256) : undefined
            if (photo?.state !== 'waiting') continue
            await tx.objectStore('attachments').put({ ...photo, state: 'delivered' })
            await count(tx, { photosWaiting: -1, photosDelivered: 1 })
          }
        })
      },
    })),
  },
  {
    name: 'no journal beside the database',
    losses: true,
    plant: { phone: ({ phone }) => ({ ...phone, journal: { ...phone.journal, enrol: async () => {} } }) },
  },
]

/** The question by which the server recognises what it has already. */
function asksWhatIsKnown(query: string): boolean {
  return ['"entry"', '"id"', '"hash"', '"received_at"'].every((name) => query.includes(name)) && !query.includes('"bytes"')
}

function bound<T extends object>(target: T, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name, target)
  return typeof member === 'function' ? (member.bind(target) as unknown) : member
}
