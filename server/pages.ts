import { partnerOpenApi } from '@florin/contract/openapi.ts'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { readNow } from './kit/clock/store.ts'
import type { Kernel } from './kit/kernel.ts'

/** What is served beside the endpoints: health, the OpenAPI document, the interactive documentation. */
export async function addPages(app: FastifyInstance, kernel: Kernel): Promise<void> {
  app.get('/health/live', () => ({ status: 'ok' }))
  app.get('/health/ready', async (_request, reply) => {
    try {
      await readNow(kernel.pool)
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'unavailable', reason: 'the database does not answer' })
    }
  })
  // Relative to the document, so that it is right behind any port, host and proxy.
  const document = partnerOpenApi('/')
  app.get('/openapi.json', () => document)
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: { content: document, title: 'florin Partner API' },
  })
}
