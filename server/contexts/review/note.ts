/** A row of `review.note`: never changed. */
export interface Note {
  readonly partnerId: string
  readonly id: string
  /** What it is about: a verification, a proof of address, or a hit. */
  readonly subjectId: string
  readonly author: string
  readonly sealedText: Buffer
  readonly writtenAt: Date
}

/** A note in clear. */
export interface WrittenNote {
  readonly author: string
  readonly text: string
  readonly writtenAt: Date
}

/** The subject of notes, and the key under which they are: its person's. */
export interface NoteSubject {
  readonly partnerId: string
  readonly subjectId: string
  readonly dataKeyId: string
}
