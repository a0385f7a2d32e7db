/**
 * Folds: what entries add up to. Pure, the same on the phone, on the server and in the tests; the order of arrival does not
 * matter. An entry that does not fit the state is kept under `disputed`, shown to a person, never dropped. `foldNotices` is imported
 * from its own file: what stands here is part of the app's first load.
 */
export { countByClass, foldChecks, fromMemory, type Check } from './folds/check.ts'
export { foldFindings, type Finding, type Photo } from './folds/finding.ts'
export type { Notice } from './folds/notice.ts'
export { foldBulletins, foldCredits, foldTransfers, type Bulletin, type BulletinItem, type Credit, type Transfer } from './folds/sanction.ts'
export type { Signature } from './folds/signature.ts'
export { foldSites, type Site } from './folds/site.ts'
export { foldVisits, type Visit } from './folds/visit.ts'
export type { FindingState } from './finding-states.ts'
