/** When a new version may take over: only when a person agrees, and never under an open visit or a half-written form. */
import { computed, readonly, ref, watch, type Ref } from 'vue'
import { watchForUpdate, type AppUpdate } from '#device/app-update.ts'

/** What the notice says. `elsewhere`: another window of the app has a visit open. */
export type Offer = 'none' | 'ready' | 'after-visit' | 'elsewhere' | 'applying'

/** `waiting`: on the phone, not let in. `taken-over`: let in, this page is still the old one. */
type Stage = 'current' | 'waiting' | 'postponed' | 'held-back' | 'applying' | 'taken-over'

export interface UpdateOffer {
  offer: Readonly<Ref<Offer>>
  accept: () => Promise<void>
  /** Puts the notice away until the next visit is over or the app is started again. */
  postpone: () => void
}

/** `busy` reads reactive state: whether a visit is open or a form half-written in this tab. To be called once, in a component's setup. */
export function followUpdates(busy: () => boolean, watchFor: typeof watchForUpdate = watchForUpdate, reload: () => void = () => location.reload()): UpdateOffer {
  const stage = ref<Stage>('current')

  const update: AppUpdate = watchFor({
    onWaiting() {
      if (stage.value !== 'taken-over') stage.value = 'waiting'
    },
    onControlled() {
      stage.value = 'taken-over'
      if (!busy()) reload()
    },
  })

  let letGo: () => void = () => undefined
  watch(
    busy,
    (now, before) => {
      letGo()
      letGo = now ? update.holdBack() : () => undefined
      if (now || before === undefined) return
      if (stage.value === 'taken-over') reload()
      if (stage.value === 'postponed' || stage.value === 'held-back') stage.value = 'waiting'
    },
    { immediate: true, flush: 'sync' },
  )

  const offer = computed<Offer>(() => {
    switch (stage.value) {
      case 'current':
      case 'postponed':
        return 'none'
      case 'applying':
        return 'applying'
      case 'waiting':
        return busy() ? 'after-visit' : 'ready'
      case 'held-back':
        return busy() ? 'after-visit' : 'elsewhere'
      case 'taken-over':
        return busy() ? 'after-visit' : 'applying'
    }
  })

  return {
    offer: readonly(offer),
    async accept() {
      if (busy()) return
      stage.value = 'applying'
      if ((await update.apply()) === 'held-back') stage.value = 'held-back'
    },
    postpone() {
      stage.value = 'postponed'
    },
  }
}
