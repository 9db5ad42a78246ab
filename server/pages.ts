import type { FastifyInstance } from 'fastify'
import type { Kernel } from './kit/kernel.ts'

/** What is served beside the endpoints: whether the process lives and can serve. */
export async function addPages(app: FastifyInstance, kernel: Kernel): Promise<void> {
  app.get('/health/live', () => ({ status: 'ok' }))
  app.get('/health/ready', async (_request, reply) => {
    try {
      await kernel.pool.query('select')
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'unavailable', reason: 'the database does not answer' })
    }
  })
}
