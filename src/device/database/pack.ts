/** 今日离线包 on the phone: what is known of people, and how much of everything the phone has with it. */
import { within, type AreaCode } from '#domain/areas.ts'
import { isOpen } from '#domain/finding-states.ts'
import { foldFindings, foldSites } from '#domain/fold.ts'
import type { PackDoor, TakenPack } from '../doors.ts'
import type { Vault } from '../vault.ts'
import { dropOldRows, replacePack, sealPack } from './known-answers.ts'
import { getMeta, putMeta, type Database } from './open.ts'
import type { LedgerRow } from './schema.ts'

export function createPack(database: Database, vault: Vault): PackDoor {
  return {
    async keep(pack, { area, oldest, ...taken }) {
      const [sealed, here] = await Promise.all([sealPack(vault, pack, oldest), countHere(database, area)])
      const { bytes, people } = sealed
      const state: TakenPack = { ...taken, sites: here.sites, openFindings: here.openFindings, knownPeople: people, bytes: here.bytes + bytes }
      await database.run(['answers', 'keys', 'meta'], 'readwrite', async (tx) => {
        await Promise.all([replacePack(tx, sealed), putMeta(tx, 'pack', state)])
      })
      return state
    },
    async last(account) {
      const kept = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'pack'))
      return kept?.account === account ? kept : null
    },
    async dropOld(oldest) {
      await database.run(['answers'], 'readwrite', (tx) => dropOldRows(tx, oldest))
    },
  }
}

/** Sites under way and open findings of `area`, and the bytes of these and of the rosters. Nothing is opened for it. */
async function countHere(database: Database, area: AreaCode): Promise<{ sites: number; openFindings: number; bytes: number }> {
  const [ledger, rosters] = await database.run(['ledger', 'rosters'], 'readonly', async (tx) => {
    const kinds = tx.objectStore('ledger').index('kind')
    const [sites, findings] = await Promise.all([kinds.getAll(family('site')), kinds.getAll(family('finding'))])
    return [[...sites, ...findings].filter(({ entry }) => within(entry.area, area)), await tx.objectStore('rosters').getAll()] as const
  })
  const entries = ledger.map(({ entry }) => entry)
  return {
    sites: [...foldSites(entries).values()].filter(({ status }) => status !== 'closed').length,
    openFindings: foldFindings(entries).filter(({ state }) => isOpen(state)).length,
    bytes: [...ledger.map(bytesOf), ...rosters.map(({ sealed }) => sealed.bytes.byteLength)].reduce((sum, bytes) => sum + bytes, 0),
  }
}

function bytesOf({ entry, personal }: LedgerRow): number {
  return JSON.stringify(entry).length + (personal?.bytes.byteLength ?? 0)
}

/** The kinds whose name begins with `name` and a dot. */
function family(name: string): IDBKeyRange {
  return IDBKeyRange.bound([`${name}.`], [`${name}.\uffff`])
}
