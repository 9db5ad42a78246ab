import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { externalUserId, oneOf, optional, text, timestamp } from '../kernel/fields.ts'
import { pageUrl } from '../kernel/web-fields.ts'
import { namedAnswer } from '../shapes/answer.ts'
import { locales } from '../shapes/hosted.ts'

export const createHostedVerification = endpoint({
  method: 'POST',
  path: '/v1/kyc',
  tag: 'Verification',
  summary: 'Make a link to the hosted verification',
  description:
    'Show the link to your user within 24 hours. It belongs to the first browser that opens it; a new link ends the earlier one. The pages lead back to `successUrl` when all was sent, to `errorUrl` when it failed or expired. GET of the link needs no key.',
  access: 'key',
  model: 'kyc',
  body: z.object({
    externalUserId,
    successUrl: optional(pageUrl),
    errorUrl: optional(pageUrl),
    locale: optional(oneOf(locales)),
  }),
  response: namedAnswer('HostedVerification', {
    verificationId: z.string(),
    verificationUrl: z.string(),
    expiresAt: timestamp,
  }),
  errors: ['P412', 'P431', 'P491'],
})

const logo = z
  .string({ error: 'must be a string' })
  .max(90_000, { error: 'must be at most 64 kB' })
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/, {
    error: 'must be a data URL of a png, jpeg or webp in base64',
  })

const branding = namedAnswer('Branding', {
  displayName: z.string(),
  accentColour: z.string(),
  logo: z.string().nullable(),
})

export const getBranding = endpoint({
  method: 'GET',
  path: '/v1/partner/branding',
  tag: 'Settings',
  summary: 'How the hosted pages look',
  access: 'key',
  response: branding,
  errors: [],
})

export const updateBranding = endpoint({
  method: 'PUT',
  path: '/v1/partner/branding',
  tag: 'Settings',
  summary: 'Say how the hosted pages look',
  description: 'What is left out is what it is by default: your name, our colour, no logo.',
  access: 'key',
  scope: 'admin',
  body: z.object({
    displayName: optional(text(1, 60)),
    accentColour: optional(
      z
        .string({ error: 'must be a colour (#rrggbb)' })
        .regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour (#rrggbb)' })
        .transform(value => value.toLowerCase()),
    ),
    logo: optional(logo),
  }),
  response: branding,
  errors: [],
})
