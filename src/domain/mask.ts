/** What of a person may be shown where everybody can read it: the first character of the name and the number's last four. */

/** `张*` for 张三, `欧**` for 欧阳娜; a one-character name is hidden whole. Counts by code point, so rare hanzi stay whole. */
export function maskName(name: string): string {
  const characters = [...name.trim()]
  if (characters.length === 0) return ''
  if (characters.length === 1) return '*'
  return characters[0] + '*'.repeat(Math.min(characters.length - 1, 3))
}
