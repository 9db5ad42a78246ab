import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { optional, page, text, timestamp, uuid } from '../kernel/fields.ts'
import { answer, listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { anyRole, reason } from './fields.ts'

const tag = 'Jobs'

const deadJob = namedAnswer('DeadJob', {
  jobId: z.string(),
  partnerId: z.string(),
  kind: z.string(),
  key: z.string(),
  attempts: wholeNumber,
  lastError: z.string().nullable(),
  createdAt: timestamp,
})

export const listDeadJobs = endpoint({
  method: 'GET',
  path: '/operator/v1/jobs/dead',
  tag,
  summary: 'Work that was given up, newest first',
  access: 'operator',
  roles: anyRole,
  query: z.strictObject({ kind: optional(text(1, 100)), ...page }),
  response: listOf('jobs', deadJob),
  errors: [],
})

export const retryDeadJob = endpoint({
  method: 'POST',
  path: '/operator/v1/jobs/dead/:jobId/retry',
  tag,
  summary: 'Try again what was given up',
  description: 'A job that does not exist or is not dead is P404.',
  access: 'operator',
  roles: ['support', 'finance', 'admin'],
  params: z.object({ jobId: uuid }),
  body: z.object({ reason }),
  response: answer({ jobId: z.string(), dueAt: timestamp }),
  errors: [],
})
