/** What is remembered of this phone's cameras, so that the right one opens at once. It says nothing of anybody. */
import * as v from 'valibot'

const habitsSchema = v.object({
  /** The lens that reads best here. Browsers give it a new id now and then, its label stays. */
  lens: v.nullable(v.object({ id: v.string(), label: v.string() })),
  zoom: v.pipe(v.number(), v.minValue(1), v.maxValue(10)),
  /** The phone does not keep its frame rate at full size. */
  small: v.boolean(),
})
export type CameraHabits = v.InferOutput<typeof habitsSchema>

export interface CameraHabitsDoor {
  read(): CameraHabits
  keep(changes: Partial<CameraHabits>): void
}

const KEY = 'camera'
const NONE: CameraHabits = { lens: null, zoom: 1, small: false }

/** `storage` is asked for each time: some browsers forbid even the name. */
export function openCameraHabits(storage: () => Pick<Storage, 'getItem' | 'setItem'> = () => localStorage): CameraHabitsDoor {
  let habits = read()

  function read(): CameraHabits {
    try {
      return v.parse(habitsSchema, JSON.parse(storage().getItem(KEY) ?? ''))
    } catch {
      return NONE
    }
  }

  return {
    read: () => habits,
    keep(changes) {
      habits = { ...habits, ...changes }
      try {
        storage().setItem(KEY, JSON.stringify(habits))
      } catch {
        // Kept until the app is closed.
      }
    },
  }
}
