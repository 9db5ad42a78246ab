import sharp, { type Sharp } from 'sharp'
import { drawPage, withPdf } from './pdf.ts'
import { bounds, Unreadable } from './task.ts'

/** A picture as it is looked at: upright, without transparency, decoded. */
export interface Picture {
  readonly rgb: Buffer
  readonly width: number
  readonly height: number
  readonly pages: number
  /** As it was sent. */
  readonly sent: { readonly width: number; readonly height: number }
}

/** Letters and faces need no more: three pictures of 40 megapixels at their full size would be half a gigabyte. */
const sideMax = 3_000

// One file after the other, in one process for each: libvips must not start a pool of its own for every core.
sharp.concurrency(1)
sharp.cache(false)

/** Decodes a picture, or the first page of a PDF, in full and at its full size: what is damaged shows. Throws `Unreadable`. */
export async function decode(bytes: Uint8Array, mediaType: string): Promise<Picture> {
  if (mediaType === 'application/pdf') return decodePage(bytes)
  const raw = await rawOf(imageOf(bytes))
  return { ...raw, pages: 1, sent: { width: raw.width, height: raw.height } }
}

/** The same as small as it may be for reading. Throws `Unreadable`. */
export async function decodeForReading(bytes: Uint8Array, mediaType: string): Promise<Picture> {
  if (mediaType === 'application/pdf') return decodePage(bytes)
  const image = imageOf(bytes)
  const { width, height } = (await image.metadata().catch(() => undefined))?.autoOrient ?? { width: 0, height: 0 }
  const raw = await rawOf(image.resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true }))
  return { ...raw, pages: 1, sent: { width, height } }
}

const decodePage = (bytes: Uint8Array): Promise<Picture> =>
  withPdf(bytes, async pdf => {
    const { rgba, width, height } = await drawPage(pdf, 1)
    const drawn = sharp(rgba, { raw: { width, height, channels: 4 } })
    return { ...(await rawOf(drawn)), pages: pdf.numPages, sent: { width, height } }
  })

const imageOf = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { failOn: 'warning', limitInputPixels: bounds.pixelsMax, sequentialRead: true, pages: 1 }).autoOrient()

async function rawOf(image: Sharp): Promise<Pick<Picture, 'rgb' | 'width' | 'height'>> {
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
