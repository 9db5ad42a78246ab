import { z } from 'zod'
import { timestamp } from '../kernel/fields.ts'
import { namedAnswer } from '../shapes/answer.ts'
import { riskLevels } from '../shapes/user.ts'

/** One check of one run, as it was made. `evidence` is what it saw, and may be anything; null once the person is erased. */
export const kycCheck = namedAnswer('KycCheck', {
  name: z.string(),
  outcome: z.enum(['PASS', 'REVIEW', 'REJECT']),
  reasons: z.array(z.string()),
  risk: z.enum(riskLevels),
  rulesVersion: z.string(),
  evidence: z.record(z.string(), z.unknown()).nullable(),
  checkedAt: timestamp,
})
