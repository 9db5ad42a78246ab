import { z } from 'zod'
import { text, uuid } from '../kernel/fields.ts'

/** Why the operator does it; written on every row that the call makes. */
export const reason = text(3, 500)

export const ofPartner = z.object({ partnerId: uuid })

/** Roles that may look; each call says who may act. */
export const anyRole = ['support', 'compliance', 'finance', 'admin'] as const
