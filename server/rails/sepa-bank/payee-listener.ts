import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { PayeeAnswer, PayeeQuestion } from '../../contexts/sepa/index.ts'
import { realNow } from '../../kit/clock/clock.ts'
import { asCannotListen } from '../../kit/http/port.ts'
import { isUuid } from '../../kit/ids.ts'
import type { Log } from '../../kit/log.ts'
import {
  MalformedPayee,
  noIdentification,
  parsePayeeQuestion,
  payeePath,
  writePayeeAnswer,
  writePayeeError,
} from './payee-wire.ts'

/** More than any question. */
const bytesMax = 10_000

const json = { 'content-type': 'application/json' }
const problem = { 'content-type': 'application/problem+json' }

const isId = (header: unknown): header is string => typeof header === 'string' && isUuid(header)

/** Where other banks ask whether a name is an account holder's: a listener of its own, for the routing mechanism that calls it. */
export interface PayeeListener {
  readonly url: string
  close(): Promise<void>
}

export async function listenForPayees(options: {
  readonly host: string
  readonly port: number
  readonly token: string
  readonly log: Log
  readonly answer: (question: PayeeQuestion) => Promise<PayeeAnswer>
}): Promise<PayeeListener> {
  const { host, port, token, log, answer } = options
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = request.headers['x-request-id']
    const headers = {
      'x-response-timestamp': realNow().toISOString(),
      ...(isId(requestId) && { 'x-request-id': requestId }),
    }
    const refuse = (status: number, code: string, detail: string): void =>
      void response.writeHead(status, { ...headers, ...problem }).end(writePayeeError(status, code, detail))
    if (!isSameSecret(request.headers.authorization ?? '', `Bearer ${token}`))
      return refuse(401, 'CLIENT_INVALID', 'The bearer token is not known.')
    if (request.url !== payeePath) return refuse(404, 'FORMAT_ERROR', `POST ${payeePath} is all there is.`)
    if (request.method !== 'POST') return refuse(405, 'FORMAT_ERROR', `POST ${payeePath} is all there is.`)
    if (!isId(requestId)) return refuse(400, 'FORMAT_ERROR', 'X-Request-ID must be a UUID.')
    const text = await textOf(request)
    if (text === undefined) return refuse(413, 'FORMAT_ERROR', `More than ${bytesMax} bytes.`)
    try {
      const question = parsePayeeQuestion(text)
      const told = question === undefined ? noIdentification : writePayeeAnswer(await answer(question))
      response.writeHead(200, { ...headers, ...json }).end(told)
    } catch (error) {
      if (!(error instanceof MalformedPayee)) throw error
      refuse(400, 'FORMAT_ERROR', error.message)
    }
  }
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'A question about a payee was not answered')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(asCannotListen(error, { host, port, setting: 'SEPA_PAYEE_PORT' })))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host}:${bound}${payeePath}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** In the same time wherever they differ. */
function isSameSecret(given: string, meant: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(meant)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Undefined: it is too long. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
