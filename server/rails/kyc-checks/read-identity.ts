import type { IdentityReading, KycPart, PictureQuality } from '../../contexts/kyc/index.ts'
import { compareFaces, faceReaderName } from './faces.ts'
import { decode, type Picture } from './picture.ts'
import { measureQuality } from './quality.ts'
import { recogniserName, recogniseZone } from './recognise.ts'
import { type FileAsked, Unreadable } from './task.ts'

/** A file of a verification cannot be decoded any more, although it could when it was taken. */
export class UnreadablePart extends Unreadable {
  readonly part: KycPart

  constructor(part: KycPart, cause: Unreadable) {
    super(cause.fault)
    this.part = part
  }
}

/** Everything that can be seen on the files of one verification. Letters and faces are read at the same time. */
export async function readIdentity(
  files: Readonly<Partial<Record<KycPart, FileAsked>>>,
): Promise<Omit<IdentityReading, 'isSpecimen'>> {
  const pictures: Partial<Record<KycPart, Picture>> = {}
  const quality: Partial<Record<KycPart, PictureQuality>> = {}
  for (const [part, file] of Object.entries(files) as [KycPart, FileAsked][]) {
    const picture = await decodePart(part, file)
    pictures[part] = picture
    quality[part] = await measureQuality(picture)
  }
  const { FRONT: front, BACK: back, SELFIE: selfie } = pictures
  const [zone, faces] = await Promise.all([
    zoneOf([back, front]),
    selfie && front ? compareFaces(selfie, front) : { inSelfie: 0, onDocument: 0, distance: null },
  ])
  return { quality, zone, faces, reader: `${recogniserName}; ${faceReaderName}` }
}

/** A card has its zone on the back, a passport on the page with the photograph. */
async function zoneOf(pictures: readonly (Picture | undefined)[]): Promise<IdentityReading['zone']> {
  for (const picture of pictures) {
    const zone = picture && (await recogniseZone(picture))
    if (zone) return zone
  }
  return null
}

async function decodePart(part: KycPart, { bytes, mediaType }: FileAsked): Promise<Picture> {
  try {
    return await decode(bytes, mediaType)
  } catch (error) {
    throw error instanceof Unreadable ? new UnreadablePart(part, error) : error
  }
}
