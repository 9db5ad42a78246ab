import { partnerOpenApi } from '@florin/contract/openapi.ts'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import type { FileLink, openLink } from './contexts/kyc/index.ts'
import { fileContentPath } from './contexts/operator/index.ts'
import { readNow } from './kit/clock/store.ts'
import { addBeside } from './kit/http/add-beside.ts'
import type { Kernel } from './kit/kernel.ts'

/** Relative to the document, so that it is right behind any port, host and proxy. Made once a process: it takes a tenth of a second. */
let document: object | undefined

/** What is served beside the endpoints: health, the OpenAPI document, the interactive documentation. */
export const addPages = (app: FastifyInstance, kernel: Kernel): Promise<void> =>
  addBeside(app, async pages => {
    pages.get('/health/live', () => ({ status: 'ok' }))
    pages.get('/health/ready', async (_request, reply) => {
      try {
        await readNow(kernel.pool)
        return { status: 'ok' }
      } catch {
        return reply.code(503).send({ status: 'unavailable', reason: 'the database does not answer' })
      }
    })
    const content = (document ??= partnerOpenApi('/'))
    pages.get('/openapi.json', () => content)
    await pages.register(scalar, {
      routePrefix: '/docs',
      configuration: { content, title: 'florin Partner API' },
    })
  })

/**
 * What is served on the operator's listener beside its calls: the content of a user's file, to whoever has a link to it.
 * It came from a stranger, so a browser is told to run nothing of it and to keep none of it.
 */
export const addOperatorPages = (
  app: FastifyInstance,
  open: (link: FileLink) => ReturnType<typeof openLink>,
): Promise<void> =>
  addBeside(app, pages => {
    pages.get<{ Params: { fileId: string }; Querystring: Record<string, unknown> }>(
      fileContentPath,
      async (request, reply) => {
        const { actor, until, proof } = request.query
        const texts = [actor, until, proof].map(text => (typeof text === 'string' ? text : ''))
        const [by = '', untilText = '', proofText = ''] = texts
        const found = await open({
          fileId: request.params.fileId,
          actor: by,
          untilMs: Number(untilText),
          proof: proofText,
        })
        if (found === undefined) return reply.code(404).type('text/plain').send('This link leads nowhere any more.')
        return reply
          .headers({
            'content-type': found.mediaType,
            'content-disposition': 'inline',
            'content-security-policy': "default-src 'none'; sandbox",
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'no-referrer',
            'cache-control': 'no-store',
          })
          .send(found.bytes)
      },
    )
  })
