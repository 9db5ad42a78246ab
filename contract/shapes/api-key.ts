import { z } from 'zod'
import { oneOf, text, timestamp } from '../kernel/fields.ts'
import { namedAnswer } from './answer.ts'

export const scopes = ['read', 'write', 'admin'] as const

const keyFields = {
  keyId: z.string(),
  name: z.string(),
  /** The first characters of the key, to tell it from the others. */
  prefix: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: timestamp,
}

export const apiKey = namedAnswer('ApiKey', {
  ...keyFields,
  lastUsedAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
})

/** `apiKey` is shown this once. */
export const newApiKey = namedAnswer('NewApiKey', { ...keyFields, apiKey: z.string() })

/** A key needs at least one scope; a repeated one counts once. */
export const apiKeyFields = {
  name: text(1, 100),
  scopes: z
    .array(oneOf(scopes), { error: 'must be an array' })
    .min(1, { error: 'should not be empty' })
    .transform(list => [...new Set(list)]),
}
