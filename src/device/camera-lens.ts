/**
 * Which of a phone's cameras reads codes best. Browsers say no more of a camera than its label and, once it is open, what it can do;
 * "environment" alone gives the ultra-wide lens on some Samsungs, and the macro or depth camera on some Xiaomis.
 */

export interface Lens {
  id: string
  label: string
}

/** A lens that was open: `sound` when nothing about it speaks against reading codes. */
export interface TriedLens {
  label: string
  sound: boolean
}

const FRONT = /front|user|facetime|selfie|前置|前面|自拍/i
const REAR = /back|rear|environment|后置|後置|后面|後面|背面/i

/**
 * The better, the earlier. An iPhone's combined cameras come first: they change to the ultra-wide lens by themselves when a code is
 * held close, which the main lens of the Pro models cannot focus on. The one of main and telephoto lens cannot do that.
 */
const KINDS: readonly RegExp[] = [
  /triple|三(镜头|鏡頭|摄|攝|合一)/i,
  /dual wide|双(镜头)?广角|雙廣角/i,
  // Neither above nor below: a main camera, or Android's "camera2 0, facing back", which says nothing.
  /^(?!.*(dual|双|雙|tele|长焦|長焦|潜望|ultra|超广角|超廣角|macro|微距|depth|景深|tof\b|infrared|红外)).*/i,
  /dual|双|雙/i,
  /tele|长焦|長焦|潜望/i,
  /ultra|超广角|超廣角/i,
]

function rank({ label }: Lens): number {
  const kind = KINDS.findIndex((pattern) => pattern.test(label))
  return kind === -1 ? KINDS.length : kind
}

/** Android numbers its cameras, the main one first. */
function number({ label }: Lens): number {
  return Number(/\d+/.exec(label.replace(/camera2/i, 'camera'))?.[0] ?? 0)
}

/** The cameras on the back, the best for codes first; on a computer all there are. Without permission labels are empty, and so is this. */
export function rearLenses(cameras: readonly Lens[]): Lens[] {
  const named = cameras.filter(({ label }) => label !== '')
  const rear = named.filter(({ label }) => REAR.test(label) && !FRONT.test(label))
  const others = named.filter(({ label }) => !FRONT.test(label))
  const chosen = rear.length > 0 ? rear : others.length > 0 ? others : named
  return [...chosen].sort((a, b) => rank(a) - rank(b) || number(a) - number(b))
}

/** Those worth changing to by hand: not the parts of a combined camera, nor what is labelled as of no use for codes. */
export function lensesToOffer(rear: readonly Lens[]): Lens[] {
  const [best] = rear
  if (best === undefined) return []
  if (rank(best) < 2) return rear.filter((lens) => lens === best || rank(lens) === 2 || rank(lens) === 4)
  return rear.filter((lens) => rank(lens) < KINDS.length)
}

/** Most phones have no more than this many to choose from, and each try costs half a second. */
const MOST_TRIES = 3

/**
 * The lens to open next, `null` when the one open now, the last of `tried`, is right. `wanted` is the label remembered of this phone.
 */
export function nextLens(rear: readonly Lens[], tried: readonly TriedLens[], wanted: string | null): Lens | null {
  const open = tried.at(-1)?.label
  const find = (label: string) => tried.find((lens) => lens.label === label)
  const remembered = rear.find(({ label }) => label === wanted)
  if (remembered !== undefined && (find(remembered.label) === undefined || open === wanted)) return open === wanted ? null : remembered
  const best = rear.find(({ label }) => find(label)?.sound ?? tried.length < MOST_TRIES) ?? rear[0]
  return best === undefined || best.label === open ? null : best
}

/** What a camera that is open says of itself; every field is missing in some browser. */
export interface Abilities {
  focusMode?: string[]
  width?: { max?: number }
  height?: { max?: number }
}

/** Fixed focus marks ultra-wide, macro and depth cameras, few pixels the latter two. What is not said does not count against a lens. */
export function isSound({ focusMode, width, height }: Abilities): boolean {
  const fixed = focusMode !== undefined && focusMode.length > 0 && !focusMode.includes('continuous')
  const coarse = Math.max(width?.max ?? Infinity, height?.max ?? Infinity) < 1900
  return !fixed && !coarse
}
