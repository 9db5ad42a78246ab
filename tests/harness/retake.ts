import sharp from 'sharp'

/*
 * Pictures of pictures, and heads that turn, made of one photograph: a picture is bent into a relief, turned in space and
 * seen by a camera. A flat relief is a print or a screen; one with the depths of a face is a head.
 */

/** Decoded, three channels. */
export interface Raw {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

export async function decoded(jpeg: Buffer): Promise<Raw> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

export const encoded = ({ data, width, height }: Raw, quality = 90): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer()

/** How a picture stands before the camera; angles in degrees, everything else in parts of the picture's width. */
export interface Pose {
  /** About the upright axis: positive turns the side that is on the right of the picture away. */
  readonly yaw?: number
  readonly pitch?: number
  readonly roll?: number
  readonly scale?: number
  /** Towards the camera, where the picture is at `(x, y)` in fractions. Nothing: flat. */
  readonly depthAt?: (x: number, y: number) => number
  /** What it turns about, in fractions, and how deep that is. */
  readonly about?: { readonly x: number; readonly y: number; readonly depth: number }
}

interface Seen {
  readonly x: number
  readonly y: number
  readonly far: number
}

/** How far the camera is, in widths of the picture. */
const cameraAway = 2.5

function look(picture: Raw, onto: Raw, pose: Pose): (u: number, v: number) => Seen {
  const { yaw = 0, pitch = 0, roll = 0, scale = 1, depthAt = () => 0, about = { x: 0.5, y: 0.5, depth: 0 } } = pose
  const [a, b, c] = [yaw, pitch, roll].map(degrees => (degrees * Math.PI) / 180) as [number, number, number]
  const ratio = picture.height / picture.width
  return (u, v) => {
    const [x0, y0, z0] = [u - about.x, (v - about.y) * ratio, depthAt(u, v) - about.depth]
    const [x1, z1] = [x0 * Math.cos(a) + z0 * Math.sin(a), z0 * Math.cos(a) - x0 * Math.sin(a)]
    const [y2, z2] = [y0 * Math.cos(b) - z1 * Math.sin(b), z1 * Math.cos(b) + y0 * Math.sin(b)]
    const [x3, y3] = [x1 * Math.cos(c) - y2 * Math.sin(c), x1 * Math.sin(c) + y2 * Math.cos(c)]
    const near = (scale * cameraAway) / (cameraAway - z2 - about.depth)
    return {
      x: onto.width / 2 + (about.x - 0.5 + x3 * near) * onto.width,
      y: onto.height / 2 + ((about.y - 0.5) * ratio + y3 * near) * onto.width,
      far: -z2,
    }
  }
}

const cells = 72

/** The picture in that pose before a background, whose size is the result's. */
export function retake(picture: Raw, onto: Raw, pose: Pose): Raw {
  const out = { ...onto, data: Buffer.from(onto.data) }
  const depths = new Float32Array(out.width * out.height).fill(Number.POSITIVE_INFINITY)
  const see = look(picture, onto, pose)
  const corners = Array.from({ length: (cells + 1) ** 2 }, (_, index) => {
    const [u, v] = [(index % (cells + 1)) / cells, Math.floor(index / (cells + 1)) / cells]
    return { u, v, ...see(u, v) }
  })
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const first = row * (cells + 1) + column
      const [a, b, c, d] = [first, first + 1, first + cells + 1, first + cells + 2].map(at => corners[at]) as [
        Corner,
        Corner,
        Corner,
        Corner,
      ]
      paint(picture, out, depths, [a, b, c])
      paint(picture, out, depths, [d, c, b])
    }
  }
  return out
}

type Corner = Seen & { readonly u: number; readonly v: number }

function paint(picture: Raw, out: Raw, depths: Float32Array, [a, b, c]: readonly [Corner, Corner, Corner]): void {
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)
  if (Math.abs(area) < 1e-9) return
  const [xs, ys] = [
    [a.x, b.x, c.x],
    [a.y, b.y, c.y],
  ]
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(out.width - 1, Math.ceil(Math.max(...xs)))]
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(out.height - 1, Math.ceil(Math.max(...ys)))]
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const toB = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) / area
      const toC = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) / area
      if (toB < -1e-6 || toC < -1e-6 || toB + toC > 1 + 1e-6) continue
      const at = y * out.width + x
      const far = a.far + toB * (b.far - a.far) + toC * (c.far - a.far)
      if (far > (depths[at] ?? 0)) continue
      depths[at] = far
      const [u, v] = [a.u + toB * (b.u - a.u) + toC * (c.u - a.u), a.v + toB * (b.v - a.v) + toC * (c.v - a.v)]
      sample(picture, u * (picture.width - 1), v * (picture.height - 1), out.data, at * 3)
    }
  }
}

/** Between four pixels. */
function sample({ data, width, height }: Raw, x: number, y: number, into: Buffer, at: number): void {
  const [left, top] = [Math.min(width - 2, Math.floor(x)), Math.min(height - 2, Math.floor(y))]
  const [across, down] = [x - left, y - top]
  const first = (top * width + left) * 3
  for (let channel = 0; channel < 3; channel += 1) {
    const pixel = (step: number) => data[first + step + channel] ?? 0
    const upper = pixel(0) * (1 - across) + pixel(3) * across
    const lower = pixel(width * 3) * (1 - across) + pixel(width * 3 + 3) * across
    into[at + channel] = Math.round(upper * (1 - down) + lower * down)
  }
}

/** A print of a photograph with its border, or a screen that shows it, as somebody holds it before a camera. */
export async function makeRetake(photograph: Buffer, of: 'print' | 'screen'): Promise<Buffer> {
  const { width } = await sharp(photograph).metadata()
  const edge = Math.round(width * 0.06)
  const shown =
    of === 'print'
      ? sharp(photograph).linear([0.72, 0.72, 0.7], [38, 36, 30]).blur(0.8)
      : sharp(photograph).gamma(1.15).linear([0.95, 1, 1.08], [6, 8, 14])
  const background = of === 'print' ? '#f2f0ea' : '#0b0b0d'
  const border = { top: edge, bottom: edge, left: edge, right: edge, background }
  const picture = await decoded(
    await sharp(await shown.png().toBuffer())
      .extend(border)
      .png()
      .toBuffer(),
  )
  addPattern(picture, of)
  const wall = Buffer.alloc(picture.data.length)
  for (let at = 0; at < wall.length; at += 1) wall[at] = 90 + (40 * (at % (picture.width * 3))) / (picture.width * 3)
  return encoded(retake(picture, { ...picture, data: wall }, { yaw: 8, pitch: -5, roll: 3, scale: 0.85 }), 88)
}

/** Dots of ink, or pixels of three colours. */
function addPattern({ data, width, height }: Raw, of: 'print' | 'screen'): void {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const ink = (Math.sin(x * 1.9) + Math.sin(y * 1.9)) * 4
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 3 + channel
        const light = (x % 3 === channel ? 1.25 : 0.82) * (y % 3 === 2 ? 0.85 : 1.03)
        const value = of === 'print' ? (data[at] ?? 0) + ink : (data[at] ?? 0) * light
        data[at] = Math.max(0, Math.min(255, value))
      }
    }
  }
}
