import sharp from 'sharp'
import type { PictureQuality } from '../../contexts/kyc/index.ts'
import type { Picture } from './picture.ts'

const measuredWidth = 1_000
const burntOut = 253
/** The second derivative is kept within a byte's range, as a picture of it would be. */
const edgeMax = 127

/** What a picture is like. */
export async function measureQuality(picture: Picture): Promise<PictureQuality> {
  const { data, info } = await sharp(picture.rgb, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  })
    .resize({ width: Math.min(measuredWidth, picture.width) })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  let [sum, burnt] = [0, 0]
  for (const value of data) {
    sum += value
    if (value >= burntOut) burnt += 1
  }
  return {
    ...picture.sent,
    sharpness: round(spreadOfEdges(data, info.width, info.height)),
    brightness: round(sum / data.length),
    glare: round(burnt / data.length),
  }
}

/** Standard deviation of the Laplacian; 0 where there is no inside. One loop over bytes: as fast as it gets here. */
function spreadOfEdges(grey: Buffer, width: number, height: number): number {
  const count = (width - 2) * (height - 2)
  if (width < 3 || height < 3) return 0
  let [sum, squares] = [0, 0]
  for (let y = 1; y < height - 1; y += 1) {
    const row = y * width
    for (let at = row + 1; at < row + width - 1; at += 1) {
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0)
      const edge = Math.max(-edgeMax, Math.min(edgeMax, around - 4 * (grey[at] ?? 0)))
      sum += edge
      squares += edge * edge
    }
  }
  const mean = sum / count
  return Math.sqrt(squares / count - mean * mean)
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000
