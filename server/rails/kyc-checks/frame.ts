import type { Box, Grey } from './grey.ts'

/*
 * Whether a face stands in a frame: the border of a print, the edge of a screen or of a card. Behind somebody there may be
 * a door or a window, but its lower edge is hidden by the person; that of a picture passes under the chin.
 */

/** A step of brightness between two pixels of each side of a line that makes it an edge there. */
const edgeStep = 14
const reach = 2
const samples = 48
/** A picture in a hand is turned by some degrees, and its sides run together. */
const slopes = Array.from({ length: 17 }, (_, at) => Math.tan(((at - 8) * 1.5 * Math.PI) / 180))
/** How far a line must go on beside the face, in parts of the face. */
const beyond = 0.35
/** A side below this is none, and no frame has it. */
const clearly = 0.6
/** How far from the face a line is looked for, in parts of the face. */
const gap = 0.08

/**
 * The part, 0 to 1, of the weakest of four sides around the face that is one straight edge with the same side dark. Light,
 * colour and what is in the picture do not matter.
 */
export function frameOf(grey: Grey, face: Box): number {
  const upright = { data: grey, at: (along: number, across: number) => [across, along] as const }
  const level = { data: grey, at: (along: number, across: number) => [along, across] as const }
  const [right, bottom] = [face.x + face.width, face.y + face.height]
  const [aside, above] = [face.width * gap, face.height * gap]
  const rows = spanOf(face.y, bottom, grey.height)
  const columns = spanOf(face.x, right, grey.width)
  const sides = [
    () => best(level, columns, bottom + above, grey.height - 1 - reach),
    () => best(level, columns, reach, face.y - above),
    () => best(upright, rows, reach, face.x - aside),
    () => best(upright, rows, right + aside, grey.width - 1 - reach),
  ]
  let weakest = 1
  // Most faces lack the lower edge: the others need not be looked for.
  for (const side of sides) if (weakest > clearly) weakest = Math.min(weakest, side())
  return weakest
}

type Span = readonly [from: number, to: number]

const spanOf = (from: number, to: number, length: number): Span => {
  const more = (to - from) * beyond
  return [Math.max(reach, from - more), Math.min(length - 1 - reach, to + more)]
}

interface Direction {
  readonly data: Grey
  /** Column and row. */
  readonly at: (along: number, across: number) => readonly [number, number]
}

/** The straightest edge whose middle lies between two places. */
function best(direction: Direction, [from, to]: Span, nearest: number, farthest: number): number {
  let most = 0
  for (let place = Math.ceil(nearest); place <= farthest; place += 1) {
    for (const slope of slopes) most = Math.max(most, coverage(direction, from, to, place, slope))
  }
  return most
}

function coverage({ data, at }: Direction, from: number, to: number, place: number, slope: number): number {
  const level = (along: number, across: number): number => {
    const [x, y] = at(Math.round(along), Math.round(across))
    return x < 0 || y < 0 || x >= data.width || y >= data.height ? Number.NaN : (data.data[y * data.width + x] ?? 0)
  }
  let [rising, falling] = [0, 0]
  for (let sample = 0; sample < samples; sample += 1) {
    const along = from + ((to - from) * sample) / (samples - 1)
    const across = place + (along - (from + to) / 2) * slope
    const step = level(along, across + reach) - level(along, across - reach)
    if (step > edgeStep) rising += 1
    if (step < -edgeStep) falling += 1
  }
  return Math.max(rising, falling) / samples
}
