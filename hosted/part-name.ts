import type { Part } from './api.ts'
import type { Tell } from './words/index.ts'

/** What a picture shows, in the user's words. */
export const nameOfPart = (part: Part, isPassport: boolean, tell: Tell): string => {
  if (part === 'FRONT') return tell(isPassport ? 'passportFront' : 'front')
  return tell(part === 'BACK' ? 'back_' : 'selfie')
}
