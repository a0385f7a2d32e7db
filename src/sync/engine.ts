/** What a run of the sync needs, in one piece that is loaded after the first screen. */
export { pullRosters } from './pull-rosters.ts'
export { runSync } from './run-sync.ts'
