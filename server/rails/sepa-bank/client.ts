import { type Dispatcher, request } from 'undici'
import { realNow } from '../../kit/clock/clock.ts'
import { secretId } from '../../kit/ids.ts'
import { Refused, Unavailable } from '../../kit/problem.ts'
import { payeePath } from './payee-wire.ts'
import { type HostAddress, isRefusal } from './wire.ts'

/** Real time, of a whole call but for a message's bytes. */
const timeoutMs = 10_000
/** Without a byte. */
const silenceMs = 30_000
const listBytesMax = 1_000_000

type Method = 'GET' | 'POST' | 'PUT'

/** Throws `Unavailable` when there is no answer in time. Redirects are not followed. */
async function ask(
  host: HostAddress,
  method: Method,
  path: string,
  message?: Uint8Array,
  answerWithinMs = timeoutMs,
  own: Readonly<Record<string, string>> = {},
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(`${host.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${host.token}`,
        ...(message === undefined
          ? {}
          : { 'content-type': method === 'POST' ? 'application/json' : 'application/xml' }),
        ...own,
      },
      body: message ?? null,
      headersTimeout: answerWithinMs,
      bodyTimeout: silenceMs,
    })
  } catch (error) {
    throw new Unavailable('the bank did not answer', { cause: error })
  }
}

/** Throws `Unavailable` for anything but the wanted status in time. */
async function call(host: HostAddress, method: Method, path: string, status: number): Promise<Dispatcher.ResponseData> {
  const answer = await ask(host, method, path)
  if (answer.statusCode === status) return answer
  await answer.body.dump({ limit: 64_000 }).catch(() => undefined)
  throw new Unavailable(`the bank answered ${answer.statusCode} to ${method} ${path}`)
}

/** A list as text: of messages, or of banks. */
export async function fetchListing(host: HostAddress, path: '/mailbox' | '/instant'): Promise<string> {
  const { body } = await call(host, 'GET', path, 200)
  return Buffer.concat(await limited(arriving(body))).toString('utf8')
}

async function limited(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > listBytesMax) throw new Unavailable(`the bank answered more than ${listBytesMax} bytes`)
    chunks.push(chunk)
  }
  return chunks
}

/** The bytes of a message as they come. */
export async function* fetchMessage(host: HostAddress, id: string): AsyncGenerator<Uint8Array> {
  const { body } = await call(host, 'GET', `/mailbox/${id}`, 200)
  yield* arriving(body)
}

export async function postReceipt(host: HostAddress, id: string): Promise<void> {
  const { body } = await call(host, 'POST', `/mailbox/${id}/receipt`, 204)
  await body.dump({ limit: 64_000 })
}

/** Throws `Refused` where sending it again is of no use, with what the bank says. */
export async function putMessage(host: HostAddress, name: string, message: Uint8Array): Promise<void> {
  const { statusCode, body } = await ask(host, 'PUT', `/inbox/${name}`, message, silenceMs)
  const words = (await body.text().catch(() => '')).slice(0, 500)
  if (statusCode === 204) return
  if (isRefusal(statusCode)) throw new Refused('refused', `the bank answered ${statusCode}: ${words}`)
  throw new Unavailable(`the bank answered ${statusCode} to PUT /inbox/${name}`)
}

/** The answer to an instant message. Throws as `putMessage`. */
export async function putInstant(host: HostAddress, name: string, message: Uint8Array): Promise<Uint8Array> {
  const { statusCode, body } = await ask(host, 'PUT', `/instant/${name}`, message)
  const answer = Buffer.concat(await limited(arriving(body)))
  if (statusCode === 200) return answer
  if (isRefusal(statusCode)) {
    throw new Refused('refused', `the bank answered ${statusCode}: ${answer.toString('utf8').slice(0, 500)}`)
  }
  throw new Unavailable(`the bank answered ${statusCode} to PUT /instant/${name}`)
}

/** Real time: a payer waits for it. */
const payeeTimeoutMs = 5_000

/** The answer to a question about a payee, as text. */
export async function postPayee(host: HostAddress, question: string): Promise<string> {
  const now = realNow()
  const named = { 'x-request-id': secretId(), 'x-request-timestamp': now.toISOString() }
  const { statusCode, body } = await ask(host, 'POST', payeePath, Buffer.from(question), payeeTimeoutMs, named)
  const answer = Buffer.concat(await limited(arriving(body))).toString('utf8')
  if (statusCode !== 200) throw new Unavailable(`the bank answered ${statusCode} to a question about a payee`)
  return answer
}

/** An answer that breaks off is not the bank's fault to keep quiet about: it throws. */
async function* arriving(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
  } catch (error) {
    throw new Unavailable('the answer of the bank broke off', { cause: error })
  }
}
