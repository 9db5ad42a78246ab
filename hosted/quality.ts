/** What may be wrong with a picture, as far as a browser can see. */
export type Hint = 'blurred' | 'glare' | 'dark' | 'small'

/** Brightness of each pixel, 0–255, row by row. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly values: Uint8Array | Uint8ClampedArray
}

/** Variance of the Laplacian below which print is not legible, of a picture some 480 pixels wide. */
const sharpnessMin = 55
const brightnessMin = 55
/** Above it a pixel is burnt out. */
const burnt = 252
/** A reflection is a part of the picture; a white sheet is nearly all of it. */
const glareShare = { least: 0.015, most: 0.35 }
/** Of the longer side of the whole picture. */
const pixelsMin = 900

/** Rec. 601 brightness of RGBA pixels. */
export function greyOf(rgba: Uint8ClampedArray, width: number, height: number): Grey {
  const values = new Uint8ClampedArray(width * height)
  for (let at = 0; at < values.length; at += 1) {
    const from = at * 4
    values[at] = 0.299 * (rgba[from] ?? 0) + 0.587 * (rgba[from + 1] ?? 0) + 0.114 * (rgba[from + 2] ?? 0)
  }
  return { width, height, values }
}

/** How much neighbours differ: the variance of the discrete Laplacian. */
export function sharpnessOf({ width, height, values }: Grey): number {
  let sum = 0
  let squares = 0
  let count = 0
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x
      const edge =
        4 * (values[at] ?? 0) -
        (values[at - 1] ?? 0) -
        (values[at + 1] ?? 0) -
        (values[at - width] ?? 0) -
        (values[at + width] ?? 0)
      sum += edge
      squares += edge * edge
      count += 1
    }
  }
  if (count === 0) return 0
  return squares / count - (sum / count) ** 2
}

/** What to tell the user, the worst first. `longSide`: of the picture itself, of which `grey` is a small copy. */
export function hintsOf(grey: Grey, longSide: number): Hint[] {
  const hints: Hint[] = []
  let sum = 0
  let bright = 0
  for (const value of grey.values) {
    sum += value
    if (value >= burnt) bright += 1
  }
  const count = Math.max(1, grey.values.length)
  if (longSide < pixelsMin) hints.push('small')
  if (sum / count < brightnessMin) hints.push('dark')
  if (sharpnessOf(grey) < sharpnessMin) hints.push('blurred')
  const share = bright / count
  if (share >= glareShare.least && share <= glareShare.most) hints.push('glare')
  return hints
}
