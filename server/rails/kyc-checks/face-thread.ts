import { parentPort } from 'node:worker_threads'
import { compareFaces } from './faces.ts'
import type { Picture } from './picture.ts'

/*
 * The thread that compares faces: it computes for tenths of a second without a pause, and whoever reads letters meanwhile
 * must not wait for that. One pair at a time.
 */

/** A picture on its way between threads: what was a buffer arrives as plain bytes. */
export type SentPicture = Omit<Picture, 'rgb'> & { readonly rgb: Uint8Array }

const received = ({ rgb, ...rest }: SentPicture): Picture => ({
  ...rest,
  rgb: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength),
})

parentPort?.on('message', ({ selfie, document }: { selfie: SentPicture; document: SentPicture }) => {
  compareFaces(received(selfie), received(document)).then(
    faces => parentPort?.postMessage({ faces }, []),
    (error: Error) => parentPort?.postMessage({ bug: error.stack ?? error.message }, []),
  )
})
