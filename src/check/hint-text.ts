/** Hints in words. They ask for a second look, and accuse nobody. */
import type { SeenColour } from '#domain/check.ts'
import type { ColourHint } from '#domain/hints.ts'

/** What may be said of the worker's phone; `not-looked` is what holds until something is said. */
export const colourChoices: readonly { value: SeenColour | 'not-looked'; text: string }[] = [
  { value: 'green', text: '绿' },
  { value: 'yellow', text: '黄' },
  { value: 'red', text: '红' },
  { value: 'not-looked', text: '没看' },
  { value: 'not-shown', text: '无法看' },
]

/** Of a code that was made long before it was shown. */
export function oldCodeWords(minutes: number): { short: string; why: string } {
  const age = minutes < 60 ? `${minutes} 分钟前` : minutes < 24 * 60 ? `${Math.floor(minutes / 60)} 小时前` : `${Math.floor(minutes / (24 * 60))} 天前`
  return { short: `码是${age}的`, why: `提示：这个码是${age}生成的，可能是截图。请工人当面刷新苏安码，再核对身份证。结果以平台为准。` }
}

export const colourHintWords: Record<ColourHint, { short: string; why: string; todo: string }> = {
  'shows-green': {
    short: '手机显示绿，请再查',
    why: '提示：工人手机上显示绿色，平台结果不是绿码。',
    todo: '请工人当面刷新苏安码，再查一次，以平台结果为准。可能是旧画面，也可能刚刚变化，不要据此下结论。',
  },
  differs: {
    short: '颜色不一致，请再查',
    why: '提示：颜色不一致，请重新核验。',
    todo: '请工人当面刷新苏安码，核对身份证，再查一次。可能刚刚变化，不要据此下结论。',
  },
}
