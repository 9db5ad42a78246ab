import { afterAll, expect, test } from 'vitest'
import {
  anna,
  faceOther,
  makeCardBack,
  makePassport,
  makeSelfie,
  severalFaces,
} from '../../../tests/harness/specimen.ts'
import { localReader } from './adapter.ts'

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
