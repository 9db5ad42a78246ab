import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { makePaper } from '../../../tests/harness/papers.ts'
import { makePicture } from '../../../tests/harness/pictures.ts'
import { Unavailable } from '../../kit/problem.ts'
import { localReader } from './adapter.ts'
import { bounds } from './task.ts'

const reader = localReader({ count: 1 })
afterAll(() => reader.stop())

const chunk = (type: string, content: Buffer): Buffer => {
  const typed = Buffer.concat([Buffer.from(type), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}

/** A PNG that says it is of this size, and holds these bytes when it is inflated. */
function pngSaying(width: number, height: number, inflated: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const body = [chunk('IHDR', head), chunk('IDAT', deflateSync(inflated)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([start, ...body])
}

test('pictures and documents are decoded, upright, in full', async () => {
  expect(await reader.probe(await makePicture('png'), 'image/png')).toEqual({ pages: 1, width: 600, height: 400 })
  const turned = await sharp(await makePicture('jpeg'))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  expect(await reader.probe(turned, 'image/jpeg')).toEqual({ pages: 1, width: 400, height: 600 })
  const grey = await sharp(await makePicture('png'))
    .toColourspace('b-w')
    .png()
    .toBuffer()
  expect(await reader.probe(grey, 'image/png')).toMatchObject({ width: 600 })
  const paper = makePaper(['Anna Nowak'], { pages: 3 })
  expect(await reader.probe(paper, 'application/pdf')).toEqual({ pages: 3, width: 1652, height: 2338 })
})

test('a decompression bomb is refused for what it says it is, and for what it is', async () => {
  const honest = pngSaying(60_000, 60_000, Buffer.alloc(1_000_000))
  expect(await reader.probe(honest, 'image/png')).toEqual({ fault: 'too-large' })
  // Says that it is small: the rest is never inflated.
  const lying = pngSaying(10, 10, Buffer.alloc(200_000_000))
  expect(lying.length).toBeLessThan(300_000)
  const probe = await reader.probe(lying, 'image/png')
  expect('fault' in probe ? probe.fault : probe.width).toEqual(expect.anything())
  const many = makePaper(['x'], { pages: bounds.pagesMax + 1 })
  expect(await reader.probe(many, 'application/pdf')).toEqual({ fault: 'too-large' })
})

test('a page of any size is drawn within the bound of pixels', async () => {
  const wall = await reader.probe(makePaper(['x'], { width: 14_000, height: 14_000 }), 'application/pdf')
  expect(wall).toMatchObject({ pages: 1 })
  if ('width' in wall) expect(wall.width * wall.height).toBeLessThanOrEqual(bounds.pdfPixelsMax)
})

test('a PDF that wants a password is told apart from one that is broken', async () => {
  expect(await reader.probe(makePaper(['x'], { encrypted: true }), 'application/pdf')).toEqual({ fault: 'encrypted' })
  const broken = Buffer.from('%PDF-1.7\nnothing in here\nstartxref\n9\n%%EOF\n')
  expect(await reader.probe(broken, 'application/pdf')).toEqual({ fault: 'damaged' })
})

test('content that is damaged behind a good frame is refused', async () => {
  const jpeg = await makePicture('jpeg')
  jpeg.fill(0x37, 700, jpeg.length - 200)
  expect(await reader.probe(jpeg, 'image/jpeg')).toEqual({ fault: 'damaged' })
  expect(await reader.probe(pngSaying(600, 400, Buffer.alloc(100)), 'image/png')).toEqual({ fault: 'damaged' })
})

test('what computes too long is ended as the fault of the file, and the next one is read as if nothing had been', async () => {
  const hasty = localReader({ count: 1, timeMs: 1 })
  expect(await hasty.probe(await makePicture(), 'image/png')).toEqual({ fault: 'too-slow' })
  await hasty.stop()
  expect(await reader.probe(await makePicture(), 'image/png')).toMatchObject({ pages: 1 })
})

test('what only waited too long is tried again later: a busy machine is no fault of the file', async () => {
  const hasty = localReader({ count: 1, waitMs: 1 })
  await expect(hasty.probe(await makePicture(), 'image/png')).rejects.toBeInstanceOf(Unavailable)
  await hasty.stop()
})

test('many files at once wait for one another and each gets its own answer', async () => {
  const sizes = [10, 20, 30, 40, 50, 60]
  const all = sizes.map(async width => {
    const bytes = await sharp({ create: { width, height: 5, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    return reader.probe(bytes, 'image/png')
  })
  expect(await Promise.all(all)).toEqual(sizes.map(width => ({ pages: 1, width, height: 5 })))
})
