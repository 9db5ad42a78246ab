import Fastify from 'fastify'

/* A bare Fastify server in a process of its own: answers every GET with the body from its argument. */

const body = process.argv[2] ?? ''
const app = Fastify({ logger: false })
app.get('/*', (_request, reply) => reply.type('application/json; charset=utf-8').send(body))
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
