import type { FileFault, MediaType } from './file-type.ts'
import type { FramePart, KycPart } from './kyc-file.ts'

/** What a picture is like, as measured; what is good enough is a rule. */
export interface PictureQuality {
  readonly width: number
  readonly height: number
  /** Spread of the second derivative over the picture at 1,000 pixels wide: edges make it large, blur small. */
  readonly sharpness: number
  /** Mean, 0 black to 255 white. */
  readonly brightness: number
  /** The part of the picture, 0 to 1, that is burnt out. */
  readonly glare: number
}

/** The machine-readable zone (ICAO Doc 9303) as it was read; texts as printed, without filler. */
export interface MachineZone {
  readonly format: string
  readonly lines: readonly string[]
  /** Names of the fields whose check digit does not agree. */
  readonly wrongChecks: readonly string[]
  readonly documentCode: string
  /** Codes of ICAO: three letters, or D. */
  readonly issuer: string
  readonly nationality: string
  readonly surname: string
  readonly givenNames: string
  readonly number: string
  /** YYMMDD. */
  readonly birthDate: string
  readonly expiryDate: string
}

export interface FaceReading {
  /** How many faces the selfie shows. */
  readonly inSelfie: number
  readonly onDocument: number
  /** Between the largest face of each: 0 the same picture, about 0.6 and more other people. Null where one has none. */
  readonly distance: number | null
  /** How wide the face of the selfie is, in pixels. */
  readonly selfieSide: number | null
  /** Height ÷ width of the wider open eye of the selfie. */
  readonly eyeOpening: number | null
  /** How both faces agree pixel by pixel, once turned and scaled alike: near 1 only for prints of one photograph. */
  readonly likeness: number | null
  /** The part of the weakest of four sides around the face of the selfie that is one straight edge, 0 to 1. */
  readonly frame: number | null
  /** The highest peak in the spectrum of the selfie's face ÷ its surroundings: skin has 4 to 8, dots and pixels more. */
  readonly grating: number | null
}

/** What the frames of the challenge show beside the selfie; each side is the person's own. */
export interface TurnReading {
  /** How many faces each frame shows. */
  readonly faces: Readonly<Record<FramePart, number>>
  /** Between the face of each frame and that of the selfie, as `FaceReading.distance`; null where one has none. */
  readonly distances: Readonly<Record<FramePart, number | null>>
  /** How much farther to the person's left the nose stands than on the selfie, in eye distances; a picture takes its nose along. */
  readonly shifts: Readonly<Record<FramePart, number | null>>
  /** What no flat picture explains of the difference between both frames, in eye distances. */
  readonly depth: number | null
}

/** What could be seen on the files of one verification. */
export interface IdentityReading {
  readonly quality: Readonly<Partial<Record<KycPart, PictureQuality>>>
  /** Null: none was found. */
  readonly zone: MachineZone | null
  readonly faces: FaceReading
  /** Null: there are no frames of a challenge. */
  readonly turn: TurnReading | null
  /** What read it, with version. */
  readonly reader: string
  /** Made up by the sandbox: it is of nobody, so the same one may come again. */
  readonly isSpecimen: boolean
}

export interface FileToRead {
  readonly bytes: Buffer
  readonly mediaType: MediaType
}

/** What the partner says of the person and the document; dates YYYY-MM-DD, countries alpha-2. */
export interface StatedIdentity {
  readonly firstName: string | undefined
  readonly lastName: string | undefined
  readonly birthDate: string | undefined
  readonly citizenship: string | undefined
  readonly documentType: string | undefined
  readonly documentNumber: string | undefined
  readonly documentExpiryDate: string | undefined
}

/** Who lives where, as the partner says, and what day it is (YYYY-MM-DD). */
export interface StatedAddress {
  readonly firstName: string | undefined
  readonly lastName: string | undefined
  readonly address: string | undefined
  readonly city: string | undefined
  readonly postCode: string | undefined
  readonly today: string
}

/** Text of a document, by page. */
export interface PaperReading {
  readonly pages: readonly string[]
  /** It was written in the file, not read from a picture. */
  readonly isText: boolean
  /** Of what was read from pictures, 0 to 100, on the worst page; null where all was written. */
  readonly confidence: number | null
  readonly reader: string
}

/**
 * Reads the files of a verification: the built-in one, an outside provider, or the sandbox's. Reading has no effect and
 * may be repeated; what cannot be read is an answer. Throws `Unavailable` when nobody can read now. Takes up to a minute.
 */
export interface IdentityReader {
  /** Whether there is nothing to wait for: the sandbox's document numbers need no files. */
  knows(stated: Pick<StatedIdentity, 'documentNumber'>): boolean
  readIdentity(
    files: Readonly<Partial<Record<KycPart, FileToRead>>>,
    stated: StatedIdentity,
  ): Promise<IdentityReading | { readonly fault: FileFault; readonly part: KycPart }>
  readPaper(files: readonly FileToRead[], stated: StatedAddress): Promise<PaperReading | { readonly fault: FileFault }>
}
