import { middleOf, type Point, pointAt } from './face-shape.ts'

/*
 * What two pictures of one face, by their 68 points (iBUG 300-W), tell of the head between them: how far it was turned, and
 * whether it has any depth. Everything is in distances between the middles of the eyes, so that size does not matter.
 */

const leftEye = [36, 37, 38, 39, 40, 41]
const rightEye = [42, 43, 44, 45, 46, 47]
const tip = [29, 30, 33]

interface Axis {
  readonly middle: Point
  /** From the eye on the left of the picture to the other one. */
  readonly along: Point
  readonly length: number
}

function eyeAxis(points: readonly Point[]): Axis {
  const [left, right] = [middleOf(points, leftEye), middleOf(points, rightEye)]
  const length = Math.hypot(right.x - left.x, right.y - left.y)
  const along = { x: (right.x - left.x) / length, y: (right.y - left.y) / length }
  return { middle: { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }, along, length }
}

/**
 * How far the nose stands beside the middle of the eyes; positive to the right of the picture, which is the person's left.
 * A picture that is turned takes its nose along, whatever the angle.
 */
export function noseShift(points: readonly Point[]): number {
  const { middle, along, length } = eyeAxis(points)
  const nose = middleOf(points, tip)
  return ((nose.x - middle.x) * along.x + (nose.y - middle.y) * along.y) / length
}

/**
 * What is left between two views after the best affine map from one to the other: the root of the mean square, in eye
 * distances of the first. Views of one flat picture, from a little away, are related by such a map; those of a head are
 * not, since nose, eyes and jaw lie at different depths.
 */
export function depthResidual(from: readonly Point[], to: readonly Point[]): number {
  const count = from.length
  const sum = (of: (index: number) => number): number => from.reduce((total, _, index) => total + of(index), 0)
  const mean = {
    x: sum(at => pointAt(from, at).x) / count,
    y: sum(at => pointAt(from, at).y) / count,
    u: sum(at => pointAt(to, at).x) / count,
    v: sum(at => pointAt(to, at).y) / count,
  }
  const centred = from.map(({ x, y }, at) => {
    const { x: u, y: v } = pointAt(to, at)
    return { x: x - mean.x, y: y - mean.y, u: u - mean.u, v: v - mean.v }
  })
  const total = (of: (point: (typeof centred)[number]) => number): number =>
    centred.reduce((all, point) => all + of(point), 0)
  const [xx, xy, yy] = [total(p => p.x * p.x), total(p => p.x * p.y), total(p => p.y * p.y)]
  const determinant = xx * yy - xy * xy
  const fit = (of: 'u' | 'v') => {
    const [xt, yt] = [total(p => p.x * p[of]), total(p => p.y * p[of])]
    return { a: (xt * yy - yt * xy) / determinant, b: (yt * xx - xt * xy) / determinant }
  }
  const [across, down] = [fit('u'), fit('v')]
  const squares = total(p => (p.u - across.a * p.x - across.b * p.y) ** 2 + (p.v - down.a * p.x - down.b * p.y) ** 2)
  // The eyes come nearer in a turned view, the face does not become smaller: both views are measured by their area.
  const scale = Math.sqrt(Math.abs(across.a * down.b - across.b * down.a)) || 1
  return Math.sqrt(squares / count) / (eyeAxis(from).length * scale)
}
