import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { JottingsDoor } from '#device/doors.ts'

const PAUSE_MS = 300

interface JottingSource<T> {
  key: string
  /** The form as it opens when nothing was kept. */
  initial: () => Promise<T>
  /** A copy without Vue's proxies. */
  plain: (form: T) => T
  /** Whether what was kept has been saved after all: the phone died between saving and forgetting. */
  saved: (form: T) => Promise<boolean>
  /** Told when something is kept for the first time. */
  onKept?: () => void
}

/**
 * A form that survives a call, a kill and a flat battery: every change is kept after a short pause, and at once when the screen is
 * left. What was kept before comes back first (`restored`). `form` is `null` until that is known. `drop` forgets it, after saving.
 */
export function useJotting<T extends object>(jottings: JottingsDoor, { key, initial, plain, saved, onKept }: JottingSource<T>) {
  const form = ref(null) as Ref<T | null>
  const restored = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  let told = false

  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    if (form.value === null) return
    void jottings.keep(key, plain(form.value))
    if (!told) onKept?.()
    told = true
  }

  async function open(): Promise<void> {
    // Sealed by this very function under this very key; nothing else writes there.
    const kept = ((await jottings.find(key)) ?? null) as T | null
    const fresh = await initial()
    restored.value = kept !== null && !(await saved(kept))
    if (kept !== null && !restored.value) await jottings.drop(key)
    // A field that an older release did not have opens as in a new form.
    form.value = restored.value ? { ...fresh, ...kept } : fresh
    if (over) return
    watching = watch(form, () => {
      clearTimeout(timer)
      timer = setTimeout(keep, PAUSE_MS)
    }, { deep: true })
  }
  let watching: (() => void) | undefined
  void open()
  onScopeDispose(() => {
    over = true
    watching?.()
    if (timer !== undefined) keep()
  })

  async function drop(): Promise<void> {
    watching?.()
    clearTimeout(timer)
    timer = undefined
    await jottings.drop(key)
  }
  return { form, restored, drop }
}
