import type {
  FileFault,
  IdentityReading,
  KycPart,
  MachineZone,
  StatedAddress,
  TurnReading,
} from '../../../contexts/kyc/index.ts'
import { noFaces } from '../compare-faces.ts'

interface MagicReading {
  /** For the table in docs/verification.md. */
  readonly shows: string
  readonly quality?: IdentityReading['quality']
  readonly faces?: Partial<IdentityReading['faces']>
  readonly turn?: Partial<TurnReading> | null
  readonly zone?: Partial<MachineZone> | null
}

type MagicFault = { readonly shows: string; readonly fault: FileFault; readonly part: KycPart }

const poor = { width: 1_600, height: 1_200, sharpness: 0.4, brightness: 150, glare: 0.01 }

/** Document numbers of the sandbox, and what they stand for. Anything may follow: each user needs a number of its own. */
export const magicNumbers: Readonly<Record<string, MagicReading | MagicFault>> = {
  'SANDBOX-APPROVED': { shows: 'a document on which everything is as it was said' },
  'SANDBOX-UNREADABLE': { shows: 'no machine-readable zone', zone: null },
  'SANDBOX-CHECK-DIGIT': { shows: 'a check digit that does not agree', zone: { wrongChecks: ['number', 'composite'] } },
  'SANDBOX-EXPIRED': { shows: 'a document that expired on 31 December 2020', zone: { expiryDate: '201231' } },
  'SANDBOX-UNDERAGE': { shows: 'a person who was born on 1 January 2020', zone: { birthDate: '200101' } },
  'SANDBOX-NAME': { shows: 'another name', zone: { surname: 'MUSTERMANN', givenNames: 'ERIKA' } },
  'SANDBOX-NATIONALITY': { shows: 'another nationality', zone: { nationality: 'NZL' } },
  'SANDBOX-BLURRED': { shows: 'a blurred document', quality: { FRONT: poor, BACK: poor, SELFIE: poor } },
  'SANDBOX-NO-FACE': {
    shows: 'a selfie without a face',
    faces: { ...noFaces, onDocument: 1 },
  },
  'SANDBOX-FACE': { shows: 'somebody else on the selfie', faces: { distance: 0.8 } },
  'SANDBOX-FACE-COPY': {
    shows: 'the portrait of the document instead of a selfie',
    faces: { distance: 0.1, likeness: 0.98 },
  },
  'SANDBOX-FACE-ASLEEP': { shows: 'a selfie with closed eyes', faces: { eyeOpening: 0.1 } },
  'SANDBOX-FACE-PRINT': { shows: 'a selfie of a print with its border', faces: { frame: 1 } },
  'SANDBOX-FACE-SCREEN': { shows: 'a selfie of a screen', faces: { grating: 300 } },
  'SANDBOX-TURN-UNDONE': { shows: 'a selfie without a turn of the head that was asked for', turn: null },
  'SANDBOX-TURN-FACE': {
    shows: 'somebody else on a frame of the turned head',
    turn: { distances: { LEFT: 0.3, RIGHT: 0.8 } },
  },
  'SANDBOX-TURN-SIDE': {
    shows: 'a head that looks straight where it should turn',
    turn: { shifts: { LEFT: 0.01, RIGHT: -0.15 } },
  },
  'SANDBOX-TURN-FLAT': { shows: 'a flat picture that is turned instead of a head', turn: { depth: 0.03 } },
  'SANDBOX-DAMAGED': { shows: 'a file that cannot be read', fault: 'damaged', part: 'FRONT' },
}

const bill = (stated: StatedAddress, date: string): readonly string[] => [
  `Electricity bill of ${date}\n${stated.firstName} ${stated.lastName}\n${stated.address}\n${stated.postCode} ${stated.city}`,
]

/** Cities of the sandbox, and what a proof of address of somebody who lives there is found to show. */
export const magicCities: Readonly<
  Record<string, { readonly shows: string; readonly pages: (stated: StatedAddress) => readonly string[] }>
> = {
  'Sandbox Approved': { shows: 'name, address and the date of today', pages: stated => bill(stated, stated.today) },
  'Sandbox Old': { shows: 'a bill of 1 January 2020', pages: stated => bill(stated, '2020-01-01') },
  'Sandbox Name': {
    shows: 'somebody else’s name',
    pages: stated => bill({ ...stated, firstName: 'Erika', lastName: 'Mustermann' }, stated.today),
  },
  'Sandbox Unreadable': { shows: 'nothing that can be read', pages: () => [] },
}

const fold = (text: string): string => text.trim().toUpperCase()

/** The word that a text begins with, in any letter case; the longest where several fit. */
export const magicWordOf = (words: Readonly<Record<string, unknown>>, text: string | undefined): string | undefined =>
  text === undefined
    ? undefined
    : Object.keys(words)
        .filter(word => fold(text).startsWith(fold(word)))
        .toSorted((a, b) => b.length - a.length)[0]
