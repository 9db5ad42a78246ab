import type { Grey } from './grey.ts'

/** What can be told of a face from the 68 points of its outline (as in the iBUG 300-W annotation), in pixels. */

export interface Point {
  readonly x: number
  readonly y: number
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

/** Six points each: outer and inner corner, two on the upper lid, two on the lower. */
const eyes = [
  [36, 37, 38, 39, 40, 41],
  [42, 43, 44, 45, 46, 47],
] as const

export const pointAt = (points: readonly Point[], index: number): Point => {
  const point = points[index]
  if (point === undefined) throw new Error(`a face of ${points.length} points`)
  return point
}

/** Height ÷ width of the eye that is opened wider (Soukupová and Čech, 2016): 0.3 is open, 0.15 and less is closed. */
export function eyeOpeningOf(points: readonly Point[]): number {
  return Math.max(
    ...eyes.map(eye => {
      const [p1, p2, p3, p4, p5, p6] = eye.map(index => pointAt(points, index)) as [
        Point,
        Point,
        Point,
        Point,
        Point,
        Point,
      ]
      return (distance(p2, p6) + distance(p3, p5)) / (2 * distance(p1, p4))
    }),
  )
}

export const middleOf = (points: readonly Point[], indices: readonly number[]): Point => {
  const some = indices.map(index => pointAt(points, index))
  return {
    x: some.reduce((sum, { x }) => sum + x, 0) / some.length,
    y: some.reduce((sum, { y }) => sum + y, 0) / some.length,
  }
}

const patchSide = 48
/** Where the eyes come to lie, in fractions of the patch. */
const eyeLine = 0.3
const eyeDistance = 0.5

/** The middle of a face as a small grey picture, turned and scaled so that the eyes always lie in the same places. */
export function patchOf(grey: Grey, points: readonly Point[]): Float64Array {
  const [left, right] = [middleOf(points, eyes[0]), middleOf(points, eyes[1])]
  // One step along the patch, in pixels of the picture.
  const step = { x: (right.x - left.x) / (patchSide * eyeDistance), y: (right.y - left.y) / (patchSide * eyeDistance) }
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
  const patch = new Float64Array(patchSide * patchSide)
  for (let row = 0; row < patchSide; row += 1) {
    for (let column = 0; column < patchSide; column += 1) {
      const [along, down] = [column - patchSide / 2, row - patchSide * eyeLine]
      const x = Math.round(middle.x + along * step.x - down * step.y)
      const y = Math.round(middle.y + along * step.y + down * step.x)
      const isInside = x >= 0 && x < grey.width && y >= 0 && y < grey.height
      patch[row * patchSide + column] = isInside ? (grey.data[y * grey.width + x] ?? 0) : 0
    }
  }
  return patch
}

/** The correlation of two patches, −1 to 1: light and contrast do not matter, so another print of one photograph is near 1. */
export function likenessOf(one: Float64Array, other: Float64Array): number {
  const [a, b] = [centred(one), centred(other)]
  const product = (x: Float64Array, y: Float64Array): number =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0)
  const norm = Math.sqrt(product(a, a) * product(b, b))
  return norm === 0 ? 0 : product(a, b) / norm
}

function centred(patch: Float64Array): Float64Array {
  const mean = patch.reduce((sum, value) => sum + value, 0) / patch.length
  return patch.map(value => value - mean)
}
