import { join } from 'node:path'
import { createCanvas, GlobalFonts, loadImage, type SKRSContext2D } from '@napi-rs/canvas'

/*
 * Specimen documents, drawn: what ICAO Doc 9303 says of the machine-readable zone, on a page that looks like one. The
 * font is DejaVu Sans Mono, whose letters are nearer to OCR-B than those of most; OCR-B itself is nowhere to be had.
 */

const root = join(import.meta.dirname, '../../node_modules')
GlobalFonts.registerFromPath(join(root, 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'), 'Specimen Mono')
GlobalFonts.registerFromPath(join(root, 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), 'Specimen Sans')

/** A part of a photograph, in fractions of its width and height. */
export interface Photograph {
  readonly file: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const example = (name: string): string => join(root, '@vladmandic/face-api/demo', name)
/** One face each, cut from the examples of the face package. */
export const faceOne: Photograph = { file: example('sample2.jpg'), x: 0.66, y: 0.02, width: 0.28, height: 0.42 }
export const faceOther: Photograph = { file: example('sample5.jpg'), x: 0.63, y: 0.2, width: 0.29, height: 0.4 }
export const severalFaces: Photograph = { file: example('sample5.jpg'), x: 0, y: 0, width: 1, height: 1 }

export interface Specimen {
  readonly surname: string
  readonly givenNames: string
  readonly number: string
  /** ICAO codes of three letters. */
  readonly issuer: string
  readonly nationality: string
  /** YYYY-MM-DD. */
  readonly birthDate: string
  readonly expiryDate: string
  readonly sex: 'F' | 'M'
}

export const anna: Specimen = {
  surname: 'NOWAK',
  givenNames: 'ANNA MARIA',
  number: 'EH1234567',
  issuer: 'POL',
  nationality: 'POL',
  birthDate: '1990-04-12',
  expiryDate: '2031-05-31',
  sex: 'F',
}

const valueOf = (character: string): number => {
  if (character === '<') return 0
  return /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55
}

/** ICAO Doc 9303-3, section 4.9: weights 7, 3, 1. */
const checkDigit = (text: string): string =>
  String([...text].reduce((sum, character, index) => sum + valueOf(character) * ([7, 3, 1][index % 3] ?? 0), 0) % 10)

const checked = (text: string): string => text + checkDigit(text)
const filled = (text: string, length: number): string => text.replaceAll(' ', '<').padEnd(length, '<').slice(0, length)
const short = (date: string): string => date.slice(2).replaceAll('-', '')

/** The two lines of a passport (TD3). */
export function passportLines(person: Specimen): [string, string] {
  const first = filled(`P<${person.issuer}${person.surname}<<${person.givenNames}`, 44)
  const number = checked(filled(person.number, 9))
  const [birth, expiry] = [checked(short(person.birthDate)), checked(short(person.expiryDate))]
  const optional = checked(filled('', 14))
  const second = `${number}${person.nationality}${birth}${person.sex}${expiry}${optional}`
  return [first, second + checkDigit(number + birth + expiry + optional)]
}

/** The three lines of a card (TD1), which stand on its back. */
export function cardLines(person: Specimen): [string, string, string] {
  const number = checked(filled(person.number, 9))
  const [birth, expiry] = [checked(short(person.birthDate)), checked(short(person.expiryDate))]
  const first = filled(`I<${person.issuer}${number}`, 30)
  const second = filled(`${birth}${person.sex}${expiry}${person.nationality}`, 29)
  const whole = first.slice(5) + birth + expiry + second.slice(18, 29)
  return [first, second + checkDigit(whole), filled(`${person.surname}<<${person.givenNames}`, 30)]
}

/** Another digit in one place of a line: what somebody does who alters a document. */
export const altered = (line: string, at: number): string =>
  line.slice(0, at) + String((Number(line[at]) + 3) % 10) + line.slice(at + 1)

async function drawPhotograph(
  context: SKRSContext2D,
  { file, x, y, width, height }: Photograph,
  to: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Promise<void> {
  const image = await loadImage(file)
  const [w, h] = [image.width, image.height]
  context.drawImage(image, x * w, y * h, width * w, height * h, to.left, to.top, to.width, to.height)
}

export interface PageOptions {
  readonly lines?: readonly string[]
  readonly portrait?: Photograph | null
}

/** The page of a passport with photograph and machine-readable zone, as a jpeg of 300 dots an inch. */
export async function makePassport(
  person: Specimen = anna,
  { lines, portrait = faceOne }: PageOptions = {},
): Promise<Buffer> {
  const canvas = createCanvas(1_476, 1_040)
  const context = canvas.getContext('2d')
  context.fillStyle = '#eef1e6'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.strokeStyle = '#cdd8c0'
  for (let x = -1_040; x < 1_476; x += 26) {
    context.beginPath()
    context.moveTo(x, 0)
    context.lineTo(x + 1_040, 1_040)
    context.stroke()
  }
  context.fillStyle = '#eef1e6'
  context.fillRect(0, 780, canvas.width, 260)
  context.fillStyle = '#202428'
  context.font = '34px "Specimen Sans"'
  context.fillText('PASSPORT  SPECIMEN', 60, 80)
  const fields = [
    ['Surname', person.surname],
    ['Given names', person.givenNames],
    ['Nationality', person.nationality],
    ['Date of birth', person.birthDate],
    ['Document number', person.number],
    ['Date of expiry', person.expiryDate],
  ]
  for (const [index, [name = '', value = '']] of fields.entries()) {
    context.font = '20px "Specimen Sans"'
    context.fillText(name, 560, 160 + index * 92)
    context.font = '32px "Specimen Sans"'
    context.fillText(value, 560, 198 + index * 92)
  }
  if (portrait !== null) await drawPhotograph(context, portrait, { left: 70, top: 180, width: 430, height: 450 })
  drawZone(context, lines ?? passportLines(person), { left: 50, bottom: 985, width: 1_376 })
  return canvas.encode('jpeg', 92)
}

/** The back of a card, with its machine-readable zone. */
export async function makeCardBack(person: Specimen = anna, { lines }: PageOptions = {}): Promise<Buffer> {
  const canvas = createCanvas(1_011, 638)
  const context = canvas.getContext('2d')
  context.fillStyle = '#f0f2f5'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#202428'
  context.font = '24px "Specimen Sans"'
  context.fillText('IDENTITY CARD  SPECIMEN', 60, 80)
  drawZone(context, lines ?? cardLines(person), { left: 40, bottom: 600, width: 930 })
  return canvas.encode('jpeg', 92)
}

function drawZone(
  context: SKRSContext2D,
  lines: readonly string[],
  place: { readonly left: number; readonly bottom: number; readonly width: number },
): void {
  const longest = Math.max(...lines.map(line => line.length))
  // A letter of DejaVu Sans Mono is 0.602 of its size wide.
  const size = place.width / longest / 0.602
  context.fillStyle = '#101214'
  context.font = `${size}px "Specimen Mono"`
  for (const [index, line] of lines.entries()) {
    context.fillText(line, place.left, place.bottom - (lines.length - 1 - index) * size * 1.55)
  }
}

/** A letter of some lines, in whatever script, as it would be photographed. */
export async function makeLetter(lines: readonly string[]): Promise<Buffer> {
  const canvas = createCanvas(1_240, 120 + lines.length * 90)
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#111'
  context.font = '34px "Specimen Sans"'
  for (const [index, line] of lines.entries()) context.fillText(line, 80, 120 + index * 90)
  return canvas.encode('jpeg', 92)
}

/** A selfie: the photograph as another camera would have taken it. Another brightness is another file. */
export async function makeSelfie(photograph: Photograph = faceOne, brightness = 1.08): Promise<Buffer> {
  const image = await loadImage(photograph.file)
  const height = Math.round((900 * photograph.height * image.height) / (photograph.width * image.width))
  const canvas = createCanvas(900, height)
  const context = canvas.getContext('2d')
  context.filter = `brightness(${brightness})`
  context.translate(canvas.width, 0)
  context.scale(-1, 1)
  await drawPhotograph(context, photograph, { left: 0, top: 0, width: 900, height })
  return canvas.encode('jpeg', 90)
}
