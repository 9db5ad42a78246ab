import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readTar } from './tar.ts'

/** A ustar header as PostgreSQL writes it; `size` is the field's text, or bytes for the base-256 form. */
function header(name: string, size: string | Buffer, kind = '0'): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000600\0', 100)
  if (typeof size === 'string') block.write(size, 124)
  else size.copy(block, 124)
  block.write('        ', 148)
  block.write(kind, 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const padded = (text: string) => Buffer.concat([Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)])

/** Cut into pieces of awkward lengths, as a network does. */
function pieces(archive: Buffer, length: number): Readable {
  const parts: Buffer[] = []
  for (let at = 0; at < archive.length; at += length) parts.push(archive.subarray(at, at + length))
  return Readable.from(parts)
}

async function read(archive: Buffer, length = 100): Promise<[string, string, string][]> {
  const entries: [string, string, string][] = []
  for await (const { name, kind, body } of readTar(pieces(archive, length))) {
    let text = ''
    if (name !== 'skipped') for await (const part of body) text += part
    entries.push([name, kind, text])
  }
  return entries
}

const BIG = 'x'.repeat(1000)
const ARCHIVE = Buffer.concat([
  header('base', '00000000000\0', '5'),
  header('base/1', '00000001750\0'),
  padded(BIG),
  header('skipped', '00000000003\0'),
  padded('abc'),
  header('link', '00000000000\0', '2'),
  header('wide', Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2])),
  padded('ok'),
])

test.each([1, 7, 512, 100_000])(
  'files come out whole, however the archive is cut (%i bytes at a time)',
  async length => {
    const expected = [
      ['base', 'folder', ''],
      ['base/1', 'file', BIG],
      ['skipped', 'file', ''],
      ['link', 'other', ''],
      ['wide', 'file', 'ok'],
    ]
    expect(await read(ARCHIVE, length)).toEqual(expected)
    expect(await read(Buffer.concat([ARCHIVE, Buffer.alloc(1024)]), length)).toEqual(expected)
  },
)

test('a damaged header and an archive cut short are refused', async () => {
  const damaged = Buffer.from(ARCHIVE)
  damaged[3] = 0x7a
  await expect(read(damaged)).rejects.toThrow('a header has a wrong sum')
  await expect(read(ARCHIVE.subarray(0, 1200))).rejects.toThrow('ends in the middle of a file')
})
