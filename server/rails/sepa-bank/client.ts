import { type Dispatcher, request } from 'undici'
import { Unavailable } from '../../kit/problem.ts'
import type { HostAddress } from './wire.ts'

/** Real time, of a whole call but for a message's bytes. */
const timeoutMs = 10_000
/** Without a byte. */
const silenceMs = 30_000
const listBytesMax = 1_000_000

type Method = 'GET' | 'POST'

/** Throws `Unavailable` for anything but the wanted status in time. Redirects are not followed. */
async function call(host: HostAddress, method: Method, path: string, status: number): Promise<Dispatcher.ResponseData> {
  const answer = await request(`${host.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${host.token}` },
    headersTimeout: timeoutMs,
    bodyTimeout: silenceMs,
  }).catch(error => {
    throw new Unavailable('the bank did not answer', { cause: error })
  })
  if (answer.statusCode !== status) {
    await answer.body.dump({ limit: 64_000 }).catch(() => undefined)
    throw new Unavailable(`the bank answered ${answer.statusCode} to ${method} ${path}`)
  }
  return answer
}

/** The list of messages as text. */
export async function fetchListing(host: HostAddress): Promise<string> {
  const { body } = await call(host, 'GET', '/mailbox', 200)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of arriving(body)) {
    bytes += chunk.byteLength
    if (bytes > listBytesMax) throw new Unavailable(`the bank listed more than ${listBytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
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

/** An answer that breaks off is not the bank's fault to keep quiet about: it throws. */
async function* arriving(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
  } catch (error) {
    throw new Unavailable('the answer of the bank broke off', { cause: error })
  }
}
