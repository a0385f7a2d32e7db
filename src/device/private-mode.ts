/**
 * Whether this is a private window that forgets everything when it closes. Only Firefox and Safari let that be known, by refusing their
 * file system there; Chrome does not, and merely promises nothing (`persisted`).
 */
export async function forgetsEverything(storage: Pick<StorageManager, 'getDirectory'> | undefined): Promise<boolean> {
  // Browsers too old for it are not known to be private.
  if (storage === undefined || !('getDirectory' in storage)) return false
  try {
    await storage.getDirectory()
    return false
  } catch (cause) {
    // Safari's words in a private window; other failures of its file system do not mean that nothing is kept.
    return cause instanceof DOMException && (cause.name === 'SecurityError' || cause.message.includes('unknown transient reason'))
  }
}
