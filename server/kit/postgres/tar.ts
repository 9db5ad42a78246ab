import type { Readable } from 'node:stream'

/** An entry of a tar archive. `body` yields exactly `size` bytes, and is skipped when it is not read. */
export type TarEntry = {
  name: string
  kind: 'file' | 'folder' | 'other'
  mode: number
  size: number
  body: AsyncIterable<Buffer>
}

const BLOCK = 512
const KINDS: Record<string, TarEntry['kind']> = { '0': 'file', '\0': 'file', '5': 'folder' }

const text = (header: Buffer, from: number, length: number) =>
  header.toString('utf8', from, from + length).replace(/\0.*$/s, '')

/** Octal digits, or base 256 when the first bit is set (POSIX.1-1988 and the extension that PostgreSQL writes too). */
function numeral(header: Buffer, from: number, length: number): number {
  if (((header[from] ?? 0) & 0x80) === 0) return Number.parseInt(text(header, from, length).trim() || '0', 8)
  return header.subarray(from + 1, from + length).reduce((sum, byte) => sum * 256 + byte, 0)
}

/** The sum of the header's bytes, its own field taken as spaces. */
const checksum = (header: Buffer) => header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)

/**
 * Reads the plain ustar archive that PostgreSQL sends (src/port/tar.c), entry by entry. Long names and sparse files of
 * other writers are not among it. Throws on a damaged header and on an archive cut short.
 */
export async function* readTar(archive: Readable): AsyncGenerator<TarEntry> {
  const source = new Blocks(archive)
  while (true) {
    const header = await source.take(BLOCK)
    // Two zero blocks end an archive; one is enough to know, and so is the end of the stream.
    if (header === undefined || header.every(byte => byte === 0)) return
    if (checksum(header) !== numeral(header, 148, 8))
      throw new Error('The tar archive is damaged: a header has a wrong sum')
    const prefix = text(header, 345, 155)
    const size = numeral(header, 124, 12)
    let left = size
    const body = async function* () {
      while (left > 0) {
        const part = await source.some(left)
        left -= part.length
        yield part
      }
    }
    const name = (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100)
    yield {
      name,
      kind: KINDS[text(header, 156, 1) || '\0'] ?? 'other',
      mode: numeral(header, 100, 8),
      size,
      body: body(),
    }
    while (left > 0) left -= (await source.some(left)).length
    if (size % BLOCK > 0) await source.take(BLOCK - (size % BLOCK))
  }
}

/** Takes a stream of chunks apart again by length. */
class Blocks {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** At least one and at most `max` bytes. */
  async some(max: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next()
      if (done === true) throw new Error('The tar archive ends in the middle of a file')
      this.#rest = value
    }
    const part = this.#rest.subarray(0, max)
    this.#rest = this.#rest.subarray(part.length)
    return part
  }

  /** Exactly `length` bytes; undefined when the stream ends before the first of them. */
  async take(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next()
      if (done === true) return undefined
      this.#rest = value
    }
    const parts: Buffer[] = []
    for (let left = length; left > 0; ) {
      const part = await this.some(left)
      parts.push(part)
      left -= part.length
    }
    return Buffer.concat(parts)
  }
}
