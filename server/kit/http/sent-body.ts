import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { invalidField, type Problem } from '../problem.ts'

/** What a route finds as its body: the text of JSON, or why it is none. That is said when the caller is let in. */
export type SentBody = string | Problem | undefined

const jsonType = 'application/json'
const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i
const isUtf8Named = (type: string): boolean => /^(?:utf-?8)?$/i.test(charset.exec(type)?.[1] ?? '')

const notJson = (): Problem => invalidField('Content-Type', `must be ${jsonType}`)

/** Bodies in UTF-8 as text, whole forms unread, all else as the refusal that names the field. An empty body is of any type. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  // As bytes: a decoded text would have U+FFFD for whatever is no UTF-8, and two bodies would be the same under a key.
  app.addContentTypeParser(jsonType, { parseAs: 'buffer' }, ({ headers }, body: Buffer, done) => {
    const type = headers['content-type'] ?? jsonType
    if (type !== jsonType && body.length > 0 && !isUtf8Named(type))
      return done(null, invalidField('Content-Type', 'must have the charset utf-8'))
    done(null, isUtf8(body) ? body.toString('utf8') : invalidField('body', 'must be valid UTF-8'))
  })
  // Not read here: first the caller is let in.
  app.addContentTypeParser('multipart/form-data', ({ headers }, _payload, done) =>
    done(null, headers['content-length'] === '0' ? undefined : notJson()),
  )
  // Read, so that the refusal can name the field; never parsed.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) =>
    done(null, body.length > 0 ? notJson() : undefined),
  )
}
