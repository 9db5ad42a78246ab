import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, schemeOf } from './colours.ts'
import { type Grey, hintsOf, sharpnessOf } from './quality.ts'
import { languages, localeOf, tellIn } from './words/index.ts'

const side = 120
const paint = (of: (x: number, y: number) => number): Grey => ({
  width: side,
  height: side,
  values: Uint8ClampedArray.from({ length: side * side }, (_, at) => of(at % side, Math.floor(at / side))),
})
const print = paint((x, y) => (((x >> 2) + (y >> 2)) % 2 === 0 ? 60 : 200))
/** Each pixel the mean of its surroundings: what a lens out of focus does. */
const blurred = paint((x, y) => {
  let sum = 0
  for (let dx = -4; dx <= 4; dx += 1)
    for (let dy = -4; dy <= 4; dy += 1)
      sum += print.values[Math.min(side - 1, Math.max(0, y + dy)) * side + Math.min(side - 1, Math.max(0, x + dx))] ?? 0
  return sum / 81
})

test('a sharp, bright, large picture has no hints', () => {
  expect(hintsOf(print, 2_000)).toEqual([])
})

test('blur, darkness, glare and size are each told', () => {
  expect(sharpnessOf(blurred)).toBeLessThan(sharpnessOf(print) / 10)
  expect(hintsOf(blurred, 2_000)).toEqual(['blurred'])
  expect(
    hintsOf(
      paint((x, y) => (print.values[y * side + x] ?? 0) / 5),
      2_000,
    ),
  ).toContain('dark')
  const reflection = paint((x, y) => ((x - 60) ** 2 + (y - 60) ** 2 < 400 ? 255 : (print.values[y * side + x] ?? 0)))
  expect(hintsOf(reflection, 2_000)).toEqual(['glare'])
  expect(hintsOf(print, 600)).toEqual(['small'])
})

test('a white sheet is no glare', () => {
  expect(
    hintsOf(
      paint((x, y) => ((x >> 2) % 4 === 0 && y % 9 < 3 ? 20 : 255)),
      2_000,
    ),
  ).toEqual([])
})

test('letters can be read on any colour that a partner chooses, and its colour on paper', () => {
  const channel = fc.integer({ min: 0, max: 255 }).map(value => value.toString(16).padStart(2, '0'))
  fc.assert(
    fc.property(channel, channel, channel, (red, green, blue) => {
      const accent = `#${red}${green}${blue}`
      const { onAccent, accentOnPaper } = schemeOf(accent)
      expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5)
      expect(contrast('#ffffff', accentOnPaper)).toBeGreaterThanOrEqual(4.5)
    }),
  )
})

test('every language fills in the same names', () => {
  const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()
  for (const { words } of Object.values(languages)) {
    for (const [word, text] of Object.entries(words)) {
      expect(text).not.toBe('')
      expect([word, namesIn(text)]).toEqual([word, namesIn(languages.en.words[word as keyof typeof words])])
    }
  }
  expect(tellIn('pl')('step', { number: 2, count: 5 })).toBe('Krok 2 z 5')
})

test('the first of the browser’s languages that we have is taken, else English', () => {
  expect(localeOf(['fr-FR', 'de-AT', 'pl'])).toBe('de')
  expect(localeOf(['fr'])).toBe('en')
})
