/** The app is put together here: the real doors, the stores, the router. Nothing else knows all of them. */
import { createPinia } from 'pinia'
import { computed, createApp } from 'vue'
import App from '#app/App.vue'
import { wearAppearance } from '#app/appearance.ts'
import { watchForCrashes } from '#app/crash.ts'
import { createAppRouter } from '#app/router.ts'
import { useSessionStore } from '#app/session-store.ts'
import StartTrouble from '#app/StartTrouble.vue'
import { DOORS, SESSION, type Doors } from '#device/doors.ts'
import { openDurability } from '#device/durability.ts'
import { openHaptics } from '#device/haptics.ts'
import { openLocation } from '#device/location.ts'
import { createLocks } from '#device/locks.ts'
import { browserConnectivity, createNetwork } from '#device/network.ts'
import { createPhoneStore } from '#device/phone-store.ts'
import { systemRandom } from '#device/random.ts'
import { openVoice } from '#device/voice.ts'
import '#ui/tokens.css'
import '#ui/base.css'

function openDoors(): Doors & { ready: Promise<void> } {
  const store = createPhoneStore({
    indexedDB,
    phoneNow: () => Date.now(),
    randomBytes: systemRandom,
    tabs: (name) => ('BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null),
  })
  const server = { fetch: fetch.bind(globalThis), clock: store.clock, connectivity: browserConnectivity() }
  return {
    ...store,
    network: createNetwork(server),
    office: async () => (await import('#device/office.ts')).createOffice(server),
    durability: openDurability(),
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
  // Throws where the browser keeps nothing (private windows of some); nobody may start a visit there.
  await Promise.all([doors.ready, sessions.restore()])
  app.use(createAppRouter(() => sessions.account))
  app.mount('#app')
}

start().catch(() => createApp(StartTrouble).mount('#app'))
