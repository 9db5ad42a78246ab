import { createHmac, hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { objectStoreConformance } from '../../contexts/kyc/object-store.conformance.ts'
import { Unavailable } from '../../kit/problem.ts'
import { type S3Settings, s3Store } from './s3.ts'

const folder = mkdtempSync(join(tmpdir(), 'florin-s3-'))
const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: folder,
  configureBuckets: [{ name: 'files', configs: [] }],
})
let endpoint = ''
beforeAll(async () => {
  const listening = await server.run()
  endpoint = `http://127.0.0.1:${listening.port}`
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The one key that this server knows. */
const settings = (): S3Settings => ({
  endpoint,
  region: 'us-east-1',
  bucket: 'files',
  accessKeyId: 'S3RVER',
  secretAccessKey: 'S3RVER',
  timeoutMs: 5_000,
})

objectStoreConformance('S3', () => s3Store(settings()))

/** What AWS documents of Signature Version 4 ("Authenticating Requests: Using the Authorization Header"), written out on its own. */
function signatureOf(given: {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly region: string
  readonly secret: string
}): string {
  const { method, path, headers, region, secret } = given
  const stamp = headers['x-amz-date'] ?? ''
  const day = stamp.slice(0, 8)
  const names = Object.keys(headers).toSorted()
  const canonical = [
    method,
    path,
    '',
    ...names.map(name => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'] ?? '',
  ].join('\n')
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${day}/${region}/s3/aws4_request\n${hash('sha256', canonical)}`
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${secret}`)
  return mac(key, toSign).toString('hex')
}

test('requests are signed as AWS documents it, which the server of these tests takes on trust', async () => {
  // The example of that page holds what is computed here against AWS itself.
  const example = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': hash('sha256', ''),
    'x-amz-date': '20130524T000000Z',
  }
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  expect(signatureOf({ method: 'GET', path: '/test.txt', headers: example, region: 'us-east-1', secret })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  )

  const seen: { readonly sent: string; readonly meant: string }[] = []
  const checker = createServer((request, response) => {
    const [, names = '', sent = ''] =
      /SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)/.exec(request.headers.authorization ?? '') ?? []
    const headers = Object.fromEntries(names.split(';').map(name => [name, String(request.headers[name])]))
    const { method = '', url: path = '' } = request
    seen.push({ sent, meant: signatureOf({ method, path, headers, region: 'eu-central-1', secret }) })
    request.resume().on('end', () => response.end())
  })
  await new Promise<void>(resolve => checker.listen(0, '127.0.0.1', resolve))
  const { port } = checker.address() as AddressInfo
  const store = s3Store({
    ...settings(),
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    secretAccessKey: secret,
  })
  await store.put('partner/user/a b', Buffer.from('x'))
  await store.get('partner/user/a b')
  await store.remove('partner/user/a b')
  await new Promise(resolve => checker.close(resolve))
  expect(seen).toHaveLength(3)
  for (const { sent, meant } of seen) expect(sent).toBe(meant)
})

test('an unknown key, a missing bucket and a server that is away are unavailable, whatever is asked', async () => {
  const stranger = { ...settings(), accessKeyId: 'nobody' }
  const nowhere = { ...settings(), bucket: 'nowhere' }
  const away = { ...settings(), endpoint: 'http://127.0.0.1:1' }
  for (const wrong of [stranger, nowhere, away]) {
    await expect(s3Store(wrong).put('a/b', Buffer.from('x'))).rejects.toBeInstanceOf(Unavailable)
    await expect(s3Store(wrong).get('a/b')).rejects.toBeInstanceOf(Unavailable)
    await expect(s3Store(wrong).remove('a/b')).rejects.toBeInstanceOf(Unavailable)
  }
  await expect(s3Store(stranger).get('a/b')).rejects.toThrow('403')
  await expect(s3Store(away).get('a/b')).rejects.toThrow('cannot be reached')
})
