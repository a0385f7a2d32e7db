/** What the harness has been told, which is what an inspector has been told: 已保存. */
import type { Told } from './told.ts'

export interface Group {
  entries: number
  photo: string | null
  /** `null` until it was acknowledged. */
  ids: string[] | null
  /** Why it was not written, when that was said. */
  refused: string | null
}

export class Known {
  readonly groups = new Map<number, Group>()
  /** After a power cut nothing counts that is still heard from the dying phone. */
  deaf = false
  #next = 0

  /** The first number of a stretch of groups that nobody else uses. */
  stretch(): number {
    this.#next += 100_000
    return this.#next
  }

  hear(told: Told): void {
    if (this.deaf) return
    switch (told.what) {
      case 'writing':
        this.groups.set(told.group, { entries: told.entries, photo: told.photo, ids: null, refused: null })
        break
      case 'written':
        this.#of(told.group).ids = told.ids
        break
      case 'not-written':
        this.#of(told.group).refused = told.why
        break
      case 'synced':
      case 'upgrading':
      case 'upgraded':
        break
    }
  }

  #of(group: number): Group {
    const found = this.groups.get(group)
    if (found === undefined) throw new Error(`group ${group} was never begun`)
    return found
  }

  get tried(): number {
    return [...this.groups.values()].reduce((sum, group) => sum + group.entries, 0)
  }

  get acknowledged(): string[] {
    return [...this.groups.values()].flatMap((group) => group.ids ?? [])
  }

  get acknowledgedPhotos(): string[] {
    return [...this.groups.values()].flatMap((group) => (group.ids !== null && group.photo !== null ? [group.photo] : []))
  }
}
