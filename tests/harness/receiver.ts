import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Answers a call; without an answer it hangs. */
export type Behaviour = (call: Received, response: ServerResponse) => void

/** A partner's server: real HTTP on this machine. It keeps what it got and answers as it is told (200 at first). */
export class Receiver {
  readonly url: string
  readonly calls: Received[] = []
  behave: Behaviour = (_call, response) => void response.end('ok')
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const call = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        }
        this.calls.push(call)
        this.behave(call, response)
      })
    })
  }

  static async start(): Promise<Receiver> {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new Receiver(server)
  }

  /** The webhooks among the calls, without health probes. */
  get webhooks(): Received[] {
    return this.calls.filter(({ method }) => method === 'POST')
  }

  answerWith(status: number, text = ''): void {
    this.behave = (_call, response) => void response.writeHead(status).end(text)
  }

  hang(): void {
    this.behave = () => undefined
  }

  stop(): Promise<void> {
    return new Promise(resolve => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }
}
