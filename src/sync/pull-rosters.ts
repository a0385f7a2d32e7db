/** The rosters of registered projects come to the phone after everything else. Whatever goes wrong with them, entries are not held up. */
import type { Doors, Reply } from '#device/doors.ts'
import { isStorageTrouble } from './trouble.ts'

type RosterDoors = Pick<Doors, 'network' | 'rosters'>
type Failed = Exclude<Reply<unknown>, { kind: 'ok' }>

/** `people`: on the rosters that are here now. `failed`: the list was not to be had, or the network broke off. `paused`: the caller said so. */
export type RostersEnd = { kind: 'done'; people: number } | { kind: 'paused' } | { kind: 'failed'; reply: Failed }

/** How many rosters one run fetches at most: a phone that is new in an area takes them over several. */
const AT_MOST = 20

/**
 * Follows the server's list and fetches what changed. True when there is nothing left to fetch that the server would give now; a
 * server that is too old for rosters has none to give.
 */
export async function pullRosters(doors: RosterDoors & Pick<Doors, 'outbox'>): Promise<boolean> {
  try {
    // What was written meanwhile goes first.
    const end = await fetchRosters(doors, async (fetched) => fetched < AT_MOST && (await doors.outbox.waiting()).entries === 0)
    return end.kind === 'done' || (end.kind === 'failed' && !isCutOff(end.reply))
  } catch (cause) {
    if (!isStorageTrouble(cause)) throw cause
    // Most likely no space. Asking again at once would not make any.
    return true
  }
}

/** `mayGoOn` is asked before each roster, with how many were fetched and how many there are to fetch. */
export async function fetchRosters({ network, rosters }: RosterDoors, mayGoOn: (fetched: number, of: number) => Promise<boolean>): Promise<RostersEnd> {
  const list = await network.rosterList()
  if (list.kind !== 'ok') return { kind: 'failed', reply: list }
  await rosters.follow(list.value)
  const kept = await rosters.versions()
  const changed = list.value.rosters.filter(({ site, version }) => kept.get(site) !== version)
  for (const [fetched, { site }] of changed.entries()) {
    if (!(await mayGoOn(fetched, changed.length))) return { kind: 'paused' }
    const reply = await network.roster(site)
    if (isCutOff(reply)) return { kind: 'failed', reply }
    // One that is refused or cannot be read does not hold up the others.
    if (reply.kind === 'ok' && reply.value.site === site) await rosters.keep(reply.value)
  }
  const here = await rosters.versions()
  return { kind: 'done', people: list.value.rosters.filter(({ site }) => here.has(site)).reduce((sum, { people }) => sum + people, 0) }
}

function isCutOff(reply: Reply<unknown>): reply is Failed {
  return reply.kind === 'unreachable' && reply.why !== 'not-ours'
}
