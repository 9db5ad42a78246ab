import { createServer } from 'node:http'
import type { Kernel } from '../kernel.ts'
import { asCannotListen } from './port.ts'

/** Serves `/metrics` on a port of its own, which a firewall can keep from partners; also while the database is away. Port 0: any free one. */
export async function serveMetrics(
  { metrics: { registry }, log }: Kernel,
  host: string,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end()
    registry.metrics().then(
      text => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        log.error({ err: error }, 'The metrics could not be put together')
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('see the log\n')
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(asCannotListen(error, { host, port, setting: 'METRICS_PORT' })))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host}:${bound}/metrics`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
