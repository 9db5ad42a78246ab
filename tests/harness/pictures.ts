import { randomBytes } from 'node:crypto'
import sharp from 'sharp'

/** A small picture that no other call has made: a grey card with a corner of its own colour. */
export const makePicture = (type: 'png' | 'jpeg' = 'png'): Promise<Buffer> => {
  const [r = 0, g = 0, b = 0, x = 0, y = 0] = randomBytes(5)
  const corner = { create: { width: 40, height: 30, channels: 3, background: { r, g, b } } } as const
  return sharp({ create: { width: 600, height: 400, channels: 3, background: '#d8d8d8' } })
    .composite([{ input: corner, left: x, top: y }])
    .toFormat(type)
    .toBuffer()
}

/** A form of these files, as a browser would send it. */
export function formOf(files: readonly (readonly [name: string, bytes: Buffer])[]): FormData {
  const form = new FormData()
  for (const [name, bytes] of files) form.append(name, new Blob([new Uint8Array(bytes)]), `${name}.bin`)
  return form
}
