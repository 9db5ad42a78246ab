import sharp from 'sharp'
import type { PictureQuality } from '../../contexts/kyc/index.ts'
import type { Picture } from './picture.ts'

const measuredWidth = 1_000
const burntOut = 253

/** What a picture is like. */
export async function measureQuality(picture: Picture): Promise<PictureQuality> {
  const grey = await sharp(picture.rgb, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .resize({ width: Math.min(measuredWidth, picture.width) })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = grey.info
  const form = { raw: { width, height, channels: 1 as const } }
  // The Laplacian, lifted so that both signs are kept.
  const edges = sharp(grey.data, form).convolve({
    width: 3,
    height: 3,
    kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0],
    offset: 128,
  })
  const [edge] = (await sharp(await edges.raw().toBuffer(), form).stats()).channels
  const [tone] = (await sharp(grey.data, form).stats()).channels
  const burnt = grey.data.reduce((count, value) => count + (value >= burntOut ? 1 : 0), 0)
  return {
    width: picture.width,
    height: picture.height,
    sharpness: round(edge?.stdev ?? 0),
    brightness: round(tone?.mean ?? 0),
    glare: round(burnt / grey.data.length),
  }
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000
