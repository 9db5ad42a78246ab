import { parentPort } from 'node:worker_threads'
import { compareFaces } from './faces.ts'
import type { Picture } from './picture.ts'

/*
 * The thread that compares faces: it computes for tenths of a second without a pause, and whoever reads letters meanwhile
 * must not wait for that. One verification at a time.
 */

/** A picture on its way between threads: what was a buffer arrives as plain bytes. */
export type SentPicture = Omit<Picture, 'rgb'> & { readonly rgb: Uint8Array }

const received = ({ rgb, ...rest }: SentPicture): Picture => ({
  ...rest,
  rgb: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength),
})

interface SentPictures {
  readonly selfie: SentPicture
  readonly document: SentPicture
  readonly frames: { readonly LEFT: SentPicture; readonly RIGHT: SentPicture } | null
}

parentPort?.on('message', ({ selfie, document, frames }: SentPictures) => {
  compareFaces({
    selfie: received(selfie),
    document: received(document),
    frames: frames && { LEFT: received(frames.LEFT), RIGHT: received(frames.RIGHT) },
  }).then(
    seen => parentPort?.postMessage(seen, []),
    (error: Error) => parentPort?.postMessage({ bug: error.stack ?? error.message }, []),
  )
})
