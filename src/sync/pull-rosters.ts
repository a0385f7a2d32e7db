/** The rosters of registered projects come to the phone after everything else. Whatever goes wrong with them, entries are not held up. */
import type { Doors, Reply } from '#device/doors.ts'
import { isStorageTrouble } from './trouble.ts'

/** How many rosters one run fetches at most: a phone that is new in an area takes them over several. */
const AT_MOST = 20

/**
 * Follows the server's list and fetches what changed. True when there is nothing left to fetch that the server would give now; a
 * server that is too old for rosters has none to give.
 */
export async function pullRosters(doors: Pick<Doors, 'network' | 'outbox' | 'rosters'>): Promise<boolean> {
  try {
    return await pull(doors)
  } catch (cause) {
    if (!isStorageTrouble(cause)) throw cause
    // Most likely no space. Asking again at once would not make any.
    return true
  }
}

async function pull({ network, outbox, rosters }: Pick<Doors, 'network' | 'outbox' | 'rosters'>): Promise<boolean> {
  const list = await network.rosterList()
  if (list.kind !== 'ok') return !isCutOff(list)
  await rosters.follow(list.value)
  const kept = await rosters.versions()
  const changed = list.value.rosters.filter(({ site, version }) => kept.get(site) !== version)
  for (const { site } of changed.slice(0, AT_MOST)) {
    // What was written meanwhile goes first.
    if ((await outbox.waiting()).entries > 0) return false
    const reply = await network.roster(site)
    if (isCutOff(reply)) return false
    // One that is refused or cannot be read does not hold up the others.
    if (reply.kind === 'ok' && reply.value.site === site) await rosters.keep(reply.value)
  }
  return changed.length <= AT_MOST
}

function isCutOff(reply: Reply<unknown>): boolean {
  return reply.kind === 'unreachable' && reply.why !== 'not-ours'
}
