import { defineAsyncComponent, type Component } from 'vue'

/** So long it waits before it asks again for what did not come (ms), twice as long each time. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000

/**
 * A component that is fetched once the frame it first stands in has been painted, so that it takes nothing from what is above it. What
 * does not come is asked for again and again, and is missing meanwhile: the rest of the screen goes on.
 */
export function afterPaint(load: () => Promise<{ default: Component }>) {
  return defineAsyncComponent({
    async loader() {
      await new Promise<void>((painted) => requestAnimationFrame(() => setTimeout(painted)))
      return load()
    },
    onError(_cause, retry, _fail, attempts) {
      setTimeout(retry, Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT))
    },
  })
}
