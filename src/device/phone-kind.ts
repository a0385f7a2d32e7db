/** Which family of phones this is, for the few things they do differently. */
export type PhoneKind = 'android' | 'apple' | 'other'

export function phoneKind(platform: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> = navigator): PhoneKind {
  const { userAgent, maxTouchPoints } = platform
  if (userAgent.includes('Android')) return 'android'
  // An iPad calls itself a Mac, but no Mac has a touch screen.
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1) ? 'apple' : 'other'
}
