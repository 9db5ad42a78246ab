import type { Caller } from '../../kit/http/call.ts'

/** Who may give back what somebody else has claimed. */
export const isAdmin = ({ roles }: Caller): boolean => roles?.includes('admin') === true
