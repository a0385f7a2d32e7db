import { useRouter } from 'vue-router'

/** Back to where a page of the sync was opened from; home, when it was the first page of all. */
export function useWayBack(): () => void {
  const router = useRouter()
  return () => (router.options.history.state['back'] ? router.back() : void router.replace({ name: 'home' }))
}
