import { MalformedMessage, WHOLE_LIMITS } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import type { Message } from './message.ts'
import { findPiece } from './message-store.ts'

async function openPiece(kernel: Kernel, { id, dataKeyId }: Message, number: number): Promise<Buffer | undefined> {
  const sealed = await findPiece(kernel.pool, id, number)
  return sealed && kernel.vault.open(NIL_ID, dataKeyId, sealed)
}

/** Its bytes, a piece at a time. */
export async function* openPieces(kernel: Kernel, message: Message): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const piece = await openPiece(kernel, message, number)
    if (piece === undefined) return
    yield piece
  }
}

/** Enough to tell what it is. */
export const openFirstPiece = async (kernel: Kernel, message: Message): Promise<Uint8Array> =>
  (await openPiece(kernel, message, 0)) ?? Buffer.alloc(0)

/** All of its bytes. Throws `MalformedMessage` where it is longer than a message that is not streamed may be. */
export async function openWhole(kernel: Kernel, message: Message): Promise<Uint8Array> {
  if (message.sizeBytes > WHOLE_LIMITS.maxBytes)
    throw new MalformedMessage(`longer than ${WHOLE_LIMITS.maxBytes} bytes`)
  const pieces: Uint8Array[] = []
  for await (const piece of openPieces(kernel, message)) pieces.push(piece)
  return Buffer.concat(pieces)
}
