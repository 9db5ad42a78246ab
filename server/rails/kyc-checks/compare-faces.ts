import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FaceReading } from '../../contexts/kyc/index.ts'
import type { Picture } from './picture.ts'

let thread: Worker | undefined

/** Where there is nothing to compare. */
export const noFaces: FaceReading = {
  inSelfie: 0,
  onDocument: 0,
  distance: null,
  selfieSide: null,
  eyeOpening: null,
  likeness: null,
}

/** Compares faces in a thread of their own, which stays for the next pair. One call at a time. */
export async function compareFacesApart(selfie: Picture, document: Picture): Promise<FaceReading> {
  thread ??= new Worker(new URL('./face-thread.ts', import.meta.url))
  // Rejects when the thread breaks.
  const answered = once(thread, 'message').catch((error: unknown) => {
    thread = undefined
    throw error
  })
  thread.postMessage({ selfie, document }, [])
  const [said] = (await answered) as [{ readonly faces: FaceReading } | { readonly bug: string }]
  if ('bug' in said) throw new Error(said.bug)
  return said.faces
}
