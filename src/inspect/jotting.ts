import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { JottingsDoor } from '#device/doors.ts'

const PAUSE_MS = 300

/**
 * Keeps a half-written form on the phone: every change after a short pause, and at once when the screen is left. What was kept
 * under `key` replaces the form first (`restored`). `plain` gives a copy without Vue's proxies. `drop` forgets it, after saving.
 */
export function useJotting<T>(jottings: JottingsDoor, key: string, form: Ref<T>, plain: (form: T) => T) {
  const ready = ref(false)
  const restored = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let dropped = false

  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    if (!dropped) void jottings.keep(key, plain(form.value))
  }
  const found = jottings.find(key).then((kept) => {
    if (kept !== undefined && kept !== null) {
      // Sealed by this very function under this very key; nothing else writes there.
      form.value = kept as T
      restored.value = true
    }
    ready.value = true
    watch(form, () => {
      clearTimeout(timer)
      timer = setTimeout(keep, PAUSE_MS)
    }, { deep: true })
  })
  onScopeDispose(() => {
    if (timer !== undefined) keep()
  })

  async function drop(): Promise<void> {
    dropped = true
    clearTimeout(timer)
    timer = undefined
    await jottings.drop(key)
  }
  return { ready, restored, found, drop }
}
