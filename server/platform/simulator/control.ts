/** The switches of the simulator, for tests and for a demonstration: a person's colour and an outage of the whole platform. */
import type { DemoFault } from './faults.ts'
import type { DemoPerson } from './person.ts'

export interface SimulatorControl {
  /** From now on the platform says `colour` of this number; `null` goes back to what it said at first. Green is good for a year. */
  setColour(idNumber: string, colour: DemoPerson['colour'] | null): void
  /** From now on every reply to everybody has this fault, where the method can have it; `null` ends it. */
  setOutage(outage: DemoFault | null): void
  colourOf(idNumber: string): DemoPerson['colour'] | null
  outage(): DemoFault | null
}

/** Switches kept in memory: a restart puts everything back. */
export function createSimulatorControl(): SimulatorControl {
  const colours = new Map<string, DemoPerson['colour']>()
  let outage: DemoFault | null = null
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
