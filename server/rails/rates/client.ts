import { type Dispatcher, request } from 'undici'
import { Unavailable } from '../../kit/problem.ts'

/** Ten thousand tickers are below 2 MB; a source that sends more is not read to its end. */
const BODY_BYTES_MAX = 2_000_000

/**
 * The body of a GET as text. Redirects are not followed. Throws `Unavailable` for anything but a complete 200 within
 * `timeoutMs` (of the whole call, real time) and 2 MB.
 */
export async function fetchTickers(url: string, timeoutMs: number, dispatcher?: Dispatcher): Promise<string> {
  try {
    const { statusCode, body } = await request(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    })
    if (statusCode !== 200) {
      await body.dump({ limit: 64_000 })
      throw new Unavailable(`it answered ${statusCode}`)
    }
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      // Leaving the loop destroys the body and with it the connection.
      if (bytes > BODY_BYTES_MAX) throw new Unavailable(`it answered more than ${BODY_BYTES_MAX} bytes`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    if (error instanceof Unavailable) throw error
    throw new Unavailable('it did not answer', { cause: error })
  }
}
