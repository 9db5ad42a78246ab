import type { FastifyInstance } from 'fastify'
import { realNow } from '../clock/clock.ts'
import { uuidv7 } from '../ids.ts'

/**
 * Adds routes that are no endpoints. Their answers bear an `x-request-id` by a hook of theirs alone: the endpoints' routes
 * set it themselves, and have none.
 */
export async function addBeside(app: FastifyInstance, add: (pages: FastifyInstance) => void | Promise<void>) {
  await app.register(async pages => {
    pages.addHook('onRequest', (_request, reply, done) => {
      reply.header('x-request-id', uuidv7(realNow()))
      done()
    })
    await add(pages)
  })
}
