import { z } from 'zod'
import { text, uuid } from '../kernel/fields.ts'

/** Why the operator does it; written on every row that the call makes. */
export const reason = text(3, 500)

export const ofPartner = z.object({ partnerId: uuid })

/** Roles that may look; each call says who may act. */
export const anyRole = ['support', 'compliance', 'finance', 'admin'] as const

/** What an operator calls a list of people. */
export const listCode = z
  .string({ error: 'must be a string' })
  .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, { error: 'must be 1 to 50 small letters, digits, - and _' })
