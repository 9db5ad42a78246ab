import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as faceApi from '@vladmandic/face-api'

export type FaceApi = typeof faceApi

const require = createRequire(import.meta.url)
const packageFolder = dirname(require.resolve('@vladmandic/face-api/package.json'))
const wasmFolder = `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`

/** What compares, for the evidence. */
export const faceReaderName = 'face-api 1.7.15 / tiny_face_detector, face_landmark_68_tiny, face_recognition'

let loading: Promise<FaceApi> | undefined

/** Loaded once for each process, when the first face is looked for. */
export const faceEngine = (): Promise<FaceApi> => (loading ??= load())

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
