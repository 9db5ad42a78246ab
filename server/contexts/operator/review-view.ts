import type { Caller } from '../../kit/http/call.ts'
import type { WrittenNote } from '../review/index.ts'

/** A note as operators see it. */
export const noteView = ({ author, text, writtenAt }: WrittenNote) => ({
  author,
  text,
  writtenAt: writtenAt.toISOString(),
})

/** Who may give back what somebody else has claimed. */
export const isAdmin = ({ roles }: Caller): boolean => roles?.includes('admin') === true
