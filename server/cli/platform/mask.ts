/** What an operator's screen may show. Numbers are shown only on request, secrets never. */

const NUMBER = /(?<![\dA-Za-z])\d{14,17}([\dXx])(?![\dA-Za-z])/g

/** `text` with all but the last four characters of each identity number hidden, unless `show`. */
export function maskNumbers(text: string, show: boolean): string {
  return show ? text : text.replace(NUMBER, (number) => `${'*'.repeat(number.length - 4)}${number.slice(-4)}`)
}

/** A parameter as it was sent: secrets, check words and photographs by their length only, a fingerprint by its end. */
export function maskField(text: string, secrets: readonly string[], show: boolean): string {
  if (text === '') return '（空）'
  if (secrets.includes(text)) return `（已隐去，${text.length} 字）`
  if (/^[0-9a-f]{32}$/i.test(text)) return `（校验密码，32 位${text === text.toUpperCase() ? '大写' : '小写'}，已隐去）`
  if (text.length > 60) return `（${text.length} 字）`
  if (!show && /^[0-9a-f-]{30,}$/i.test(text)) return `…${text.slice(-4)}`
  return maskNumbers(text, show)
}
