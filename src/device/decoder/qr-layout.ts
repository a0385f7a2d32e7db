/** The modules of a QR code whose colour is known before anything is read (ISO/IEC 18004, section 6.3). */

/** For each module of a code of `modules` × `modules`, row after row: 1 dark, -1 light, 0 not known. */
export function knownModules(modules: number): Int8Array {
  const known = new Int8Array(modules * modules)
  const set = (x: number, y: number, dark: boolean): void => {
    if (x >= 0 && y >= 0 && x < modules && y < modules) known[y * modules + x] = dark ? 1 : -1
  }
  for (const [left, top] of [[0, 0], [modules - 7, 0], [0, modules - 7]] as const) {
    for (let y = -1; y < 8; y++) {
      for (let x = -1; x < 8; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3))
        set(left + x, top + y, ring !== 2 && ring < 4)
      }
    }
  }
  for (let i = 8; i < modules - 8; i++) {
    set(i, 6, i % 2 === 0)
    set(6, i, i % 2 === 0)
  }
  const centres = alignmentCentres(modules)
  for (const y of centres) {
    for (const x of centres) {
      const atFinder = (x < 9 && y < 9) || (x < 9 && y > modules - 10) || (x > modules - 10 && y < 9)
      if (atFinder) continue
      for (let dy = -2; dy < 3; dy++) for (let dx = -2; dx < 3; dx++) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
    }
  }
  return known
}

/** Annex E of the standard, as a formula: evenly spaced by an even distance from the far end, the first always at 6. */
function alignmentCentres(modules: number): number[] {
  const version = (modules - 17) / 4
  if (version < 2) return []
  const count = Math.floor(version / 7) + 2
  const distance = version === 32 ? 26 : Math.ceil((modules - 13) / (2 * count - 2)) * 2
  const centres = [6]
  for (let centre = modules - 7; centres.length < count; centre -= distance) centres.splice(1, 0, centre)
  return centres
}
