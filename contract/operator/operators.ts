import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { instant, oneOf, optional, page, text, timestamp, uuid } from '../kernel/fields.ts'
import { mustNotPrecede } from '../kernel/rules.ts'
import { answer, listOf, namedAnswer } from '../shapes/answer.ts'
import { anyRole, reason } from './fields.ts'

const tag = 'Operators'

const operatorFields = {
  operatorId: z.string(),
  name: z.string(),
  roles: z.array(z.enum(anyRole)),
  createdAt: timestamp,
  disabledAt: timestamp.nullable(),
}

const operator = namedAnswer('Operator', operatorFields)

export const listOperators = endpoint({
  method: 'GET',
  path: '/operator/v1/operators',
  tag,
  summary: 'Who may act for us',
  access: 'operator',
  roles: ['admin'],
  query: z.strictObject(page),
  response: listOf('operators', operator),
  errors: [],
})

export const createOperator = endpoint({
  method: 'POST',
  path: '/operator/v1/operators',
  tag,
  summary: 'Let somebody act for us',
  description: 'The token is shown this once; we keep only a hash of it.',
  access: 'operator',
  roles: ['admin'],
  body: z.object({
    name: text(1, 100),
    roles: z
      .array(oneOf(anyRole), { error: 'must be an array' })
      .min(1, { error: 'should not be empty' })
      .transform(list => [...new Set(list)]),
    reason,
  }),
  response: answer({ ...operatorFields, token: z.string() }),
  errors: [],
  secrets: ['token'],
})

export const disableOperator = endpoint({
  method: 'POST',
  path: '/operator/v1/operators/:operatorId/disable',
  tag,
  summary: 'Let somebody act for us no longer',
  description: 'Effective at once. One who does not exist is P404; the last admin can not be disabled (P403).',
  access: 'operator',
  roles: ['admin'],
  params: z.object({ operatorId: uuid }),
  body: z.object({ reason }),
  response: operator,
  errors: [],
})

const auditRecord = namedAnswer('AuditRecord', {
  id: z.string(),
  at: timestamp,
  partnerId: z.string().nullable(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
})

export const listAudit = endpoint({
  method: 'GET',
  path: '/operator/v1/audit',
  tag,
  summary: 'Who did what and why, newest first',
  access: 'operator',
  roles: ['compliance', 'finance', 'admin'],
  query: z
    .strictObject({
      partnerId: optional(uuid),
      actor: optional(text(1, 200)),
      subject: optional(text(1, 200)),
      from: optional(instant),
      to: optional(instant),
      ...page,
    })
    .check(mustNotPrecede('to', 'from')),
  response: listOf('records', auditRecord),
  errors: [],
})
