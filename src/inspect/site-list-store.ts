/** The list of sites, read once and kept from screen to screen: reading hundreds of them takes an old phone most of a second. In memory only. */
import { computed, inject, onScopeDispose, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { shanghaiDay, type Instant } from '#domain/time.ts'
import { DOORS, SESSION, type Doors, type SessionRef } from '#device/doors.ts'
import { listedKinds, listSites, type ListedSite } from './site-list.ts'

interface Known {
  account: string
  sites: ListedSite[]
  now: Instant
}

export const useSiteListStore = defineStore('site-list', () => {
  const { ledger, clock } = inject<Pick<Doors, 'ledger' | 'clock'>>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const account = () => session.value?.account.id ?? ''
  const known = shallowRef<Known>()
  let changes = 0
  let readAt = -1
  let shown = 0

  async function read(): Promise<void> {
    const [at, who, now] = [changes, account(), clock.phoneNow()]
    const sites = listSites(await ledger.ofArea(listedKinds), shanghaiDay(now))
    // A slower, older reading must not replace a newer one.
    if (at < readAt && known.value?.account === who) return
    readAt = at
    known.value = { account: who, sites, now }
  }

  ledger.onChange(() => {
    changes += 1
    if (shown > 0) void read()
  })

  /** All sites of the account's area, kept up to date while the caller's scope lasts; `undefined` until they are read. Of another account nothing is shown. */
  function show() {
    shown += 1
    onScopeDispose(() => { shown -= 1 })
    const list = computed(() => (known.value?.account === account() ? known.value : undefined))
    const isOfToday = list.value !== undefined && shanghaiDay(list.value.now) === shanghaiDay(clock.phoneNow())
    if (!isOfToday || readAt < changes) void read()
    return list
  }
  return { show }
})
