import { greyOf, type Hint, hintsOf } from './quality.ts'

/** What the server takes of one file. */
const bytesMax = 5_242_880
/** Enough for any print on a document; a phone's camera has twice as much. */
const longSideMax = 2_600
const sampleWidth = 480

type Source = HTMLVideoElement | HTMLImageElement | ImageBitmap

function sizeOf(source: Source): { width: number; height: number } {
  if (source instanceof HTMLVideoElement) return { width: source.videoWidth, height: source.videoHeight }
  if (source instanceof HTMLImageElement) return { width: source.naturalWidth, height: source.naturalHeight }
  return { width: source.width, height: source.height }
}

function draw(source: Source, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(source, 0, 0, width, height)
  return canvas
}

/** What to tell the user about a picture, or about what the camera sees. */
export function judge(source: Source): Hint[] {
  const { width, height } = sizeOf(source)
  if (width === 0 || height === 0) return []
  const scale = Math.min(1, sampleWidth / width)
  const [small, low] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const pixels = draw(source, small, low).getContext('2d')?.getImageData(0, 0, small, low)
  return pixels === undefined ? [] : hintsOf(greyOf(pixels.data, small, low), Math.max(width, height))
}

/** A JPEG of what is seen, small enough to be sent. */
export async function jpegOf(source: Source): Promise<Blob> {
  const { width, height } = sizeOf(source)
  const scale = Math.min(1, longSideMax / Math.max(width, height))
  const canvas = draw(source, Math.round(width * scale), Math.round(height * scale))
  for (const quality of [0.92, 0.8, 0.6]) {
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (blob !== null && blob.size <= bytesMax) return blob
  }
  throw new Error('the picture cannot be made small enough')
}

export interface Chosen {
  readonly blob: Blob
  /** To look at; null for a PDF. */
  readonly preview: string | null
  readonly hints: readonly Hint[]
  readonly name: string
}

/** Decoded in whichever way the browser can: some decode the HEIC pictures of iPhones as an image only. Undefined: in none. */
async function decoded(file: File): Promise<ImageBitmap | HTMLImageElement | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (bitmap !== undefined) return bitmap
  const image = new Image()
  image.src = URL.createObjectURL(file)
  const isRead = await image.decode().then(
    () => true,
    () => false,
  )
  URL.revokeObjectURL(image.src)
  return isRead ? image : undefined
}

/** A file as it will be sent; undefined for one that is no picture and no PDF, or is too large. */
export async function readFile(file: File): Promise<Chosen | undefined> {
  if (file.type === 'application/pdf') {
    return file.size > bytesMax ? undefined : { blob: file, preview: null, hints: [], name: file.name }
  }
  const picture = await decoded(file)
  if (picture === undefined) return undefined
  // What fits goes as it is: making it anew would lose what the checks look for.
  const fits = file.size <= bytesMax && (file.type === 'image/jpeg' || file.type === 'image/png')
  const blob = fits ? file : await jpegOf(picture)
  return { blob, preview: URL.createObjectURL(blob), hints: judge(picture), name: file.name }
}

/** What the camera sees now. */
export async function takePicture(video: HTMLVideoElement): Promise<Chosen> {
  const hints = judge(video)
  const blob = await jpegOf(video)
  return { blob, preview: URL.createObjectURL(blob), hints, name: '' }
}
