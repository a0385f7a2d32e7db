/** Bugs end here, once. What has been written is safe in the ledger; the screen says so and offers to open again. */
import { readonly, ref, type App } from 'vue'

const seen = ref<string | null>(null)
/** The incident's number while a crash is shown. */
export const crash = readonly(seen)

export function watchForCrashes(app: App, incident: () => string): void {
  const report = (cause: unknown) => {
    seen.value ??= incident()
    // eslint-disable-next-line no-console -- the last place where a bug can be seen; never holds personal fields
    console.error(seen.value, cause)
  }
  app.config.errorHandler = report
  addEventListener('unhandledrejection', (event) => report(event.reason))
}
