/** Every migration by name, in order. One that was released is never edited; the next one is added. */
import type { Migration } from 'kysely/migration'
import { first } from './001-first.ts'
import { registeredProjects } from './002-registered-projects.ts'
import { signaturesAndRetention } from './003-signatures-and-retention.ts'
import { notices } from './004-notices.ts'
import { placesAndQuota } from './005-places-and-quota.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '001-first': first,
  '002-registered-projects': registeredProjects,
  '003-signatures-and-retention': signaturesAndRetention,
  '004-notices': notices,
  '005-places-and-quota': placesAndQuota,
}
