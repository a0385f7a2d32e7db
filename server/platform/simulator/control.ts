/** The switches of the simulator, for tests and for a demonstration: a person's colour and an outage of the whole platform. */
import type { DemoPerson } from './people.ts'

/** How the whole platform can be out of order. */
type Outage = 'html' | 'hang' | 'reset' | 'soap-fault'

export interface SimulatorControl {
  /** From now on the platform says `colour` of this number; `null` goes back to what it said at first. Green is good for a year. */
  setColour(idNumber: string, colour: DemoPerson['colour'] | null): void
  setOutage(outage: Outage | null): void
  colourOf(idNumber: string): DemoPerson['colour'] | null
  outage(): Outage | null
}

/** Switches kept in memory: a restart puts everything back. */
export function createSimulatorControl(): SimulatorControl {
  const colours = new Map<string, DemoPerson['colour']>()
  let outage: Outage | null = null
  return {
    setColour(idNumber, colour) {
      if (colour === null) colours.delete(idNumber)
      else colours.set(idNumber, colour)
    },
    setOutage(next) {
      outage = next
    },
    colourOf: (idNumber) => colours.get(idNumber) ?? null,
    outage: () => outage,
  }
}
