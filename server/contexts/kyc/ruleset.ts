/*
 * What decides a verification, as data. A check finds reasons; this table says what each one leads to, and where the
 * lines are drawn. Whoever changes anything here gives it a new version: every check keeps the version that it ran under.
 */

export type Outcome = 'PASS' | 'REVIEW' | 'REJECT'
export type RiskLevel = 'LOW' | 'MEDIUM' | 'HIGH'

interface Consequence {
  /** REJECT only where a person would see nothing else on the same files; whatever a machine may misread is REVIEW. */
  readonly outcome: Exclude<Outcome, 'PASS'>
  readonly risk: RiskLevel
  /** For the reviewer and the partner. */
  readonly meaning: string
}

const review = (meaning: string, risk: RiskLevel = 'MEDIUM'): Consequence => ({ outcome: 'REVIEW', risk, meaning })
const rejection = (meaning: string, risk: RiskLevel = 'MEDIUM'): Consequence => ({ outcome: 'REJECT', risk, meaning })

export const reasons = {
  DOCUMENT_UNREADABLE: review('No machine-readable zone was found on the document.'),
  DOCUMENT_CHECK_DIGITS: review(
    'A check digit of the machine-readable zone does not agree: misread or altered.',
    'HIGH',
  ),
  DOCUMENT_TYPE_MISMATCH: review('The document is of another kind than was said.'),
  DOCUMENT_NUMBER_MISMATCH: review('The number on the document is another one than was said.'),
  DOCUMENT_EXPIRED: rejection('The document is valid no longer.'),
  NAME_MISMATCH: review('The name on the document is another one than was said.'),
  BIRTH_DATE_MISMATCH: review('The day of birth on the document is another one than was said.'),
  NATIONALITY_MISMATCH: review('The nationality on the document is another one than was said.'),
  UNDERAGE: rejection('The person is too young.'),
  PESEL_CHECK_DIGIT: review('The check digit of the PESEL does not agree.'),
  PESEL_MISMATCH: review('The PESEL is of another day of birth.'),
  IMAGE_TOO_SMALL: review('A picture has too few pixels.'),
  IMAGE_BLURRED: review('A picture is blurred.'),
  IMAGE_LIGHT: review('A picture is too dark, too bright or burnt out.'),
  SELFIE_WITHOUT_FACE: review('The selfie shows no face.'),
  SELFIE_SEVERAL_FACES: review('The selfie shows several faces.'),
  SELFIE_FACE_SMALL: review('The face on the selfie is too small to be compared.'),
  SELFIE_EYES_CLOSED: review('The eyes on the selfie are closed.'),
  SELFIE_OF_DOCUMENT: review('The selfie shows the very photograph that is on the document.', 'HIGH'),
  SELFIE_IN_FRAME: review('The face of the selfie stands in a frame: the border of a print, or the edge of a screen.'),
  SELFIE_PATTERN: review('A regular pattern lies over the face of the selfie, as that of a screen or a print.'),
  CHALLENGE_UNDONE: review('The head was not turned before the camera, as it was asked for.'),
  CHALLENGE_FACE: review('A frame of the turned head shows no face, or somebody else.', 'HIGH'),
  CHALLENGE_TURN: review('The head is not turned to the side that was asked for.'),
  CHALLENGE_FLAT: review('The frames of the turned head are views of one flat picture.', 'HIGH'),
  PORTRAIT_NOT_FOUND: review('No face was found on the document.'),
  FACE_MISMATCH: review('The face of the selfie is not clearly that of the document.', 'HIGH'),
  DUPLICATE_DOCUMENT: review('Another user has a document of this number.', 'HIGH'),
  DUPLICATE_PERSON: review('Another user has this name and day of birth.', 'HIGH'),
  DUPLICATE_FILE: review('The same file was sent for another user.', 'HIGH'),
  PERSON_RISK: review('The operator sees a high risk in the person.', 'HIGH'),
  COUNTRY_RISK: review('The person comes from, or the document was issued by, a country that is not served.', 'HIGH'),
  ADDRESS_UNREADABLE: review('The proof of address could not be read: a poor picture, or another script than Latin.'),
  ADDRESS_NAME_MISMATCH: review('The name of the user is not on the proof of address.'),
  ADDRESS_MISMATCH: review('The address of the user is not on the proof of address.'),
  ADDRESS_DATE_MISSING: review('The proof of address bears no date that could be read.'),
  ADDRESS_TOO_OLD: rejection('The proof of address is older than three months.'),
  CHECK_UNAVAILABLE: review('A check could not be made.'),
} as const satisfies Readonly<Record<string, Consequence>>

export type Reason = keyof typeof reasons

export const ruleset = {
  version: '2026-11-3',
  ageMinYears: 18,
  /** Out of 100, of names in Latin letters without accents. */
  nameScoreMin: 88,
  picture: { shortSideMin: 480, brightnessMin: 40, brightnessMax: 248, glareMax: 0.4 },
  /** Of documents, full of letters and lines; a face is smooth. */
  sharpnessMin: { document: 6, selfie: 1.2 },
  /** Between two faces, as the built-in reader measures: above it they are looked at by a person. */
  faceDistanceMax: 0.5,
  /**
   * Of a selfie: least width of the face in pixels, of which the comparison uses 150; least height ÷ width of an eye; how
   * alike the pixels of two photographs of one person may be. Measured: open eyes 0.25 to 0.43; prints of one photograph
   * 0.93 and more, different photographs at most 0.79. How much of each side of a frame may be there, and how high a regular
   * pattern may stand out: photographs have at most 0.83 and 12, prints with a border mostly 1 and screens 42 to 1,850.
   */
  selfie: { faceSideMin: 120, eyeOpeningMin: 0.15, likenessMax: 0.87, frameMax: 0.9, gratingMax: 25 },
  /**
   * Of the frames of a turned head, in eye distances: how far the nose moves on each frame and between both, and what no
   * flat picture explains; and the distance of a face from the selfie's, larger since it is seen from the side. Measured:
   * heads turned by 18 degrees and more 0.20 to 0.51 and 0.136 to 0.383, flat pictures turned by up to 52 at most 0.12 of
   * movement; turned faces of one person at most 0.49.
   */
  challenge: {
    /** Also where the selfie was uploaded by a partner: then nobody is approved without it but by a person. */
    isAskedOfAll: false as boolean,
    sideMin: 0.05,
    turnMin: 0.18,
    depthMin: 0.11,
    distanceMax: 0.55,
  },
  /**
   * Of a proof of address: least letters of a text, confidence of what was read from pictures, part of the letters that are
   * Latin; months of age; part of the words of an address that must be there. Measured: pages in Latin letters are read
   * with a confidence of 95, in Armenian, Georgian, Cyrillic and Hebrew ones with 39 to 54.
   */
  address: { lettersMin: 40, confidenceMin: 70, latinMin: 0.5, ageMaxMonths: 3, wordsMin: 0.75 },
} as const
