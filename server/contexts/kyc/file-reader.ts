import type { FileFault, MediaType } from './file-type.ts'

export interface Probe {
  readonly pages: number
  /** Of the first page, in pixels as it would be read. */
  readonly width: number
  readonly height: number
}

/**
 * Decodes files that strangers have sent, apart from everything else, within bounds of pages, pixels, memory and time.
 * Reading has no effect and may be repeated. What cannot be decoded is an answer. Throws `Unavailable` when no reader
 * can be had.
 */
export interface FileReader {
  probe(bytes: Buffer, mediaType: MediaType): Promise<Probe | { readonly fault: FileFault }>
}
