/** Tells those who show the ledger that it, or what waits of it, has changed: in this tab and in the others. */
import type { TabsChannel } from '../session.ts'

export interface Changes {
  tell(): void
  listen(listener: () => void): () => void
}

export function createChanges(tabs: TabsChannel | null): Changes {
  const listeners = new Set<() => void>()
  const here = () => {
    for (const listener of listeners) listener()
  }
  tabs?.addEventListener('message', here)
  return {
    tell() {
      here()
      tabs?.postMessage('changed')
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
