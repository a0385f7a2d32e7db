/** Questions side by side, so many and no more: a crew that steps up quickly must not pile up on the server. */

/** Runs each task as soon as one of `width` lanes is free, in the order they came. */
export function createLanes(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  let busy = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (busy >= width) await new Promise<void>((free) => waiting.push(free))
    else busy += 1
    try {
      return await task()
    } finally {
      // The lane passes on without being given up, or a task that comes just now would jump the queue.
      const next = waiting.shift()
      if (next) next()
      else busy -= 1
    }
  }
}
