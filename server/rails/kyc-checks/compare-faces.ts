import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FaceReading, FramePart, TurnReading } from '../../contexts/kyc/index.ts'
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
  frame: null,
  grating: null,
}

export interface FacePictures {
  readonly selfie: Picture
  readonly document: Picture
  /** Where the head was turned before the camera. */
  readonly frames: Readonly<Record<FramePart, Picture>> | null
}

export interface FacesSeen {
  readonly faces: FaceReading
  readonly turn: TurnReading | null
}

/** Compares faces in a thread of their own, which stays for the next ones. One call at a time. */
export async function compareFacesApart(pictures: FacePictures): Promise<FacesSeen> {
  thread ??= new Worker(new URL('./face-thread.ts', import.meta.url))
  // Rejects when the thread breaks.
  const answered = once(thread, 'message').catch((error: unknown) => {
    thread = undefined
    throw error
  })
  thread.postMessage(pictures, [])
  const [said] = (await answered) as [FacesSeen | { readonly bug: string }]
  if ('bug' in said) throw new Error(said.bug)
  return said
}
