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

/** A note as operators see it. */
export const noteView = ({ author, text, writtenAt }: WrittenNote) => ({
  author,
  text,
  writtenAt: writtenAt.toISOString(),
})

/** What operators look at, and the key under which all about it is sealed: its person's. */
export interface ReviewSubject {
  readonly partnerId: string
  readonly subjectId: string
  readonly dataKeyId: string
}
