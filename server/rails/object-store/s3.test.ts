import { mkdtempSync, rmSync } from 'node:fs'
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
