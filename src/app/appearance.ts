/** How the app looks on this phone. Kept apart from all else: losing it harms nothing. */
import { ref, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
const KEY = 'appearance'

interface Appearance {
  theme: Theme
  large: boolean
}

function stored(): Appearance {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Appearance>
    return { theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'auto', large: kept.large === true }
  } catch {
    return { theme: 'auto', large: false }
  }
}

export const appearance = ref<Appearance>(stored())

/** Applies the choice to the page and follows the phone's own scheme while the choice is `auto`. */
export function wearAppearance(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const { theme, large } = appearance.value
    document.documentElement.dataset['theme'] = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme
    document.documentElement.toggleAttribute('data-large', large)
  }
  apply()
  dark.addEventListener('change', apply)
  watch(
    appearance,
    () => {
      apply()
      try {
        localStorage.setItem(KEY, JSON.stringify(appearance.value))
      } catch {
        // A full or forbidden storage only forgets the look.
      }
    },
    { deep: true },
  )
}
