/** What a file is, told by its content alone: neither its name nor what the sender says of it is looked at. */

export const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const
export type MediaType = (typeof mediaTypes)[number]

/** Why a file is not taken. */
export type FileFault = 'type' | 'heic' | 'truncated' | 'polyglot' | 'damaged' | 'encrypted' | 'too-large' | 'too-slow'

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex')
const jpegStart = Buffer.from([0xff, 0xd8, 0xff])
const pdfStart = Buffer.from('%PDF-')
/** How far in readers look for it: a picture with the mark in a comment may be a document too. */
const pdfStartReach = 1_024
/** The end of a ZIP archive, which is read from behind: where it stands last, the file is an archive too. */
const zipEnd = Buffer.from('PK\x05\x06', 'latin1')
const zipEndReach = 65_557

const isAt = (bytes: Buffer, at: number, mark: Buffer): boolean => bytes.subarray(at, at + mark.length).equals(mark)

/** The type by the first bytes; undefined for everything that is not taken. */
export function mediaTypeOf(bytes: Buffer): MediaType | undefined {
  if (isAt(bytes, 0, jpegStart)) return 'image/jpeg'
  if (isAt(bytes, 0, png)) return 'image/png'
  // Readers also look for the mark further in; a file that begins with something else is something else too.
  return isAt(bytes, 0, pdfStart) ? 'application/pdf' : undefined
}

/** Brands of an ISO base media file (ISO/IEC 14496-12) that hold one picture: what iPhones make, and AVIF. */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis'])

const isHeic = (bytes: Buffer): boolean =>
  isAt(bytes, 4, Buffer.from('ftyp')) && heicBrands.has(bytes.toString('latin1', 8, 12))

/** Whether this is one whole file of one accepted type, as far as its frame goes. Its content is decoded elsewhere. */
export function judgeFrame(bytes: Buffer): { readonly mediaType: MediaType } | { readonly fault: FileFault } {
  const mediaType = mediaTypeOf(bytes)
  if (mediaType === undefined) return { fault: isHeic(bytes) ? 'heic' : 'type' }
  if (bytes.subarray(-zipEndReach).includes(zipEnd)) return { fault: 'polyglot' }
  if (mediaType !== 'application/pdf' && bytes.subarray(0, pdfStartReach).includes(pdfStart))
    return { fault: 'polyglot' }
  const fault = faultsOf[mediaType](bytes)
  return fault === undefined ? { mediaType } : { fault }
}

const faultsOf: Readonly<Record<MediaType, (bytes: Buffer) => FileFault | undefined>> = {
  'image/jpeg'(bytes) {
    const end = endOfJpeg(bytes)
    return end === undefined ? 'truncated' : judgeTrailer(bytes.subarray(end))
  },
  'image/png'(bytes) {
    const end = endOfPng(bytes)
    return end === undefined ? 'truncated' : judgeTrailer(bytes.subarray(end))
  },
  'application/pdf'(bytes) {
    // ISO 32000: the last lines give the place of the cross-references and the mark of the end.
    const tail = bytes.subarray(-2_048).toString('latin1')
    const end = tail.lastIndexOf('%%EOF')
    if (end === -1 || !/startxref\s+\d+\s+$/.test(tail.slice(0, end))) return 'truncated'
    return judgeTrailer(Buffer.from(tail.slice(end + 5), 'latin1'))
  },
}

/** Behind the picture may stand padding, and what cameras append: further pictures, a short film, Samsung's own trailer. */
function judgeTrailer(trailer: Buffer): FileFault | undefined {
  if (trailer.every(byte => byte === 0 || byte === 0x0a || byte === 0x0d || byte === 0x20)) return undefined
  const isCamera =
    isAt(trailer, 0, jpegStart) ||
    isAt(trailer, 4, Buffer.from('ftyp')) ||
    isAt(trailer, trailer.length - 4, Buffer.from('SEFT'))
  return isCamera ? undefined : 'polyglot'
}

/** Behind the end mark of the first picture (ITU T.81, B.1.1.2); undefined where it does not come. */
function endOfJpeg(bytes: Buffer): number | undefined {
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) at += 1
    else if (marker === 0xd9) return at + 2
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2
    else {
      at += 2 + bytes.readUInt16BE(at + 2)
      if (marker === 0xda) at = behindScan(bytes, at)
    }
  }
  return bytes[at] === 0xff && bytes[at + 1] === 0xd9 ? at + 2 : undefined
}

/** The next marker behind entropy-coded content: FF is followed by 00 or a restart mark as long as it goes on. */
function behindScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
  }
  return bytes.length
}

/** Behind the last chunk (PNG, section 5.6); undefined where a chunk or the last one is missing. */
function endOfPng(bytes: Buffer): number | undefined {
  let at = png.length
  while (at + 12 <= bytes.length) {
    if (isAt(bytes, at, pngEnd)) return at + pngEnd.length
    at += 12 + bytes.readUInt32BE(at)
  }
  return undefined
}
