/** A code that comes with the app, so that the decoder can be tried anywhere: a PNG of 116 × 116 pixels, and what is in it. */
export const testCodeText = 'SUAN-XUN-SELF-CHECK'

const base64 =
  'iVBORw0KGgoAAAANSUhEUgAAAHQAAAB0AQAAAAB84SuKAAAAlUlEQVR42uXVuw3EMAwDUG7A/bfkBjxQKc4uxZQxggivMfRxHPhawvcMgAYnNKZNiQmdQYITalPvDLO3Tfqub+M0krz7' +
  'u3FWcjnnuzGzEeddWcrzVNU42ciw3Dl5GPif56UJQyJUejLKMNF5BpmaxMqclOgkVHmOk+7vY+tsRb+wXDv3iS2e98vC6ScE8bgPN/70/+MHTrSj0eeZS80AAAAASUVORK5CYII='

export function testCodePicture(): Blob {
  return new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type: 'image/png' })
}
