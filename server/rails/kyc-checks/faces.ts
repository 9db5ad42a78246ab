import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as faceApi from '@vladmandic/face-api'
import sharp from 'sharp'
import type { FaceReading } from '../../contexts/kyc/index.ts'
import type { Picture } from './picture.ts'

type FaceApi = typeof faceApi

const require = createRequire(import.meta.url)
const packageFolder = dirname(require.resolve('@vladmandic/face-api/package.json'))
const wasmFolder = `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`

/** What compares, for the evidence. */
export const faceReaderName = 'face-api 1.7.15 / tiny_face_detector, face_landmark_68_tiny, face_recognition'

/** A selfie is near, the photograph of a document small: each at the size at which the detector finds its faces. */
const sides = { selfie: 512, document: 768 } as const
const scoreMin = 0.5

let loading: Promise<FaceApi> | undefined
const engine = (): Promise<FaceApi> => (loading ??= load())

/**
 * The package is a bundle for browsers with its models beside it, and runs here on its WebAssembly backend. It looks for
 * a window to tell where it runs, for `require` and `__dirname` to load its engine, and for `fetch` to read it: this
 * process exists for it alone, so it gets them.
 */
async function load(): Promise<FaceApi> {
  const document = { createElement: () => ({ getContext: () => null }) }
  Object.assign(globalThis, {
    window: { document },
    document,
    require,
    __dirname: wasmFolder,
    __filename: `${wasmFolder}x`,
  })
  const fetched = async (path: unknown): Promise<Response> =>
    new Response(new Uint8Array(await readFile(String(path))), { headers: { 'content-type': 'application/wasm' } })
  Object.assign(globalThis, { fetch: fetched })
  const api: FaceApi = await import('@vladmandic/face-api/dist/face-api.esm.js')
  const tf = api.tf as unknown as {
    setWasmPaths(folder: string): void
    setBackend(name: string): Promise<boolean>
    ready(): Promise<void>
    io: { decodeWeights(bytes: ArrayBuffer, specs: unknown): never }
  }
  tf.setWasmPaths(wasmFolder)
  if (!(await tf.setBackend('wasm'))) throw new Error('the engine for faces does not start')
  await tf.ready()
  const weightsOf = async (name: string): Promise<never> => {
    const manifest = JSON.parse(await readFile(modelFile(`${name}-weights_manifest.json`), 'utf8')) as {
      weights: unknown[]
    }[]
    const bytes = new Uint8Array(await readFile(modelFile(`${name}.bin`)))
    return tf.io.decodeWeights(
      bytes.buffer,
      manifest.flatMap(({ weights }) => weights),
    )
  }
  api.nets.tinyFaceDetector.loadFromWeightMap(await weightsOf('tiny_face_detector_model'))
  api.nets.faceLandmark68TinyNet.loadFromWeightMap(await weightsOf('face_landmark_68_tiny_model'))
  api.nets.faceRecognitionNet.loadFromWeightMap(await weightsOf('face_recognition_model'))
  return api
}

const modelFile = (name: string): string => join(packageFolder, 'model', name)

interface Face {
  readonly area: number
  readonly descriptor: Float32Array
}

/** The faces of a picture, the largest first. */
async function facesOf(api: FaceApi, picture: Picture, side: number): Promise<Face[]> {
  const { data, info } = await sharp(picture.rgb, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  })
    .resize({ width: side, height: side, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const tensor = api.tf.tensor3d(new Uint8Array(data), [info.height, info.width, 3], 'int32')
  try {
    const options = new api.TinyFaceDetectorOptions({ inputSize: Math.ceil(side / 32) * 32, scoreThreshold: scoreMin })
    const found = await api.detectAllFaces(tensor, options).withFaceLandmarks(true).withFaceDescriptors()
    return found
      .map(({ detection, descriptor }) => ({ area: detection.box.area, descriptor }))
      .toSorted((a, b) => b.area - a.area)
  } finally {
    tensor.dispose()
  }
}

/** How many faces the selfie and the document show, and how far the largest of each are apart. */
export async function compareFaces(selfie: Picture, document: Picture): Promise<FaceReading> {
  const api = await engine()
  const inSelfie = await facesOf(api, selfie, sides.selfie)
  const onDocument = await facesOf(api, document, sides.document)
  const [one, other] = [inSelfie[0], onDocument[0]]
  const distance = one && other ? api.euclideanDistance(one.descriptor, other.descriptor) : null
  return {
    inSelfie: inSelfie.length,
    onDocument: onDocument.length,
    distance: distance === null ? null : Math.round(distance * 1_000) / 1_000,
  }
}
