import { greyOf, type Hint, hintsOf } from './quality.ts'

/** What the server takes of one file. */
const bytesMax = 5_242_880
/** Enough for any print on a document; a phone's camera has twice as much. */
const longSideMax = 2_600
const sampleWidth = 480

type Source = HTMLVideoElement | ImageBitmap

const sizeOf = (source: Source): { width: number; height: number } =>
  source instanceof HTMLVideoElement
    ? { width: source.videoWidth, height: source.videoHeight }
    : { width: source.width, height: source.height }

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

/** A file as it will be sent; undefined for one that is no picture and no PDF, or is too large. */
export async function readFile(file: File): Promise<Chosen | undefined> {
  if (file.type === 'application/pdf') {
    return file.size > bytesMax ? undefined : { blob: file, preview: null, hints: [], name: file.name }
  }
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (bitmap === undefined) return undefined
  // What fits goes as it is: making it anew would lose what the checks look for.
  const fits = file.size <= bytesMax && (file.type === 'image/jpeg' || file.type === 'image/png')
  const blob = fits ? file : await jpegOf(bitmap)
  return { blob, preview: URL.createObjectURL(blob), hints: judge(bitmap), name: file.name }
}

/** What the camera sees now. */
export async function takePicture(video: HTMLVideoElement): Promise<Chosen> {
  const hints = judge(video)
  const blob = await jpegOf(video)
  return { blob, preview: URL.createObjectURL(blob), hints, name: '' }
}
