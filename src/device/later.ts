/** Doors that the first screen does not need. */

/** A door that answers with promises only: loaded by `load` when `names` of its methods are first called. A load that failed is tried again. */
export function later<T extends { [K in keyof T]: (...words: never[]) => Promise<unknown> }>(load: () => Promise<T>, names: readonly (keyof T & string)[]): T {
  let loaded: Promise<T> | null = null

  function door(): Promise<T> {
    loaded ??= load().catch((cause: unknown) => {
      loaded = null
      throw cause
    })
    return loaded
  }

  return Object.fromEntries(names.map((name) => [name, async (...words: never[]) => (await door())[name](...words)])) as unknown as T
}
