/** Whether this phone scans one worker at a time or a crew. Losing it harms nothing. */
export type ScanMode = 'single' | 'crew'
const KEY = 'scan-mode'

export function rememberedScanMode(): ScanMode {
  try {
    return localStorage.getItem(KEY) === 'crew' ? 'crew' : 'single'
  } catch {
    return 'single'
  }
}

export function rememberScanMode(mode: ScanMode): void {
  try {
    localStorage.setItem(KEY, mode)
  } catch {
    // A full or forbidden storage only forgets the choice.
  }
}
