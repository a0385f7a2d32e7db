/** How long the page was kept from everything else: the browser's own long tasks, and the longest gap between two beats. */

export interface Blocked {
  /** Tasks over 50 ms, as the browser counts them. */
  tasks: number
  longest: number
}

/** Beats are asked for this often (ms); the browser gives no less than 4. */
const BEAT = 4

let tasks = 0
let longest = 0
let last = performance.now()

new PerformanceObserver((list) => (tasks += list.getEntries().length)).observe({ type: 'longtask' })

function beat(): void {
  longest = Math.max(longest, performance.now() - last - BEAT)
  last = performance.now()
  setTimeout(beat, BEAT)
}
beat()

/** What there was since the last call. */
export async function stopwatch(): Promise<Blocked> {
  // Long tasks are told of a little later.
  await new Promise((resolve) => setTimeout(resolve, 100))
  const blocked = { tasks, longest }
  tasks = 0
  longest = 0
  return blocked
}
