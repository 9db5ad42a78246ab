import type { FileFault, IdentityReading, KycPart, MediaType, PaperReading, Probe } from '../../contexts/kyc/index.ts'

export interface FileAsked {
  readonly bytes: Uint8Array
  readonly mediaType: MediaType
}

/** What the reading process is asked; each kind with its answer. */
export interface Tasks {
  readonly probe: { readonly ask: FileAsked; readonly answer: Probe }
  readonly identity: {
    readonly ask: { readonly files: Readonly<Partial<Record<KycPart, FileAsked>>> }
    readonly answer: Omit<IdentityReading, 'isSpecimen'>
  }
  readonly paper: { readonly ask: { readonly files: readonly FileAsked[] }; readonly answer: PaperReading }
}

export type TaskKind = keyof Tasks

export type Question = { readonly [K in TaskKind]: { readonly kind: K } & Tasks[K]['ask'] }[TaskKind]

/** What comes back. `fault`: the file cannot be read, and never will. */
export type Reply =
  | { readonly answer: unknown }
  | { readonly fault: FileFault; readonly part?: KycPart }
  | { readonly bug: string }

/** Bounds that hold whatever a file says of itself. */
export const bounds = {
  pagesMax: 20,
  /** 40 megapixels: more than the camera of a telephone gives by default, 160 MB decoded. */
  pixelsMax: 40_000_000,
  /** PDF pages are drawn at this density, or less where they would have too many pixels. */
  pdfDotsPerInch: 200,
  pdfPixelsMax: 12_000_000,
  /** Of the whole process. */
  memoryBytesMax: 1_300_000_000,
  /** Of computing, for one question. */
  timeMs: 30_000,
  /** Of waiting for the answer: a machine that is busy or asleep is no fault of the file. */
  waitMs: 120_000,
} as const

/** A file that cannot be read: thrown where that is found, answered as a fault. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly fault: FileFault

  constructor(fault: FileFault) {
    super(fault)
    this.fault = fault
  }
}
