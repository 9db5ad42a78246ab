import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { MalformedMessage } from '../../../iso20022/index.ts'
import { realNow } from '../../../kit/clock/clock.ts'
import { isUuid, randomToken } from '../../../kit/ids.ts'
import type { Kernel } from '../../../kit/kernel.ts'
import { repeat } from '../../../kit/repeat.ts'
import { parsePayeeQuestion, payeePath, writePayeeAnswer } from '../payee-wire.ts'
import { instantCountries, payeeAnswerTo } from './magic-ibans.ts'
import type { SimulatedBank } from './simulated-bank.ts'
import { forgetHost, sayHost } from './store.ts'

/** Real time; others believe a host that was seen in the last 15 s. */
const sayEveryMs = 5_000

/** More than any message that a sandbox sends. */
const messageBytesMax = 20_000_000

const inbox = /^\/inbox\/([A-Za-z0-9-]{1,35})$/
const instant = /^\/instant\/([A-Za-z0-9-]{1,35})$/
const json = { 'content-type': 'application/json' }
const mail = /^\/mailbox\/([0-9a-f-]{36})\.([12])(\/receipt)?$/

/**
 * The simulated bank's host, on a free port of this machine. Where it listens, and with what token, stands in the database,
 * so that the processes that are its customers find it.
 */
export class SimulatedBankHost {
  readonly #kernel: Kernel
  readonly #bank: SimulatedBank
  readonly #token = randomToken()
  readonly #id: string
  #server: Server | undefined
  #endSaying: (() => Promise<void>) | undefined
  readonly #answers = new Set<Promise<void>>()

  /** `id` is the process's own. */
  constructor(kernel: Kernel, bank: SimulatedBank, id: string) {
    this.#kernel = kernel
    this.#bank = bank
    this.#id = id
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const answer = this.#answer(request, response)
        .catch(error => {
          this.#kernel.log.warn({ err: error, path: request.url }, 'The simulated bank failed to answer')
          response.writeHead(500).end()
        })
        .finally(() => this.#answers.delete(answer))
      this.#answers.add(answer)
    })
    this.#server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the simulated bank has no port')
    const url = `http://127.0.0.1:${address.port}`
    const say = (): Promise<void> => sayHost(this.#kernel.pool, this.#id, { url, token: this.#token })
    await say()
    this.#endSaying = repeat(sayEveryMs, say, () => undefined)
  }

  async stop(): Promise<void> {
    await this.#endSaying?.()
    await forgetHost(this.#kernel.pool, this.#id).catch(() => undefined)
    const server = this.#server
    if (server === undefined) return
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    // An answer needs the database, which is closed after us.
    while (this.#answers.size > 0) await Promise.all(this.#answers)
    server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== `Bearer ${this.#token}`) return void response.writeHead(401).end()
    if (await this.#bank.misbehaves('unavailable')) return void response.writeHead(503).end()
    if (request.url === '/mailbox' && request.method === 'GET') {
      const messages = await this.#bank.openMailbox()
      return void response.writeHead(200, json).end(JSON.stringify({ messages }))
    }
    const [, name] = inbox.exec(request.url ?? '') ?? []
    if (name !== undefined && request.method === 'PUT') return this.#take(name, request, response)
    if (request.url === '/instant' && request.method === 'GET') {
      return void response.writeHead(200, json).end(JSON.stringify({ banks: instantCountries }))
    }
    if (request.url === payeePath && request.method === 'POST') return this.#answerPayee(request, response)
    if (instant.test(request.url ?? '') && request.method === 'PUT') return this.#takeInstant(request, response)
    const [, id = '', copy = '', receipt] = mail.exec(request.url ?? '') ?? []
    if (!isUuid(id)) return void response.writeHead(404).end()
    const mailName = `${id}.${copy}`
    if (receipt !== undefined && request.method === 'POST') {
      await this.#bank.confirmMail(mailName)
      if (await this.#bank.misbehaves('accept-then-time-out')) return void request.socket.destroy()
      return void response.writeHead(204).end()
    }
    const content = request.method === 'GET' && receipt === undefined ? await this.#bank.readMail(mailName) : undefined
    if (content === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/xml' }).end(content)
  }

  async #take(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = await bytesOf(request)
    if (message === undefined) return void response.writeHead(413).end()
    const refusal = await this.#bank.takeMessage(name, message)
    if (await this.#bank.misbehaves('accept-then-time-out')) return void request.socket.destroy()
    if (refusal === undefined) return void response.writeHead(204).end()
    response.writeHead(refusal.status, { 'content-type': 'text/plain' }).end(refusal.words)
  }

  async #answerPayee(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const question = parsePayeeQuestion((await bytesOf(request))?.toString('utf8') ?? '')
    const answer = question && payeeAnswerTo(question)
    const requestId = request.headers['x-request-id']
    if (answer === undefined || typeof requestId !== 'string') return void request.socket.destroy()
    const named = { 'x-request-id': requestId, 'x-response-timestamp': realNow().toISOString() }
    response.writeHead(200, { ...json, ...named }).end(writePayeeAnswer(answer))
  }

  async #takeInstant(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = await bytesOf(request)
    if (message === undefined) return void response.writeHead(413).end()
    try {
      const answer = await this.#bank.takeInstant(message)
      const isLost = answer === undefined || (await this.#bank.misbehaves('accept-then-time-out'))
      if (isLost) return void request.socket.destroy()
      response.writeHead(200, { 'content-type': 'application/xml' }).end(answer)
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error
      response.writeHead(422, { 'content-type': 'text/plain' }).end(error.message)
    }
  }
}

/** Undefined: it is too long. */
async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > messageBytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
