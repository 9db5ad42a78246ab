import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { anna, makeCardBack, makePassport, makeSelfie } from '../../../tests/harness/specimen.ts'
import { localReader } from './adapter.ts'

const reader = localReader({ count: 1 })
afterAll(() => reader.stop())

/** As many pixels as are taken. */
const enlarged = async (picture: Buffer) => {
  const { width, height } = await sharp(picture).metadata()
  const scale = Math.sqrt(39_500_000 / (width * height))
  const bytes = await sharp(picture)
    .resize({ width: Math.floor(width * scale) })
    .jpeg({ quality: 60 })
    .toBuffer()
  return { bytes, mediaType: 'image/jpeg' } as const
}

test('three pictures of as many pixels as are taken are read within the bounds of the process', async () => {
  const FRONT = await enlarged(await makePassport())
  const BACK = await enlarged(await makeCardBack())
  const SELFIE = await enlarged(await makeSelfie())
  const read = await reader.readIdentity(
    { FRONT, BACK, SELFIE },
    {
      firstName: undefined,
      lastName: undefined,
      birthDate: undefined,
      citizenship: undefined,
      documentType: undefined,
      documentNumber: undefined,
      documentExpiryDate: undefined,
    },
  )
  if ('fault' in read) throw new Error(`${read.part} is ${read.fault}`)
  expect(read.zone?.number).toBe(anna.number)
  expect(read.faces).toMatchObject({ inSelfie: 1, onDocument: 1 })
  expect(read.faces.distance).toBeLessThan(0.5)
  expect(read.quality.SELFIE?.height).toBeGreaterThan(6_000)
}, 120_000)
