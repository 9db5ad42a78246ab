import { decoded, encoded, type Pose, type Raw, retake } from './retake.ts'
import { faceOne, makeSelfie } from './specimen.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** One side of what the 68 points (iBUG 300-W) share with the other: the same depth under mirrored indices. */
const jaw = [-1.1, -1.05, -0.95, -0.8, -0.55, -0.3, -0.1, 0, 0.05]
const brow = [-0.15, 0.02, 0.12, 0.17, 0.18]

/** How far before the eyes each point of an average head lies, in distances between the eyes (63 mm). */
const depths: readonly number[] = [
  jaw,
  jaw.slice(0, -1).toReversed(),
  brow,
  brow.toReversed(),
  // Bridge and wings of the nose, both eyes, outer and inner lips.
  [0.15, 0.25, 0.36, 0.45, 0.18, 0.25, 0.28, 0.25, 0.18],
  [-0.12, 0, 0.02, 0, 0, -0.02, 0, 0.02, 0, -0.12, -0.02, 0],
  [0.02, 0.15, 0.22, 0.23, 0.22, 0.15, 0.02, 0.12, 0.18, 0.19, 0.18, 0.12],
  [0.04, 0.18, 0.19, 0.18, 0.04, 0.17, 0.18, 0.17],
].flat()
const behind = -1.3

/** The pose of a photograph of a head with these 68 points, in pixels: the relief of an average one, turned about its middle. */
function headOf(points: readonly Point[], { width, height }: Raw): Pick<Pose, 'depthAt' | 'about'> {
  const mean = (indices: readonly number[]): Point => ({
    x: indices.reduce((sum, at) => sum + (points[at]?.x ?? 0), 0) / indices.length,
    y: indices.reduce((sum, at) => sum + (points[at]?.y ?? 0), 0) / indices.length,
  })
  const [left, right] = [mean([36, 39]), mean([42, 45])]
  const unit = Math.hypot(right.x - left.x, right.y - left.y)
  const middle = mean([27, 30, 33])
  const [up, aside] = [
    { x: (left.y - right.y) / -unit, y: (left.x - right.x) / unit },
    { x: (right.x - left.x) / unit, y: (right.y - left.y) / unit },
  ]
  const known = points.map((point, at) => ({ ...point, depth: depths[at] ?? 0 }))
  const place = (across: number, down: number, depth: number) => ({
    x: middle.x + (across * aside.x - down * up.x) * unit,
    y: middle.y + (across * aside.y - down * up.y) * unit,
    depth,
  })
  // The forehead, and a ring of what lies behind the face.
  for (const across of [-0.7, 0, 0.7]) known.push(place(across, -1.35, -0.15))
  for (let at = 0; at < 16; at += 1) {
    const angle = (at * Math.PI) / 8
    known.push(place(1.9 * Math.cos(angle), 2.4 * Math.sin(angle), behind))
  }
  return {
    about: { x: middle.x / width, y: middle.y / height, depth: (-1 * unit) / width },
    depthAt(u, v) {
      const [x, y] = [u * width, v * height]
      const far = Math.hypot((x - middle.x) / 1.9, (y - middle.y) / 2.4) / unit
      if (far >= 1) return (behind * unit) / width
      let [sum, weights] = [0, 0]
      for (const point of known) {
        const weight = 1 / ((x - point.x) ** 2 + (y - point.y) ** 2 + (unit * 0.06) ** 2) ** 1.5
        sum += weight * point.depth
        weights += weight
      }
      return ((sum / weights) * unit) / width
    },
  }
}

/** The 68 points of `makeSelfie()`, in thousandths of its width and height, as the detector finds them. */
// biome-ignore format: a table
const ofSelfie = [
  317, 302, 305, 347, 296, 390, 289, 429, 291, 478, 305, 523, 332, 565, 369, 604, 415, 634, 463, 633, 495, 617, 523, 598,
  558, 571, 587, 540, 608, 511, 633, 477, 651, 439, 399, 327, 430, 327, 463, 336, 490, 349, 511, 365, 592, 391, 614, 389,
  635, 391, 654, 399, 662, 409, 535, 429, 527, 464, 520, 494, 513, 517, 463, 507, 478, 517, 493, 526, 511, 527, 523, 525,
  421, 379, 444, 385, 464, 392, 478, 406, 460, 406, 436, 396, 565, 431, 592, 429, 612, 435, 620, 441, 604, 447, 584, 442,
  401, 527, 436, 534, 468, 543, 482, 550, 496, 553, 515, 559, 520, 564, 499, 579, 479, 585, 457, 582, 439, 573, 419, 557,
  406, 530, 456, 550, 474, 558, 491, 560, 517, 562, 484, 567, 467, 563, 449, 557,
]

/** The frames of a challenge as they come of the head of `makeSelfie()`, or of a flat picture of it, turned by degrees. */
export async function makeTurns(shape: 'head' | 'flat', degrees: number): Promise<{ left: Buffer; right: Buffer }> {
  const picture = await decoded(await makeSelfie(faceOne))
  const points = Array.from({ length: 68 }, (_, at) => ({
    x: ((ofSelfie[2 * at] ?? 0) / 1_000) * picture.width,
    y: ((ofSelfie[2 * at + 1] ?? 0) / 1_000) * picture.height,
  }))
  const wall = { ...picture, data: Buffer.alloc(picture.data.length, 120) }
  const seen = (yaw: number): Promise<Buffer> =>
    encoded(retake(picture, wall, { yaw, ...(shape === 'head' ? headOf(points, picture) : {}) }))
  // Who turns to the own left moves the nose to the right of the picture.
  return { left: await seen(degrees), right: await seen(-degrees) }
}
