import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { makeTurns } from '../../../tests/harness/head.ts'
import { makeRetake } from '../../../tests/harness/retake.ts'
import {
  anna,
  faceOther,
  makeCardBack,
  makeLetter,
  makePassport,
  makeSelfie,
  severalFaces,
} from '../../../tests/harness/specimen.ts'
import { ruleset } from '../../contexts/kyc/ruleset.ts'
import { localReader } from './adapter.ts'
import { eyeOpeningOf } from './face-shape.ts'

/** Few: each reads real pictures for a second or two. */
const reader = localReader({ count: 1 })
afterAll(() => reader.stop())

const jpeg = (bytes: Buffer) => ({ bytes, mediaType: 'image/jpeg' }) as const
const unsaid = {
  firstName: undefined,
  lastName: undefined,
  birthDate: undefined,
  citizenship: undefined,
  documentType: undefined,
  documentNumber: undefined,
  documentExpiryDate: undefined,
}

test('a card is read from its back, and another face on the selfie is far from its portrait', async () => {
  const files = {
    FRONT: jpeg(await makePassport()),
    BACK: jpeg(await makeCardBack()),
    SELFIE: jpeg(await makeSelfie(faceOther)),
  }
  const read = await reader.readIdentity(files, unsaid)
  if ('fault' in read) throw new Error(read.fault)
  expect(read.zone).toMatchObject({
    format: 'TD1',
    wrongChecks: [],
    documentCode: 'I',
    issuer: 'POL',
    surname: anna.surname,
    givenNames: anna.givenNames,
    number: anna.number,
    birthDate: '900412',
    expiryDate: '310531',
  })
  expect(read.faces).toMatchObject({ inSelfie: 1, onDocument: 1 })
  expect(read.faces.distance).toBeGreaterThan(0.6)
  expect(read.faces.likeness).toBeLessThan(ruleset.selfie.likenessMax)
  expect(read.faces.eyeOpening).toBeGreaterThan(ruleset.selfie.eyeOpeningMin)
})

test('a photograph of the portrait on the document is told from another photograph of the same person', async () => {
  // Mirrored and brighter, which is the nearest to another photograph that the examples offer.
  const selfie = await makeSelfie()
  const copied = await sharp(selfie).flop().rotate(7).blur(1.5).jpeg({ quality: 60 }).toBuffer()
  const front = jpeg(await makePassport())
  const [other, same] = [
    await reader.readIdentity({ FRONT: front, SELFIE: jpeg(selfie) }, unsaid),
    await reader.readIdentity({ FRONT: front, SELFIE: jpeg(copied) }, unsaid),
  ]
  if ('fault' in other || 'fault' in same) throw new Error('a specimen cannot be read')
  expect(other.faces).toMatchObject({ inSelfie: 1, onDocument: 1 })
  expect(other.faces.likeness).toBeLessThan(ruleset.selfie.likenessMax)
  expect(other.faces.selfieSide).toBeGreaterThan(ruleset.selfie.faceSideMin)
  expect(same.faces.likeness).toBeGreaterThan(ruleset.selfie.likenessMax)
})

test('a head that turns is told from a flat picture that is turned, and a print by its border and its dots', async () => {
  const front = jpeg(
    await sharp(await makePassport())
      .resize(700)
      .jpeg()
      .toBuffer(),
  )
  const selfie = await makeSelfie()
  const read = async (face: Buffer, { left, right }: { left: Buffer; right: Buffer }) => {
    const files = { FRONT: front, SELFIE: jpeg(face), LEFT: jpeg(left), RIGHT: jpeg(right) }
    const seen = await reader.readIdentity(files, unsaid)
    if ('fault' in seen || seen.turn === null) throw new Error('a specimen cannot be read')
    return { ...seen.faces, ...seen.turn, way: (seen.turn.shifts.LEFT ?? 0) - (seen.turn.shifts.RIGHT ?? 0) }
  }
  const { sideMin, turnMin, depthMin, distanceMax } = ruleset.challenge
  const head = await read(selfie, await makeTurns('head', 18))
  expect(head.shifts.LEFT).toBeGreaterThan(sideMin)
  expect(head.shifts.RIGHT).toBeLessThan(-sideMin)
  expect(head.way).toBeGreaterThan(turnMin)
  expect(head.depth).toBeGreaterThan(depthMin)
  for (const distance of Object.values(head.distances)) expect(distance).toBeLessThan(distanceMax)
  expect(head.frame).toBeLessThan(ruleset.selfie.frameMax)
  expect(head.grating).toBeLessThan(ruleset.selfie.gratingMax)

  const flat = await read(await makeRetake(selfie, 'print'), await makeTurns('flat', 35))
  expect(flat.way).toBeLessThan(turnMin)
  expect(flat.depth).toBeLessThan(depthMin)
  expect(flat.frame).toBeGreaterThan(ruleset.selfie.frameMax)
  expect(flat.grating).toBeGreaterThan(ruleset.selfie.gratingMax)
})

test('a page in Armenian letters is read with little confidence, one in Latin letters with much', async () => {
  const confidenceOf = async (lines: readonly string[]): Promise<number | null> => {
    const unstated = {
      firstName: undefined,
      lastName: undefined,
      address: undefined,
      city: undefined,
      postCode: undefined,
    }
    const read = await reader.readPaper([jpeg(await makeLetter(lines))], { ...unstated, today: '2026-03-02' })
    if ('fault' in read) throw new Error(read.fault)
    return read.confidence
  }
  const { confidenceMin } = ruleset.address
  const armenian = ['Հայաստանի էլեկտրական ցանցեր', 'Աննա Նովակ', 'Մաշտոցի պողոտա 12, Երևան', 'Պայմանագիր 01.02.2019']
  expect(await confidenceOf(armenian)).toBeLessThan(confidenceMin)
  const latin = ['Electric Networks of Armenia', 'Anna Nowak', 'Mashtots 12, Yerevan', 'Bill of 15 January 2026']
  expect(await confidenceOf(latin)).toBeGreaterThan(confidenceMin)
})

test('an eye is as open as it is high', () => {
  const face = (height: number) => {
    const points = Array.from({ length: 68 }, () => ({ x: 0, y: 0 }))
    for (const first of [36, 42]) {
      const [left, right] = [first * 10, first * 10 + 30]
      const eye = [
        [left, 0],
        [left + 10, -height / 2],
        [left + 20, -height / 2],
        [right, 0],
        [left + 20, height / 2],
        [left + 10, height / 2],
      ] as const
      for (const [index, [x, y]] of eye.entries()) points[first + index] = { x, y }
    }
    return points
  }
  expect(eyeOpeningOf(face(9))).toBeCloseTo(0.3)
  expect(eyeOpeningOf(face(3))).toBeCloseTo(0.1)
})

test('several faces, no face and no zone are told as what they are', async () => {
  const blank = await makePassport(anna, { lines: [], portrait: null })
  const read = await reader.readIdentity({ FRONT: jpeg(blank), SELFIE: jpeg(await makeSelfie(severalFaces)) }, unsaid)
  if ('fault' in read) throw new Error(read.fault)
  expect(read.zone).toBeNull()
  expect(read.faces.inSelfie).toBeGreaterThan(1)
  expect(read.faces).toMatchObject({ onDocument: 0, distance: null })
})

test('a file that cannot be read any more is named by its part', async () => {
  const broken = { bytes: Buffer.from('ffd8ffe0', 'hex'), mediaType: 'image/jpeg' } as const
  const read = await reader.readIdentity({ FRONT: jpeg(await makePassport()), SELFIE: broken }, unsaid)
  expect(read).toEqual({ fault: 'damaged', part: 'SELFIE' })
})
