/** Whether the phone believes it has a network: `navigator` and `window`, or a test's own. */
export interface Connectivity {
  online(): boolean
  onChange(listener: (online: boolean) => void): () => void
}

/** The browser's own word on connectivity. `false` is reliable, `true` is not. */
export function browserConnectivity(): Connectivity {
  return {
    online: () => navigator.onLine,
    onChange(listener) {
      const tell = () => listener(navigator.onLine)
      window.addEventListener('online', tell)
      window.addEventListener('offline', tell)
      return () => {
        window.removeEventListener('online', tell)
        window.removeEventListener('offline', tell)
      }
    },
  }
}
