/** The app is put together here: the real doors, the stores, the router. Nothing else knows all of them. */
import { createPinia } from 'pinia'
import { computed, createApp } from 'vue'
import App from '#app/App.vue'
import { wearAppearance } from '#app/appearance.ts'
import { watchForCrashes } from '#app/crash.ts'
import { createAppRouter } from '#app/router.ts'
import { useLockStore } from '#app/lock-store.ts'
import { useSessionStore } from '#app/session-store.ts'
import StartTrouble from '#app/StartTrouble.vue'
import { DOORS, SESSION, type Doors } from '#device/doors.ts'
import { openBackgroundWake } from '#device/background-wake.ts'
import { browserConnectivity } from '#device/connectivity.ts'
import { openDataSaver } from '#device/data-saver.ts'
import { openDurability } from '#device/durability.ts'
import { openHaptics } from '#device/haptics.ts'
import { openLocation } from '#device/location.ts'
import { createLocks } from '#device/locks.ts'
import { networkLater } from '#device/network-later.ts'
import { createPhoneStore } from '#device/phone-store.ts'
import { forgetsEverything } from '#device/private-mode.ts'
import { systemRandom } from '#device/random.ts'
import { openVoice } from '#device/voice.ts'
import '#ui/tokens.css'
import '#ui/base.css'

function openDoors(): Doors & { ready: Promise<void> } {
  const store = createPhoneStore({
    indexedDB,
    phoneNow: () => Date.now(),
    randomBytes: systemRandom,
    // Asked for each time: some browsers forbid even the name.
    canary: { getItem: (key) => localStorage.getItem(key), setItem: (key, value) => localStorage.setItem(key, value) },
    journal: async () => (await import('#device/journal/opfs.ts')).openOpfs(),
    tabs: (name) => ('BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null),
  })
  const server = { fetch: fetch.bind(globalThis), clock: store.clock, connectivity: browserConnectivity() }
  return {
    ...store,
    network: networkLater(server),
    office: async () => (await import('#device/office.ts')).createOffice(server),
    dataSaver: openDataSaver(),
    wake: openBackgroundWake(),
    durability: openDurability(),
    selfCheck: async () => (await import('#device/self-check.ts')).openSelfCheck(),
    locks: createLocks(navigator.locks),
    location: openLocation(),
    voice: openVoice(),
    haptics: openHaptics(),
  }
}

async function start(): Promise<void> {
  wearAppearance()
  const doors = openDoors()
  const app = createApp(App)
  app.use(createPinia())
  app.provide(DOORS, doors)
  watchForCrashes(app, () => doors.random.uuid().slice(-6))
  const sessions = app.runWithContext(() => useSessionStore())
  app.provide(SESSION, computed(() => sessions.session))
  // Throws where the browser keeps nothing, or only until the window closes; nobody may start a visit there.
  await Promise.all([refusePrivateWindow(), doors.ready, sessions.restore(), app.runWithContext(() => useLockStore()).restore()])
  app.use(createAppRouter(() => sessions.account))
  app.mount('#app')
  // What writing and sending need. Not at the first use: by then an update may have taken the files away.
  void Promise.all([import('#device/database/soon.ts'), import('#device/journal/opfs.ts'), import('#device/network.ts'), import('#sync/engine.ts')])
    .then(() => doors.journal.sweep())
    .catch(() => undefined)
}

async function refusePrivateWindow(): Promise<void> {
  // Absent on pages without https.
  const { storage } = navigator as Partial<Navigator>
  if (await forgetsEverything(storage)) throw new Error('a private window')
}

start().catch(() => createApp(StartTrouble).mount('#app'))
