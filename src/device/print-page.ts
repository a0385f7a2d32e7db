/** The door to the printer, which on phones and computers is also the way to a PDF. */

/** While the returned function has not been called, printing this page prints the paper on it and nothing else; `running` stands at the head of every page. */
export function preparePrint(running: string): () => void {
  const root = document.documentElement
  root.dataset['prints'] = 'paper'
  root.style.setProperty('--paper-running', JSON.stringify(running))
  return () => {
    delete root.dataset['prints']
    root.style.removeProperty('--paper-running')
  }
}

/** Opens the system's print dialog. False where the browser has none, as inside some other apps. */
export function printPage(): boolean {
  if (typeof window.print !== 'function') return false
  window.print()
  return true
}
