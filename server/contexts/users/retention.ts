import { type User, wasVerified } from './user.ts'

/**
 * How long what is known of a person stays after the end of the relationship: five years where it was verified
 * (Directive (EU) 2015/849, article 40), otherwise as long as a complaint may take. See docs/decisions.
 */
export const retention = { verifiedYears: 5, unverifiedDays: 30 } as const

/** The moment from which a deleted user's data key must be destroyed. Leap days count as the calendar has them. */
export function destroyAfter(user: User, deletedAt: Date): Date {
  const end = new Date(deletedAt)
  if (wasVerified(user)) end.setUTCFullYear(end.getUTCFullYear() + retention.verifiedYears)
  else end.setUTCDate(end.getUTCDate() + retention.unverifiedDays)
  return end
}
