/** One invented person, as the simulated platform knows them. */
import type { Colour } from '#domain/check.ts'

export interface DemoPerson {
  idNumber: string
  name: string
  /** `none`: the platform has no record of this person. */
  colour: Colour | 'none'
  /** For green: days from today to the last valid day, negative when past. `null` for the others. */
  validDays: number | null
  note: string
  /** Whether the platform has a photograph. Without one no attendance can be compared, so none of it counts. */
  photo: boolean
}
