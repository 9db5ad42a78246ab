import sharp, { type Region, type Sharp } from 'sharp'
import type { FramePart, TurnReading } from '../../contexts/kyc/index.ts'
import type { FacePictures, FacesSeen } from './compare-faces.ts'
import { type FaceApi, faceEngine } from './face-engine.ts'
import { eyeOpeningOf, likenessOf, type Point, patchOf } from './face-shape.ts'
import { frameOf } from './frame.ts'
import { gratingOf } from './grating.ts'
import type { Box } from './grey.ts'
import { depthResidual, noseShift } from './head-turn.ts'
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
/** A frame around a face is looked for in a picture of this side. */
const frameSide = 320

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
  /** In pixels of the piece that was measured. */
  readonly points: readonly Point[]
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
    return { descriptor: measured.descriptor, eyeOpening: eyeOpeningOf(points), patch: patchOf(grey, points), points }
  })
}

function cutAround(box: Box, { width, height }: Picture, more = around): Region {
  const left = Math.max(0, Math.floor((box.x - box.width * more) * width))
  const top = Math.max(0, Math.floor((box.y - box.height * more) * height))
  const right = Math.min(width, Math.ceil((box.x + box.width * (1 + more)) * width))
  const bottom = Math.min(height, Math.ceil((box.y + box.height * (1 + more)) * height))
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

/** How many faces the selfie and the document show, what the largest of each have in common, and whether the head was turned. */
export async function compareFaces({ selfie, document, frames }: FacePictures): Promise<FacesSeen> {
  const api = await faceEngine()
  const inSelfie = await findFaces(api, selfie, sides.selfie)
  const onDocument = await findFaces(api, document, sides.document)
  const one = inSelfie[0] && (await measureFace(api, selfie, inSelfie[0]))
  const other = onDocument[0] && (await measureFace(api, document, onDocument[0]))
  const signs = inSelfie[0] ? await retakeSigns(selfie, inSelfie[0]) : { frame: null, grating: null }
  const faces = {
    ...signs,
    inSelfie: inSelfie.length,
    onDocument: onDocument.length,
    distance: distanceOf(api, one, other),
    selfieSide: inSelfie[0] ? Math.round(inSelfie[0].width * selfie.width) : null,
    eyeOpening: one ? rounded(one.eyeOpening) : null,
    likeness: one && other ? rounded(likenessOf(one.patch, other.patch)) : null,
  }
  return { faces, turn: frames && (await readTurn(api, frames, one)) }
}

/** What shows that the selfie is a picture of a picture: a frame around the face, or a pattern over it. */
async function retakeSigns(picture: Picture, box: Box): Promise<{ frame: number; grating: number | null }> {
  const grey = sharp(picture.rgb, form(picture)).greyscale()
  const whole = await grey
    .clone()
    .resize({ width: frameSide, height: frameSide, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = whole.info
  const inWhole = { x: box.x * width, y: box.y * height, width: box.width * width, height: box.height * height }
  const inner = cutAround(box, picture, -0.08)
  const skin = await grey.extract(inner).raw().toBuffer()
  const grating = gratingOf({ data: skin, width: inner.width, height: inner.height })
  return {
    frame: rounded(frameOf({ data: whole.data, width, height }, inWhole)),
    grating: grating === null ? null : rounded(grating),
  }
}

const distanceOf = (api: FaceApi, one: Face | undefined, other: Face | undefined): number | null =>
  one && other ? rounded(api.euclideanDistance(one.descriptor, other.descriptor)) : null

async function readTurn(
  api: FaceApi,
  frames: Readonly<Record<FramePart, Picture>>,
  selfie: Face | undefined,
): Promise<TurnReading> {
  const look = async (picture: Picture) => {
    const boxes = await findFaces(api, picture, sides.selfie)
    const face = boxes[0] && (await measureFace(api, picture, boxes[0]))
    const shift = face && selfie ? rounded(noseShift(face.points) - noseShift(selfie.points)) : null
    return { count: boxes.length, face, shift, distance: distanceOf(api, selfie, face) }
  }
  const [left, right] = [await look(frames.LEFT), await look(frames.RIGHT)]
  return {
    faces: { LEFT: left.count, RIGHT: right.count },
    distances: { LEFT: left.distance, RIGHT: right.distance },
    shifts: { LEFT: left.shift, RIGHT: right.shift },
    depth: left.face && right.face ? rounded(depthResidual(left.face.points, right.face.points)) : null,
  }
}
