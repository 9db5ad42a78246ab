import sharp, { type Sharp } from 'sharp'
import { drawPage, withPdf } from './pdf.ts'
import { bounds, Unreadable } from './task.ts'

/** A picture as it is looked at: upright, without transparency, decoded. */
export interface Picture {
  readonly rgb: Buffer
  readonly width: number
  readonly height: number
  readonly pages: number
}

// One file after the other, in one process for each: libvips must not start a pool of its own for every core.
sharp.concurrency(1)
sharp.cache(false)

/** Decodes a picture, or the first page of a PDF, in full. Throws `Unreadable`. */
export async function decode(bytes: Uint8Array, mediaType: string): Promise<Picture> {
  if (mediaType !== 'application/pdf') return { ...(await rawOf(imageOf(bytes))), pages: 1 }
  return withPdf(bytes, async pdf => {
    const { rgba, width, height } = await drawPage(pdf, 1)
    const drawn = sharp(rgba, { raw: { width, height, channels: 4 } })
    return { ...(await rawOf(drawn)), pages: pdf.numPages }
  })
}

const imageOf = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { failOn: 'warning', limitInputPixels: bounds.pixelsMax, sequentialRead: true, pages: 1 }).autoOrient()

async function rawOf(image: Sharp): Promise<Omit<Picture, 'pages'>> {
  try {
    const { data, info } = await image
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const rgb = info.channels === 3 ? data : await widen(data, info)
    return { rgb, width: info.width, height: info.height }
  } catch (error) {
    throw new Unreadable(/pixel limit/i.test((error as Error).message) ? 'too-large' : 'damaged')
  }
}

/** A grey picture in three channels, so that everybody reads one form. */
const widen = (grey: Buffer, { width, height }: { width: number; height: number }): Promise<Buffer> =>
  sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .raw()
    .toBuffer()
