import { isServed } from '@florin/contract/countries.ts'
import { frameParts } from '@florin/contract/shapes/user.ts'
import countries from 'i18n-iso-countries'
import { nameScore, sameNumber } from './agreement.ts'
import type { IdentityReading, MachineZone } from './identity-reading.ts'
import type { Challenge, DocumentType } from './kyc-case.ts'
import { type KycPart, partsOf } from './kyc-file.ts'
import { type Reason, type RiskLevel, ruleset } from './ruleset.ts'
import type { StatedPerson } from './stated-identity.ts'
import { ageAt, birthDateOf, expiryDateOf } from './zone-dates.ts'

/** Everything that the checks know: what was said, what was seen, and what we have seen before. */
export interface Facts {
  readonly now: Date
  readonly stated: StatedPerson
  readonly reading: IdentityReading
  /** Whether the head was turned as it was asked for; null where nobody asked. */
  readonly challenge: Challenge | null
  /** As the operator sees the person. */
  readonly risk: RiskLevel
  /** Other living users of the partner who share something with this one. */
  readonly known: { readonly document: number; readonly person: number; readonly file: number }
}

/** What one check found: nothing, or reasons; `evidence` is what it saw, and is kept sealed. */
export interface Finding {
  readonly reasons: readonly Reason[]
  readonly evidence?: unknown
}

export interface Check {
  readonly name: string
  readonly judge: (facts: Facts) => Finding
}

const passed: Finding = { reasons: [] }
const found = (reason: Reason | false | undefined, evidence?: unknown): Finding => ({
  reasons: reason ? [reason] : [],
  ...(evidence === undefined ? {} : { evidence }),
})

/** A check that needs a zone, and what was said: without either there is nothing to compare, and another check says so. */
const compared =
  (
    said: (stated: Facts['stated']) => string | undefined,
    judge: (said: string, zone: MachineZone, facts: Facts) => Finding,
  ): Check['judge'] =>
  facts => {
    const [text, { zone }] = [said(facts.stated), facts.reading]
    return text === undefined || zone === null ? passed : judge(text, zone, facts)
  }

/** ICAO writes Germany with one letter, Kosovo by its own code, and British people in six ways. */
const ownCodes: Readonly<Record<string, string>> = {
  D: 'DE',
  RKS: 'XK',
  GBD: 'GB',
  GBN: 'GB',
  GBO: 'GB',
  GBP: 'GB',
  GBS: 'GB',
}

/** Alpha-2 of a state of a zone; undefined for codes of no country (stateless, UN, specimen). */
export const countryOf = (code: string): string | undefined => ownCodes[code] ?? countries.alpha3ToAlpha2(code)

/** A zone whose check digits agree was read right; the check digits themselves are a check. */
const isTrusted = (zone: MachineZone | null): zone is MachineZone => zone !== null && zone.wrongChecks.length === 0

function judgeExpiry({ stated, reading, now }: Facts): Finding {
  const printed = isTrusted(reading.zone) ? expiryDateOf(reading.zone.expiryDate, now) : undefined
  const today = now.toISOString().slice(0, 10)
  const dates = [printed, stated.documentExpiryDate].filter(date => date !== undefined)
  return found(dates.some(date => date < today) && 'DOCUMENT_EXPIRED', { printed, stated: stated.documentExpiryDate })
}

function judgeAge({ stated, reading, now }: Facts): Finding {
  const printed = isTrusted(reading.zone) ? birthDateOf(reading.zone.birthDate, now) : undefined
  const ages = [printed, stated.birthDate].filter(date => date !== undefined).map(date => ageAt(date, now))
  return found(ages.some(age => age < ruleset.ageMinYears) && 'UNDERAGE', { ages })
}

function judgeQuality({ stated, reading }: Facts): Finding {
  const { shortSideMin, brightnessMin, brightnessMax, glareMax } = ruleset.picture
  const parts = partsOf((stated.documentType as DocumentType | undefined) ?? 'PASSPORT')
  const reasons = new Set<Reason>()
  for (const part of parts) {
    const quality = reading.quality[part]
    if (quality === undefined) continue
    if (Math.min(quality.width, quality.height) < shortSideMin) reasons.add('IMAGE_TOO_SMALL')
    if (quality.sharpness < sharpnessMinOf(part)) reasons.add('IMAGE_BLURRED')
    const isLit = quality.brightness >= brightnessMin && quality.brightness <= brightnessMax
    if (!isLit || quality.glare > glareMax) reasons.add('IMAGE_LIGHT')
  }
  return { reasons: [...reasons], evidence: reading.quality }
}

const sharpnessMinOf = (part: KycPart): number => ruleset.sharpnessMin[part === 'SELFIE' ? 'selfie' : 'document']

/** What of a living person in front of a camera can be told from one picture; a good photograph of a photograph may still pass. */
function judgeLive({ reading: { faces } }: Facts): Finding {
  const { faceSideMin, eyeOpeningMin, likenessMax, frameMax, gratingMax } = ruleset.selfie
  const { selfieSide, eyeOpening, likeness, frame, grating } = faces
  const reasons: (Reason | false)[] = [
    selfieSide !== null && selfieSide < faceSideMin && 'SELFIE_FACE_SMALL',
    eyeOpening !== null && eyeOpening < eyeOpeningMin && 'SELFIE_EYES_CLOSED',
    likeness !== null && likeness > likenessMax && 'SELFIE_OF_DOCUMENT',
    frame !== null && frame > frameMax && 'SELFIE_IN_FRAME',
    grating !== null && grating > gratingMax && 'SELFIE_PATTERN',
  ]
  return {
    reasons: reasons.filter(reason => reason !== false),
    evidence: { selfieSide, eyeOpening, likeness, frame, grating },
  }
}

/**
 * Whether it is one head that was turned before a camera: the same person on all frames, the nose on the side that was asked
 * for, and a depth between the frames that no flat picture has. What the sandbox makes up shows whether it was done.
 */
function judgeChallenge({ challenge, reading: { turn, isSpecimen } }: Facts): Finding {
  if (challenge === null && !isSpecimen && !ruleset.challenge.isAskedOfAll) return passed
  if (turn === null || (challenge !== 'DONE' && !isSpecimen)) return found('CHALLENGE_UNDONE')
  const { distanceMax, sideMin, turnMin, depthMin } = ruleset.challenge
  const { distances, shifts, depth } = turn
  // Others in the background are nobody's attempt: the largest face of each frame is the one that is compared.
  const isOther = frameParts.some(part => (distances[part] ?? Number.POSITIVE_INFINITY) > distanceMax)
  const [left, right] = [shifts.LEFT ?? 0, shifts.RIGHT ?? 0]
  const isTurned = left >= sideMin && right <= -sideMin && left - right >= turnMin
  const reasons: (Reason | false)[] = [
    isOther && 'CHALLENGE_FACE',
    !isTurned && 'CHALLENGE_TURN',
    depth !== null && depth < depthMin && 'CHALLENGE_FLAT',
  ]
  return { reasons: reasons.filter(reason => reason !== false), evidence: { ...turn } }
}

/** Polish law: the first six digits are the day of birth, with the century in the month; the last is a check digit. */
function judgePesel({ stated: { pesel, birthDate } }: Facts): Finding {
  if (pesel === undefined) return passed
  const digits = [...pesel].map(Number)
  const sum = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3].reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0)
  if ((10 - (sum % 10)) % 10 !== digits[10]) return found('PESEL_CHECK_DIGIT')
  const month = Number(pesel.slice(2, 4))
  const century = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)] ?? 0
  const year = century + Number(pesel.slice(0, 2))
  const born = `${year}-${String(month % 20).padStart(2, '0')}-${pesel.slice(4, 6)}`
  return found(birthDate !== undefined && birthDate !== born && 'PESEL_MISMATCH')
}

/** All checks of an identity, each alone. Order is only that of the record. */
export const identityChecks: readonly Check[] = [
  {
    name: 'document-zone',
    judge: ({ reading: { zone } }) => found(zone === null && 'DOCUMENT_UNREADABLE', { zone }),
  },
  {
    name: 'document-check-digits',
    judge: ({ reading: { zone } }) =>
      zone === null
        ? passed
        : found(zone.wrongChecks.length > 0 && 'DOCUMENT_CHECK_DIGITS', { wrong: zone.wrongChecks }),
  },
  {
    name: 'document-type',
    judge: compared(
      stated => stated.documentType,
      (type, { documentCode }) =>
        found((type === 'PASSPORT') !== documentCode.startsWith('P') && 'DOCUMENT_TYPE_MISMATCH', { documentCode }),
    ),
  },
  {
    name: 'document-number',
    judge: compared(
      stated => stated.documentNumber,
      (number, zone) => found(!sameNumber(number, zone.number) && 'DOCUMENT_NUMBER_MISMATCH', { printed: zone.number }),
    ),
  },
  {
    name: 'name',
    judge: compared(
      stated => stated.lastName,
      (last, zone, { stated }) => {
        const score = nameScore({ first: stated.firstName ?? '', last }, zone)
        return found(score < ruleset.nameScoreMin && 'NAME_MISMATCH', { score })
      },
    ),
  },
  {
    name: 'birth-date',
    judge: compared(
      stated => stated.birthDate,
      (birthDate, zone, { now }) => {
        const printed = birthDateOf(zone.birthDate, now)
        return found(printed !== birthDate && 'BIRTH_DATE_MISMATCH', { printed })
      },
    ),
  },
  {
    name: 'nationality',
    judge: compared(
      stated => stated.nationality ?? stated.citizenship,
      (stated, zone) => {
        const printed = countryOf(zone.nationality)
        return found(printed !== stated && 'NATIONALITY_MISMATCH', { printed: printed ?? zone.nationality })
      },
    ),
  },
  { name: 'document-expiry', judge: judgeExpiry },
  { name: 'age', judge: judgeAge },
  { name: 'pesel', judge: judgePesel },
  { name: 'image-quality', judge: judgeQuality },
  {
    name: 'selfie-face',
    judge: ({ reading: { faces } }) => {
      if (faces.inSelfie === 1) return passed
      return found(faces.inSelfie === 0 ? 'SELFIE_WITHOUT_FACE' : 'SELFIE_SEVERAL_FACES', { faces: faces.inSelfie })
    },
  },
  { name: 'selfie-live', judge: judgeLive },
  { name: 'selfie-challenge', judge: judgeChallenge },
  {
    name: 'face-match',
    judge: ({ reading: { faces } }) => {
      if (faces.onDocument === 0) return found('PORTRAIT_NOT_FOUND')
      const isFar = faces.distance !== null && faces.distance > ruleset.faceDistanceMax
      return found(isFar && 'FACE_MISMATCH', { distance: faces.distance })
    },
  },
  {
    name: 'known-before',
    judge: ({ known, reading: { isSpecimen } }) => {
      if (isSpecimen) return passed
      const reasons: (Reason | false)[] = [
        known.document > 0 && 'DUPLICATE_DOCUMENT',
        known.person > 0 && 'DUPLICATE_PERSON',
        known.file > 0 && 'DUPLICATE_FILE',
      ]
      return { reasons: reasons.filter(reason => reason !== false), evidence: known }
    },
  },
  { name: 'person-risk', judge: ({ risk }) => found(risk === 'HIGH' && 'PERSON_RISK', { risk }) },
  {
    name: 'country',
    judge: ({ stated, reading: { zone } }) => {
      const codes = [
        stated.citizenship,
        stated.nationality,
        stated.documentCountry,
        zone && countryOf(zone.issuer),
        zone && countryOf(zone.nationality),
      ]
      const unserved = codes.filter(code => typeof code === 'string' && !isServed(code) && code !== 'XK')
      return found(unserved.length > 0 && 'COUNTRY_RISK', { unserved })
    },
  },
]
