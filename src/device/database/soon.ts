/** What of the phone's store is not part of the first load, in one piece. `main.ts` has it fetched right after the first screen. */
export { createJournal } from '../journal/journal.ts'
export { createRescue } from '../rescue.ts'
export { createAnswers } from './answers.ts'
export { compose } from './compose.ts'
export { createOutbox } from './outbox.ts'
export { createPack } from './pack.ts'
export { createRetention } from './retention.ts'
export { createRosters } from './rosters.ts'
