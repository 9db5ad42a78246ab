import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { addBeside } from './kit/http/add-beside.ts'

/*
 * The pages that an end user sees. They are built by `npm run gen` into hosted/generated, so that starting needs no
 * builder: one document, one script, one style sheet, all from this host.
 */

const folder = join(import.meta.dirname, '../hosted/generated')

/** Nothing from elsewhere, nothing inline, nobody's frame; the camera for these pages alone. */
const guards = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
  // The address is the secret: nobody is told where the user comes from.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const

const assetTypes = {
  'verification.js': 'text/javascript; charset=utf-8',
  'verification.css': 'text/css; charset=utf-8',
}
const yearSeconds = 31_536_000

/** Serves the hosted verification. The document is the same for everybody: what it shows it asks for with its token. */
export const addHostedPages = (app: FastifyInstance): Promise<void> =>
  addBeside(app, async pages => {
    const template = await readFile(join(folder, 'index.html'), 'utf8')
    let document = template
    for (const [name, type] of Object.entries(assetTypes)) {
      const bytes = await readFile(join(folder, name))
      const path = `/hosted/${hash('sha256', bytes, 'hex').slice(0, 16)}/${name}`
      document = document.replaceAll(`/hosted/${name}`, path)
      pages.get(path, (_request, reply) =>
        reply
          .headers({ ...guards, 'content-type': type, 'cache-control': `public, max-age=${yearSeconds}, immutable` })
          .send(bytes),
      )
    }
    pages.get('/v1/kyc/verification/:externalUserId/:verificationId', (_request, reply) =>
      reply
        .headers({ ...guards, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .send(document),
    )
  })
