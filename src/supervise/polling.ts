import { onBeforeUnmount, onMounted } from 'vue'

/** Runs `act` at once and then `every` ms after its last end, only while the page is looked at. */
export function usePolling(every: number, act: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function go(): Promise<void> {
    const mine = ++turn
    clearTimeout(timer)
    if (document.visibilityState !== 'visible') return
    await act()
    if (mine === turn) timer = setTimeout(() => void go(), every)
  }
  const look = () => void go()
  onMounted(() => {
    document.addEventListener('visibilitychange', look)
    look()
  })
  onBeforeUnmount(() => {
    turn += 1
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
}
