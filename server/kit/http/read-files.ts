import { hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { FileParts } from '@florin/contract/kernel/endpoint.ts'
import { invalidField, Problem } from '../problem.ts'

/** One file of an upload, as it came. What the sender calls it, and says that it is, is not looked at. */
export interface UploadedFile {
  /** The name of its part. */
  readonly name: string
  readonly bytes: Buffer
}

export interface Upload {
  readonly files: readonly UploadedFile[]
  /** The identity of the request under an idempotency key: names and content hashes. */
  readonly sent: readonly { readonly name: string; readonly hash: string }[]
}

const formType = /^multipart\/form-data\s*;/i
/** Room for boundaries, headers of parts and small fields, which are read past. */
const overheadBytes = 65_536

/**
 * Reads a `multipart/form-data` body into memory: at most `countMax` files of at most `bytesMax` each, so that is the
 * bound. Text fields are ignored, as unknown fields of a JSON body are. Called when the caller is let in, so that nobody
 * else can make us hold files. Throws P403 (no such form, unknown part, too many or no files), P440 (one too large).
 */
export async function readFiles(
  body: Readable,
  contentType: string | undefined,
  { names, countMax, bytesMax }: FileParts,
): Promise<Upload> {
  if (contentType === undefined || !formType.test(contentType))
    throw invalidField('Content-Type', 'must be multipart/form-data')
  const files: UploadedFile[] = []
  let refusal: Problem | undefined
  const refuse = (problem: Problem): void => void (refusal ??= problem)

  await new Promise<void>((resolve, reject) => {
    const unreadable = (): void => reject(invalidField('body', 'is not readable as multipart/form-data'))
    let parser: BusboyInstance
    try {
      parser = makeParser(contentType, bytesMax, countMax)
    } catch {
      return unreadable()
    }
    let seenBytes = 0
    const bytesTotalMax = (countMax + 1) * bytesMax + overheadBytes
    body.on('data', (chunk: Buffer) => {
      seenBytes += chunk.length
      if (seenBytes <= bytesTotalMax) return
      body.unpipe(parser)
      body.resume()
      reject(new Problem('P440'))
    })
    body.on('error', unreadable).on('close', () => {
      if (!(body as Readable & { complete?: boolean }).complete) unreadable()
    })
    parser.on('error', unreadable)
    parser.on('finish', () => resolve())
    parser.on('filesLimit', () => refuse(invalidField('files', `must be at most ${countMax}`)))
    parser.on('file', (name, stream) => {
      if (!names.includes(name))
        refuse(invalidField(cleanName(name), `should not exist: the parts are ${names.join(', ')}`))
      const chunks: Buffer[] = []
      stream.on('error', unreadable)
      stream.on('limit', () => refuse(new Problem('P440')))
      // After a refusal nothing more is kept; what still comes is read so that the sender hears the answer.
      stream.on('data', (chunk: Buffer) => void (refusal === undefined && chunks.push(chunk)))
      stream.on('end', () => void (refusal === undefined && files.push({ name, bytes: Buffer.concat(chunks) })))
    })
    body.pipe(parser)
  })
  if (refusal !== undefined) throw refusal
  if (files.length === 0) throw invalidField('files', 'should not be empty')
  return { files, sent: files.map(({ name, bytes }) => ({ name, hash: hash('sha256', bytes, 'hex') })) }
}

const makeParser = (contentType: string, fileSize: number, files: number): BusboyInstance =>
  new Busboy({
    headers: { 'content-type': contentType },
    // A part is a file by its name: some clients send one without a file name.
    isPartAFile: (name, _type, fileName) => fileName !== undefined || name === 'files',
    limits: { fileSize, files, fields: 20, fieldSize: 1_024, parts: files + 20, headerPairs: 20, headerSize: 4_096 },
  })

const cleanName = (name: string): string => name.replaceAll(/[^\w.-]/g, '').slice(0, 50) || 'part'
