import sharp, { type Region, type Sharp } from 'sharp'
import type { FaceReading } from '../../contexts/kyc/index.ts'
import { type FaceApi, faceEngine } from './face-engine.ts'
import { eyeOpeningOf, likenessOf, type Point, patchOf } from './face-shape.ts'
import type { Picture } from './picture.ts'

/**
 * Sides in pixels at which faces are looked for, until there is one: finding costs four times as much at twice the side. A
 * selfie is near, the photograph of a document may be small.
 */
const sides = { selfie: [384, 512], document: [320, 512, 768] } as const
const scoreMin = 0.5
/** A face is measured in a picture of this side, cut from the whole one, with this part of its own size around it. */
const closeSide = 320
const around = 0.4

/** A part of a picture, in fractions of its width and height. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const form = ({ width, height }: Picture) => ({ raw: { width, height, channels: 3 as const } })

/** Lends a picture to the engine for one use; its memory is not the garbage collector's. */
async function withTensor<T>(
  api: FaceApi,
  image: Sharp,
  use: (tensor: Tensor, size: { readonly width: number; readonly height: number }) => Promise<T>,
): Promise<T> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  const tensor = api.tf.tensor3d(new Uint8Array(data), [info.height, info.width, 3], 'int32')
  try {
    return await use(tensor, info)
  } finally {
    tensor.dispose()
  }
}

type Tensor = ReturnType<FaceApi['tf']['tensor3d']>

/** The faces of a picture, the largest first. */
async function findFaces(api: FaceApi, picture: Picture, atSides: readonly number[]): Promise<Box[]> {
  for (const side of atSides) {
    const image = sharp(picture.rgb, form(picture)).resize({ width: side, height: side, fit: 'inside' })
    const options = new api.TinyFaceDetectorOptions({ inputSize: side, scoreThreshold: scoreMin })
    const found = await withTensor(api, image, tensor => api.detectAllFaces(tensor, options).run())
    if (found.length > 0) return distinct(found.map(({ relativeBox }) => relativeBox))
  }
  return []
}

/** Largest first, without what lies in the middle of a larger one: the detector sometimes sees one face twice. */
function distinct(boxes: readonly Box[]): Box[] {
  const kept: Box[] = []
  for (const box of boxes.toSorted((a, b) => b.width * b.height - a.width * a.height)) {
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const isInside = kept.some(
      ({ x, y, width, height }) => middle.x > x && middle.x < x + width && middle.y > y && middle.y < y + height,
    )
    if (!isInside) kept.push(box)
  }
  return kept
}

interface Face {
  readonly descriptor: Float32Array
  readonly eyeOpening: number
  readonly patch: Float64Array
}

/** One face from near: what tells it from others, how far its eyes are open, and its middle as a small picture. */
async function measureFace(api: FaceApi, picture: Picture, box: Box): Promise<Face | undefined> {
  const cut = cutAround(box, picture)
  const image = sharp(picture.rgb, form(picture))
    .extract(cut)
    .resize({ width: closeSide, height: closeSide, fit: 'inside' })
  const { data, info } = await image.clone().greyscale().raw().toBuffer({ resolveWithObject: true })
  return withTensor(api, image, async (tensor, size) => {
    const inCut = new api.Rect(
      (box.x * picture.width - cut.left) / cut.width,
      (box.y * picture.height - cut.top) / cut.height,
      (box.width * picture.width) / cut.width,
      (box.height * picture.height) / cut.height,
    )
    const detection = new api.FaceDetection(1, inCut, size)
    const task = new api.DetectSingleFaceLandmarksTask(
      Promise.resolve(api.extendWithFaceDetection({}, detection)),
      tensor,
      true,
    )
    const measured = await task.withFaceDescriptor()
    if (measured === undefined) return undefined
    const points: readonly Point[] = measured.landmarks.positions
    const grey = { data, width: info.width, height: info.height }
    return { descriptor: measured.descriptor, eyeOpening: eyeOpeningOf(points), patch: patchOf(grey, points) }
  })
}

function cutAround(box: Box, { width, height }: Picture): Region {
  const left = Math.max(0, Math.floor((box.x - box.width * around) * width))
  const top = Math.max(0, Math.floor((box.y - box.height * around) * height))
  const right = Math.min(width, Math.ceil((box.x + box.width * (1 + around)) * width))
  const bottom = Math.min(height, Math.ceil((box.y + box.height * (1 + around)) * height))
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

/** How many faces the selfie and the document show, and what the largest of each have in common. */
export async function compareFaces(selfie: Picture, document: Picture): Promise<FaceReading> {
  const api = await faceEngine()
  const inSelfie = await findFaces(api, selfie, sides.selfie)
  const onDocument = await findFaces(api, document, sides.document)
  const one = inSelfie[0] && (await measureFace(api, selfie, inSelfie[0]))
  const other = onDocument[0] && (await measureFace(api, document, onDocument[0]))
  return {
    inSelfie: inSelfie.length,
    onDocument: onDocument.length,
    distance: one && other ? rounded(api.euclideanDistance(one.descriptor, other.descriptor)) : null,
    selfieSide: inSelfie[0] ? Math.round(inSelfie[0].width * selfie.width) : null,
    eyeOpening: one ? rounded(one.eyeOpening) : null,
    likeness: one && other ? rounded(likenessOf(one.patch, other.patch)) : null,
  }
}
