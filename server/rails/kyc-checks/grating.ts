import type { Grey } from './grey.ts'

/*
 * Whether a regular pattern lies over a face: the dots of a print, the pixels of a screen, or what a camera makes of them
 * (moiré). Skin has every frequency and none above its neighbours; a grating is a peak in the spectrum.
 */

const side = 64
const step = side / 2
/** Patches that are looked at: more of them change nothing. */
const patchesMax = 80
const window = Float64Array.from({ length: side }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / side))
const angles = Array.from({ length: side / 2 }, (_, at) => (-2 * Math.PI * at) / side)
const cosines = Float64Array.from(angles, Math.cos)
const sines = Float64Array.from(angles, Math.sin)

/**
 * The highest peak of the mean spectrum of a piece of a picture, in pixels as the camera took them, ÷ the median around it;
 * null where the piece is smaller than one patch. Skin has 4 to 8.
 */
export function gratingOf(grey: Grey): number | null {
  const places: (readonly [number, number])[] = []
  for (let top = 0; top + side <= grey.height; top += step) {
    for (let left = 0; left + side <= grey.width; left += step) places.push([left, top])
  }
  if (places.length === 0) return null
  const every = Math.ceil(places.length / patchesMax)
  const looked = places.filter((_, index) => index % every === 0)
  const power = new Float64Array(side * side)
  for (let at = 0; at < looked.length; at += 2) {
    addSpectra(windowed(grey, looked[at]), windowed(grey, looked[at + 1]), power)
  }
  return highestPeak(evened(power))
}

/** A patch without its mean, fading out towards its sides; nothing where there is no patch. */
function windowed({ data, width }: Grey, place: readonly [number, number] | undefined): Float64Array {
  const patch = new Float64Array(side * side)
  if (place === undefined) return patch
  const [left, top] = place
  let sum = 0
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const pixel = data[(top + y) * width + left + x] ?? 0
      patch[y * side + x] = pixel
      sum += pixel
    }
  }
  const mean = sum / (side * side)
  for (let y = 0; y < side; y += 1) {
    const fade = window[y] ?? 0
    for (let x = 0; x < side; x += 1) {
      patch[y * side + x] = ((patch[y * side + x] ?? 0) - mean) * fade * (window[x] ?? 0)
    }
  }
  return patch
}

/**
 * Two patches in one transform, as its real and its imaginary part: each frequency and its opposite together hold the
 * power of both.
 */
function addSpectra(real: Float64Array, imaginary: Float64Array, power: Float64Array): void {
  for (let y = 0; y < side; y += 1) {
    transform(real.subarray(y * side, (y + 1) * side), imaginary.subarray(y * side, (y + 1) * side))
  }
  const [re, im] = [new Float64Array(side), new Float64Array(side)]
  for (let x = 0; x < side; x += 1) {
    for (let y = 0; y < side; y += 1) {
      re[y] = real[y * side + x] ?? 0
      im[y] = imaginary[y * side + x] ?? 0
    }
    transform(re, im)
    for (let y = 0; y < side; y += 1) {
      power[y * side + x] = (power[y * side + x] ?? 0) + (re[y] ?? 0) ** 2 + (im[y] ?? 0) ** 2
    }
  }
}

/** Each frequency with its opposite, as the spectrum of what is real has them. */
const evened = (power: Float64Array): Float64Array =>
  power.map((value, at) => {
    const [x, y] = [at % side, Math.floor(at / side)]
    return (value + (power[((side - y) % side) * side + ((side - x) % side)] ?? 0)) / 2
  })

/** The discrete Fourier transform in place (Cooley and Tukey, 1965). */
function transform(re: Float64Array, im: Float64Array): void {
  for (let at = 1, other = 0; at < side; at += 1) {
    let bit = side >> 1
    for (; other & bit; bit >>= 1) other ^= bit
    other ^= bit
    if (at < other) {
      const [real, imaginary] = [re[at] ?? 0, im[at] ?? 0]
      re[at] = re[other] ?? 0
      im[at] = im[other] ?? 0
      re[other] = real
      im[other] = imaginary
    }
  }
  for (let length = 2; length <= side; length *= 2) {
    const half = length / 2
    for (let first = 0; first < side; first += length) {
      for (let at = 0; at < half; at += 1) {
        const cos = cosines[(at * side) / length] ?? 0
        const sin = sines[(at * side) / length] ?? 0
        const upper = first + at
        const lower = upper + half
        const real = (re[lower] ?? 0) * cos - (im[lower] ?? 0) * sin
        const imaginary = (re[lower] ?? 0) * sin + (im[lower] ?? 0) * cos
        re[lower] = (re[upper] ?? 0) - real
        im[lower] = (im[upper] ?? 0) - imaginary
        re[upper] = (re[upper] ?? 0) + real
        im[upper] = (im[upper] ?? 0) + imaginary
      }
    }
  }
}

/** A frequency in cycles a patch, below 0 for what runs the other way. */
const signed = (at: number): number => (at > side / 2 ? at - side : at)

/** JPEG cuts a picture into squares of 8 pixels: what repeats with these, or lies on an axis, is its own. */
function isOfJpeg(across: number, down: number): boolean {
  const isMultiple = (frequency: number): boolean => Math.abs(frequency / 8 - Math.round(frequency / 8)) < 0.2
  return Math.abs(across) <= 1 || Math.abs(down) <= 1 || (isMultiple(across) && isMultiple(down))
}

function highestPeak(power: Float64Array): number {
  let highest = 0
  for (let y = 0; y <= side / 2; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [across, down] = [signed(x), signed(y)]
      const frequency = Math.hypot(across, down) / side
      if (frequency < 0.1 || frequency > 0.48 || isOfJpeg(across, down)) continue
      highest = Math.max(highest, (power[y * side + x] ?? 0) / medianAround(power, x, y))
    }
  }
  return highest
}

/** The places of the ring in which a frequency's surroundings are looked at. */
const ring = new Float64Array(11 * 11 - 5 * 5)

function medianAround(power: Float64Array, x: number, y: number): number {
  let at = 0
  for (let down = -5; down <= 5; down += 1) {
    for (let across = -5; across <= 5; across += 1) {
      if (Math.abs(across) < 3 && Math.abs(down) < 3) continue
      ring[at++] = power[((y + down + side) % side) * side + ((x + across + side) % side)] ?? 0
    }
  }
  ring.sort()
  return ring[ring.length >> 1] || Number.MIN_VALUE
}
