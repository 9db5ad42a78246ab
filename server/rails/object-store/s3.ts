import { AwsClient } from 'aws4fetch'
import type { ObjectStore } from '../../contexts/kyc/index.ts'
import { Unavailable } from '../../kit/problem.ts'

export interface S3Settings {
  /** `https://s3.eu-central-1.amazonaws.com`, or that of any server that speaks S3. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly timeoutMs?: number
}

const timeoutUsualMs = 20_000
const answerShownMax = 300

/** Objects in a bucket, addressed by path, signed with Signature Version 4. The bucket must exist. */
export function s3Store(settings: S3Settings): ObjectStore {
  const { endpoint, region, bucket, accessKeyId, secretAccessKey, timeoutMs = timeoutUsualMs } = settings
  // Three quick tries of its own where the server is busy (5xx, 429); what is left is for whoever asked.
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region, retries: 2, initRetryMs: 50 })
  const urlOf = (key: string): string =>
    `${endpoint.replace(/\/+$/, '')}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`

  async function ask(method: 'PUT' | 'GET' | 'DELETE', key: string, body?: Buffer): Promise<Response> {
    try {
      return await client.fetch(urlOf(key), {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: new Uint8Array(body), headers: { 'content-type': octets } }),
      })
    } catch (error) {
      throw new Unavailable(`the object store cannot be reached: ${(error as Error).message}`, { cause: error })
    }
  }
  const refused = (method: string, { status }: Response, text: string): Unavailable =>
    new Unavailable(`the object store answered ${method} with ${status}: ${text.slice(0, answerShownMax)}`)
  const textOf = (response: Response): Promise<string> => response.text().catch(() => '')

  return {
    async put(key, bytes) {
      const response = await ask('PUT', key, bytes)
      const text = await textOf(response)
      if (!response.ok) throw refused('PUT', response, text)
    },
    async get(key) {
      const response = await ask('GET', key)
      if (!response.ok) {
        const text = await textOf(response)
        // A bucket that is missing is no file that is missing.
        if (response.status === 404 && text.includes('NoSuchKey')) return undefined
        throw refused('GET', response, text)
      }
      return Buffer.from(await response.arrayBuffer())
    },
    async remove(key) {
      const response = await ask('DELETE', key)
      const text = await textOf(response)
      const isGone = response.status === 404 && text.includes('NoSuchKey')
      if (!response.ok && !isGone) throw refused('DELETE', response, text)
    },
  }
}

const octets = 'application/octet-stream'
