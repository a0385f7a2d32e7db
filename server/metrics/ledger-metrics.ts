/** How the ledger stands, as metrics. */
import { Gauge, type Registry } from 'prom-client'
import type { Database } from '../database/schema.ts'
import { countLedger } from './ledger-counts.ts'

export function ledgerMetrics(registry: Registry, db: Database): void {
  new Gauge({
    name: 'suan_xun_ledger', help: 'Entries, entries in quarantine, rechecks that wait for an answer, and photographs.', labelNames: ['what'], registers: [registry],
    async collect() {
      const { entries, quarantined, waitingRechecks, photos } = await countLedger(db)
      this.set({ what: 'entries' }, entries)
      this.set({ what: 'quarantined' }, quarantined)
      this.set({ what: 'waiting-rechecks' }, waitingRechecks)
      this.set({ what: 'photos' }, photos)
    },
  })
}
