export { reviewKept } from './kept-of-people.ts'
export { noteView, type ReviewSubject, type WrittenNote } from './note.ts'
export { readNotes } from './read-notes.ts'
export {
  approvedFirst,
  type ClaimCommand,
  claim,
  claimantOf,
  needsSecond,
  type Review,
  type Risk,
  refuseClaimed,
  unreviewed,
} from './review.ts'
export { writeNote } from './write-note.ts'
