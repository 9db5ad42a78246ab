import countries from 'i18n-iso-countries'
import type {
  FileReader,
  IdentityReader,
  IdentityReading,
  MachineZone,
  StatedIdentity,
  TurnReading,
} from '../../../contexts/kyc/index.ts'
import { magicCities, magicNumbers, magicWordOf } from './magic-values.ts'

const zoneDate = (date: string | undefined): string => (date ?? '1990-04-12').slice(2).replaceAll('-', '')

/** A document on which everything is as it was said. */
function honestZone(stated: StatedIdentity): MachineZone {
  const nationality = countries.alpha2ToAlpha3(stated.citizenship ?? 'PL') ?? 'POL'
  return {
    format: stated.documentType === 'PASSPORT' ? 'TD3' : 'TD1',
    lines: [],
    wrongChecks: [],
    documentCode: stated.documentType === 'PASSPORT' ? 'P' : 'I',
    issuer: nationality,
    nationality,
    surname: stated.lastName ?? '',
    givenNames: stated.firstName ?? '',
    number: stated.documentNumber ?? '',
    birthDate: zoneDate(stated.birthDate),
    // Far ahead, whatever the clock was moved to: what a zone says is read as within fifty years of now.
    expiryDate: zoneDate(stated.documentExpiryDate ?? '2070-12-31'),
  }
}

const good = { width: 1_600, height: 1_200, sharpness: 20, brightness: 150, glare: 0.01 }

const goodTurn: TurnReading = {
  faces: { LEFT: 1, RIGHT: 1 },
  distances: { LEFT: 0.3, RIGHT: 0.3 },
  shifts: { LEFT: 0.15, RIGHT: -0.15 },
  depth: 0.25,
}

const honest = (stated: StatedIdentity): IdentityReading => ({
  quality: { FRONT: good, BACK: good, SELFIE: good },
  zone: honestZone(stated),
  faces: {
    inSelfie: 1,
    onDocument: 1,
    distance: 0.3,
    selfieSide: 400,
    eyeOpening: 0.3,
    likeness: 0.4,
    frame: 0.3,
    grating: 5,
  },
  turn: goodTurn,
  reader: 'sandbox',
  isSpecimen: true,
})

/**
 * The sandbox's reader: document numbers and cities of a documented list stand for what could be seen, and go through the
 * same checks and rules as what is read from files. Everything else is read by `reader`.
 */
export const magicReader = (reader: FileReader & IdentityReader): FileReader & IdentityReader => ({
  probe: (bytes, mediaType) => reader.probe(bytes, mediaType),
  knows: stated => magicWordOf(magicNumbers, stated.documentNumber) !== undefined || reader.knows(stated),
  async readIdentity(files, stated) {
    const word = magicWordOf(magicNumbers, stated.documentNumber)
    if (word === undefined) return reader.readIdentity(files, stated)
    const seen = magicNumbers[word]
    if (seen === undefined) throw new Error(`no such word: ${word}`)
    if ('fault' in seen) return { fault: seen.fault, part: seen.part }
    const whole = honest(stated)
    return {
      ...whole,
      quality: seen.quality ?? whole.quality,
      faces: { ...whole.faces, ...seen.faces },
      turn: seen.turn === null ? null : { ...goodTurn, ...seen.turn },
      zone: seen.zone === null ? null : { ...honestZone(stated), ...seen.zone },
    }
  },
  async readPaper(files, stated) {
    const word = magicWordOf(magicCities, stated.city)
    if (word === undefined) return reader.readPaper(files, stated)
    return { pages: magicCities[word]?.pages(stated) ?? [], isText: true, confidence: null, reader: 'sandbox' }
  },
})
