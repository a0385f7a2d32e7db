/** Where a finger is on the camera's picture. */
import type { FrameSize, Point } from '#device/camera.ts'

interface Box {
  left: number
  top: number
  width: number
  height: number
}

/**
 * The spot of the frame under `finger`, 0 to 1 from the left and the top. The frame fills `box`, both in pixels of the screen, and what
 * does not fit is cut off evenly on both sides (`object-fit: cover`).
 */
export function spotOf(finger: Point, box: Box, frame: FrameSize): Point {
  const scale = Math.max(box.width / frame.width, box.height / frame.height)
  const part = (at: number, start: number, length: number, pixels: number) => clamp((at - start - length / 2) / (pixels * scale) + 0.5)
  return { x: part(finger.x, box.left, box.width, frame.width), y: part(finger.y, box.top, box.height, frame.height) }
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}

/** How far two fingers are apart. */
export function spread([one, other]: readonly [Point, Point]): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
