import type { IdentityReading, KycPart } from '../../contexts/kyc/index.ts'
import { compareFacesApart, noFaces } from './compare-faces.ts'
import { faceReaderName } from './face-engine.ts'

import { decodeForReading, type Picture } from './picture.ts'
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

/**
 * Everything that can be seen on the files of one verification. Letters and faces are read at the same time, each
 * in a thread of its own, so that a verification takes little longer than the slower of the two.
 */
export async function readIdentity(
  files: Readonly<Partial<Record<KycPart, FileAsked>>>,
): Promise<Omit<IdentityReading, 'isSpecimen'>> {
  const asked = Object.entries(files) as [KycPart, FileAsked][]
  // One after the other: a decoder takes much memory for a moment.
  const decoded: (readonly [KycPart, Picture])[] = []
  for (const [part, file] of asked) decoded.push([part, await decodePart(part, file)])
  const pictures = Object.fromEntries(decoded) as Partial<Record<KycPart, Picture>>
  const { FRONT: front, BACK: back, SELFIE: selfie, LEFT, RIGHT } = pictures
  const frames = LEFT && RIGHT ? { LEFT, RIGHT } : null
  const [zone, { faces, turn }, quality] = await Promise.all([
    zoneOf([back, front]),
    selfie && front ? compareFacesApart({ selfie, document: front, frames }) : { faces: noFaces, turn: null },
    Promise.all(decoded.map(async ([part, picture]) => [part, await measureQuality(picture)] as const)),
  ])
  return {
    quality: Object.fromEntries(quality),
    zone,
    faces,
    turn,
    reader: `${recogniserName}; ${faceReaderName}`,
  }
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
    return await decodeForReading(bytes, mediaType)
  } catch (error) {
    throw error instanceof Unreadable ? new UnreadablePart(part, error) : error
  }
}
