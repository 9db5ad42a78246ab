import { expect, test } from 'vitest'
import { isSameName } from './agreement.ts'
import { countryOf, type Facts, identityChecks } from './identity-checks.ts'
import type { IdentityReading, MachineZone, TurnReading } from './identity-reading.ts'
import { reasons, ruleset } from './ruleset.ts'
import { rate, ruleOn } from './ruling.ts'
import type { StatedPerson } from './stated-identity.ts'

const now = new Date('2026-03-02T09:30:00Z')
const zone: MachineZone = {
  format: 'TD3',
  lines: [],
  wrongChecks: [],
  documentCode: 'P',
  issuer: 'POL',
  nationality: 'POL',
  surname: 'NOWAK',
  givenNames: 'ANNA MARIA',
  number: 'EH1234567',
  birthDate: '900412',
  expiryDate: '310531',
}
const good = { width: 1_600, height: 1_200, sharpness: 20, brightness: 150, glare: 0.01 }
const faces = {
  inSelfie: 1,
  onDocument: 1,
  distance: 0.3,
  selfieSide: 400,
  eyeOpening: 0.3,
  likeness: 0.4,
  frame: 0.3,
  grating: 5,
}
const reading: IdentityReading = {
  quality: { FRONT: good, SELFIE: good },
  zone,
  faces,
  turn: null,
  reader: 'test',
  isSpecimen: false,
}
const stated: StatedPerson = {
  firstName: 'Anna',
  lastName: 'Nowak',
  birthDate: '1990-04-12',
  citizenship: 'PL',
  nationality: undefined,
  pesel: undefined,
  documentType: 'PASSPORT',
  documentNumber: 'eh 1234567',
  documentCountry: 'PL',
  documentExpiryDate: undefined,
}
const facts: Facts = { now, stated, reading, challenge: null, risk: 'LOW', known: { document: 0, person: 0, file: 0 } }

const found = (changed: Partial<Facts>): string[] => {
  const all = { ...facts, ...changed }
  return identityChecks.flatMap(check => check.judge(all).reasons)
}
const onZone = (change: Partial<MachineZone>): string[] =>
  found({ reading: { ...reading, zone: { ...zone, ...change } } })
const onReading = (change: Partial<IdentityReading>): string[] => found({ reading: { ...reading, ...change } })
const onStated = (change: Partial<StatedPerson>): string[] => found({ stated: { ...stated, ...change } })

test('where everything is as it was said, nothing is found', () => {
  expect(found({})).toEqual([])
})

test('each difference between what was said and what is printed is its own reason', () => {
  expect(onZone({ number: 'EH1234568' })).toEqual(['DOCUMENT_NUMBER_MISMATCH'])
  expect(onZone({ surname: 'KOWALSKA' })).toEqual(['NAME_MISMATCH'])
  expect(onZone({ birthDate: '900413' })).toEqual(['BIRTH_DATE_MISMATCH'])
  expect(onZone({ nationality: 'NZL' })).toEqual(['NATIONALITY_MISMATCH'])
  expect(onZone({ documentCode: 'I' })).toEqual(['DOCUMENT_TYPE_MISMATCH'])
  expect(onReading({ zone: null })).toEqual(['DOCUMENT_UNREADABLE'])
  expect(onZone({ wrongChecks: ['number'] })).toEqual(['DOCUMENT_CHECK_DIGITS'])
})

const turn = {
  faces: { LEFT: 1, RIGHT: 1 },
  distances: { LEFT: 0.3, RIGHT: 0.35 },
  shifts: { LEFT: 0.14, RIGHT: -0.12 },
  depth: 0.2,
} as const
const onTurn = (change: Partial<TurnReading>): string[] =>
  found({ challenge: 'DONE', reading: { ...reading, turn: { ...turn, ...change } } })

test('a turn of the head that was asked for is missed, and nobody misses one that was not', () => {
  expect(onTurn({})).toEqual([])
  expect(found({ challenge: null })).toEqual([])
  expect(found({ challenge: 'UNDONE' })).toEqual(['CHALLENGE_UNDONE'])
  // Frames of another attempt, and none at all.
  expect(found({ challenge: 'UNDONE', reading: { ...reading, turn } })).toEqual(['CHALLENGE_UNDONE'])
  expect(found({ challenge: 'DONE' })).toEqual(['CHALLENGE_UNDONE'])
})

test('a turned head is that of the selfie, turns to both sides, and has a depth', () => {
  expect(onTurn({ faces: { LEFT: 1, RIGHT: 2 } })).toEqual([])
  expect(onTurn({ distances: { LEFT: 0.3, RIGHT: 0.7 } })).toEqual(['CHALLENGE_FACE'])
  expect(onTurn({ distances: { LEFT: 0.3, RIGHT: null } })).toEqual(['CHALLENGE_FACE'])
  // The other order than was asked for, one side only, and hardly.
  expect(onTurn({ shifts: { LEFT: -0.14, RIGHT: 0.12 } })).toEqual(['CHALLENGE_TURN'])
  expect(onTurn({ shifts: { LEFT: 0.3, RIGHT: 0.01 } })).toEqual(['CHALLENGE_TURN'])
  expect(onTurn({ shifts: { LEFT: 0.07, RIGHT: -0.07 } })).toEqual(['CHALLENGE_TURN'])
  expect(onTurn({ depth: 0.05 })).toEqual(['CHALLENGE_FLAT'])
})

test('a picture of a picture shows by its frame or its pattern', () => {
  expect(onReading({ faces: { ...faces, frame: 0.98 } })).toEqual(['SELFIE_IN_FRAME'])
  expect(onReading({ faces: { ...faces, grating: 40 } })).toEqual(['SELFIE_PATTERN'])
  expect(onReading({ faces: { ...faces, frame: 0.83, grating: 12 } })).toEqual([])
})

test('a name may be written as states write it: other letters, further names, two letters for one', () => {
  const same: readonly (readonly [string, string, string, string])[] = [
    ['Łucja', 'Wójcik-Żak', 'WOJCIK ZAK', 'LUCJA ANNA'],
    ['Jürgen', 'Müller', 'MUELLER', 'JUERGEN'],
    ['Jürgen', 'Müller', 'MULLER', 'JURGEN'],
    ['Олена', 'Шевченко', 'SHEVCHENKO', 'OLENA'],
    ['Anna Maria', 'Nowak', 'NOWAK', 'ANNA'],
    ['Søren', 'Østergård', 'OESTERGAARD', 'SOEREN'],
    ['Sinéad', "O'Brien", 'O BRIEN', 'SINEAD'],
  ]
  for (const [firstName, lastName, surname, givenNames] of same) {
    expect(
      found({
        stated: { ...stated, firstName, lastName },
        reading: { ...reading, zone: { ...zone, surname, givenNames } },
      }),
    ).toEqual([])
  }
  for (const [firstName, lastName] of [
    ['Anna', 'Nowakowska'],
    ['Maria', 'Kowalska'],
    ['Piotr', 'Nowak'],
  ]) {
    expect(onStated({ firstName, lastName })).toEqual(['NAME_MISMATCH'])
  }
})

test('a document is good through its last day, whoever says so', () => {
  expect(onZone({ expiryDate: '260302' })).toEqual([])
  expect(onZone({ expiryDate: '260301' })).toEqual(['DOCUMENT_EXPIRED'])
  expect(onStated({ documentExpiryDate: '2026-03-01' })).toEqual(['DOCUMENT_EXPIRED'])
  // A date under a wrong check digit may be misread: a person looks, and nobody is rejected.
  expect(onZone({ expiryDate: '200101', wrongChecks: ['expiryDate'] })).toEqual(['DOCUMENT_CHECK_DIGITS'])
})

test('one is of age from the birthday on', () => {
  expect(
    found({
      stated: { ...stated, birthDate: '2008-03-02' },
      reading: { ...reading, zone: { ...zone, birthDate: '080302' } },
    }),
  ).toEqual([])
  expect(
    found({
      stated: { ...stated, birthDate: '2008-03-03' },
      reading: { ...reading, zone: { ...zone, birthDate: '080303' } },
    }),
  ).toEqual(['UNDERAGE'])
  // Born in 1930, not in 2030.
  expect(
    found({
      stated: { ...stated, birthDate: '1930-05-01' },
      reading: { ...reading, zone: { ...zone, birthDate: '300501' } },
    }),
  ).toEqual([])
})

test('faces: none, several, none on the document, another one', () => {
  const seen = (inSelfie: number, onDocument: number, distance: number | null) =>
    onReading({ faces: { ...faces, inSelfie, onDocument, distance } })
  expect(seen(0, 1, null)).toEqual(['SELFIE_WITHOUT_FACE'])
  expect(seen(3, 1, 0.2)).toEqual(['SELFIE_SEVERAL_FACES'])
  expect(seen(1, 0, null)).toEqual(['PORTRAIT_NOT_FOUND'])
  expect(seen(1, 1, ruleset.faceDistanceMax)).toEqual([])
  expect(seen(1, 1, ruleset.faceDistanceMax + 0.01)).toEqual(['FACE_MISMATCH'])
})

test('a face that is far off, asleep, or the very photograph of the document is looked at by a person', () => {
  const seen = (change: Partial<typeof faces>) => onReading({ faces: { ...faces, ...change } })
  expect(seen({ selfieSide: 80 })).toEqual(['SELFIE_FACE_SMALL'])
  expect(seen({ eyeOpening: 0.1 })).toEqual(['SELFIE_EYES_CLOSED'])
  expect(seen({ likeness: 0.95, distance: 0.1 })).toEqual(['SELFIE_OF_DOCUMENT'])
  expect(rate('selfie-live', { reasons: ['SELFIE_OF_DOCUMENT'] })).toMatchObject({ outcome: 'REVIEW', risk: 'HIGH' })
})

test('a picture is too small, blurred or badly lit, of the document as of the selfie', () => {
  const front = (change: Partial<typeof good>) =>
    onReading({ quality: { FRONT: { ...good, ...change }, SELFIE: good } })
  expect(front({ height: 400 })).toEqual(['IMAGE_TOO_SMALL'])
  expect(front({ sharpness: 2 })).toEqual(['IMAGE_BLURRED'])
  expect(front({ brightness: 20 })).toEqual(['IMAGE_LIGHT'])
  expect(front({ glare: 0.7 })).toEqual(['IMAGE_LIGHT'])
  // A face is smooth where a document is full of letters.
  expect(onReading({ quality: { FRONT: good, SELFIE: { ...good, sharpness: 2 } } })).toEqual([])
})

test('who and what is known already is found, but not among specimens', () => {
  expect(found({ known: { document: 1, person: 1, file: 1 } })).toEqual([
    'DUPLICATE_DOCUMENT',
    'DUPLICATE_PERSON',
    'DUPLICATE_FILE',
  ])
  expect(
    found({ known: { document: 1, person: 1, file: 1 }, reading: { ...reading, turn, isSpecimen: true } }),
  ).toEqual([])
})

test('the same person is known in another spelling, script or order of names, and nobody else is', () => {
  const is = (one: string, other: string): boolean => {
    const [a, b] = [one, other].map(text => ({
      firstName: text.split('|')[0] ?? '',
      lastName: text.split('|')[1] ?? '',
    }))
    return isSameName(a ?? {}, b ?? {}, ruleset.nameScoreMin)
  }
  for (const [one, other] of [
    ['Anna|Nowak', 'ANNA MARIA|NOWAK'],
    ['Zoë|Żółć', 'Zoe|Zolc'],
    ['Nowak|Anna', 'Anna|Nowak'],
    ['Aleksandr|Ivanov', 'Александр|Иванов'],
    ['Jürgen|Müller', 'Juergen|Mueller'],
    ['Anna|Kowalczyk', 'Anna|Kowalczik'],
  ] as const)
    expect(is(one, other), `${one} ${other}`).toBe(true)
  expect(is('Anna|Nowak', 'Ewa|Nowak')).toBe(false)
  expect(is('Anna|Nowak', 'Anna|Kowalska')).toBe(false)
  expect(isSameName({ firstName: 'Anna' }, { firstName: 'Anna' }, ruleset.nameScoreMin)).toBe(false)
})

test('a PESEL has its check digit, and is of the day of birth in every century', () => {
  expect(onStated({ pesel: '90041212345' })).toEqual(['PESEL_CHECK_DIGIT'])
  expect(onStated({ pesel: '90041212348' })).toEqual([])
  expect(onStated({ pesel: '90041312345' })).toEqual(['PESEL_MISMATCH'])
})

test('a country that is not served is a high risk, as citizenship or as the one that issued the document', () => {
  expect(onStated({ citizenship: 'PL', nationality: 'PL' })).toEqual([])
  expect(onZone({ issuer: 'PRK' })).toEqual(['COUNTRY_RISK'])
  // Also where it is only said.
  expect(onStated({ documentCountry: 'IR' })).toEqual(['COUNTRY_RISK'])
  expect(['D', 'POL', 'GBR', 'RKS', 'UTO'].map(countryOf)).toEqual(['DE', 'PL', 'GB', 'XK', undefined])
})

test('a person in whom the operator sees a high risk is never approved by a machine', () => {
  expect(found({ risk: 'MEDIUM' })).toEqual([])
  expect(found({ risk: 'HIGH' })).toEqual(['PERSON_RISK'])
})

test('what was not stated is not held against anybody', () => {
  const nothing = Object.fromEntries(Object.keys(stated).map(field => [field, undefined])) as unknown as StatedPerson
  expect(found({ stated: { ...nothing, documentType: 'PASSPORT' } })).toEqual([])
})

test('the worst outcome decides, and a rejection tells its own reasons only', () => {
  const results = (changed: Partial<Facts>) =>
    identityChecks.map(check => rate(check.name, check.judge({ ...facts, ...changed })))
  expect(ruleOn(results({}))).toEqual({ outcome: 'APPROVED', reasons: [], risk: 'LOW' })
  const blurred = { ...reading, quality: { FRONT: { ...good, sharpness: 1 }, SELFIE: good } }
  expect(ruleOn(results({ reading: blurred }))).toEqual({
    outcome: 'IN_REVIEW',
    reasons: ['IMAGE_BLURRED'],
    risk: 'MEDIUM',
  })
  const expired = { ...blurred, zone: { ...zone, expiryDate: '200101' } }
  expect(ruleOn(results({ reading: expired }))).toMatchObject({ outcome: 'REJECTED', reasons: ['DOCUMENT_EXPIRED'] })
  const other = {
    name: 'sanctions',
    outcome: 'REVIEW',
    reasons: ['SANCTIONS_MATCH'],
    version: 'list 7',
    risk: 'HIGH',
    evidence: null,
  } as const
  expect(ruleOn([...results({}), other])).toEqual({ outcome: 'IN_REVIEW', reasons: ['SANCTIONS_MATCH'], risk: 'HIGH' })
})

test('every check finds only reasons that the ruleset knows', () => {
  for (const reason of found({
    reading: { ...reading, zone: null, faces: { ...faces, inSelfie: 0, onDocument: 0, distance: null } },
  }))
    expect(reasons).toHaveProperty(reason)
})
