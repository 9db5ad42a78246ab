import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * A partner's server in a process of its own, forked: it takes everything and counts it by the first part of the path.
 * Below /hang it never answers. Message in: anything; message out: the counts.
 */

const counts: Record<string, number> = {}

const server = createServer((request, response) => {
  const [, kind = ''] = (request.url ?? '').split('/', 2)
  request.resume()
  request.on('end', () => {
    counts[kind] = (counts[kind] ?? 0) + 1
    if (kind !== 'hang') response.end('ok')
  })
})

// Whoever is slow for a moment on a busy machine keeps its connections.
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ counts }))
process.on('disconnect', () => process.exit())
