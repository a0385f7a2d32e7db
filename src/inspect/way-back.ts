import { useRouter, type RouteLocationRaw } from 'vue-router'

/** Goes up to `parent`: by the phone's own history when that is where it leads, so that the history does not grow. */
export function useWayBack() {
  const router = useRouter()
  return (parent: RouteLocationRaw) => {
    if (router.options.history.state['back'] === router.resolve(parent).fullPath) router.back()
    else void router.replace(parent)
  }
}
