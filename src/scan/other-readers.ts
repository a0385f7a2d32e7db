/** The readers beside the camera: a hand-held scanner, which works without being asked for, and NFC cards, where the phone reads them. */
import { onBeforeUnmount, onMounted, readonly, ref, type Ref } from 'vue'
import { listenForScanner } from '#device/key-burst.ts'
import { hasNfc, listenForCards } from '#device/nfc.ts'
import { cardText } from './card-text.ts'
import { useScanStore } from './scan-store.ts'

export interface OtherReaders {
  cards: Readonly<Ref<'absent' | 'off' | 'on'>>
  toggleCards: () => Promise<void>
}

/** `heard`: whether what is read now counts. To be called in the setup of the screen they belong to. */
export function useOtherReaders(heard: () => boolean): OtherReaders {
  const store = useScanStore()
  const cards = ref<'absent' | 'off' | 'on'>(hasNfc() ? 'off' : 'absent')
  let stops: (() => void)[] = []
  let stopCards = () => {}

  // What these readers read is a code, too, and is kept as one that was scanned.
  onMounted(() => stops.push(listenForScanner((text) => heard() && store.readTexts([text], 'camera'))))
  onBeforeUnmount(() => {
    for (const stop of [...stops, stopCards]) stop()
    stops = []
  })

  async function toggleCards(): Promise<void> {
    stopCards()
    if (cards.value === 'on') {
      cards.value = 'off'
      return
    }
    const outcome = await listenForCards(
      (texts) => {
        if (!heard()) return
        if (texts.length === 0) store.refuse(cardText['no-text'])
        else store.readTexts(texts, 'camera')
      },
      (trouble) => heard() && store.refuse(cardText[trouble]),
    )
    if (outcome.kind === 'listening') {
      stopCards = outcome.stop
      cards.value = 'on'
    } else store.refuse(cardText[outcome.trouble])
  }

  return { cards: readonly(cards), toggleCards }
}
