import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import type { MachineZone } from '../../contexts/kyc/index.ts'
import type { Grey } from './grey.ts'
import type { Picture } from './picture.ts'
import { hasZoneShape, readZone } from './zone.ts'

const require = createRequire(import.meta.url)
const languageFolder = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int')

const zoneLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'
/** Heights of a letter in pixels at which a line is read until the check digits agree; measured on specimens. */
const lineHeights = [24, 28, 20] as const
/** Below this a letter counts as ink; the paper of documents is light by ICAO's own rule. */
const inkBelow = 110
/** A line of a zone has at least 30 letters, so a row through it changes between ink and paper this often. */
const changesMin = 30
const bandHeightMin = 8
const bandsMax = 6
/** The zone is looked for in pictures of at most this width: more pixels say nothing more of letters. */
const widthMax = 2_000

let loading: Promise<Worker> | undefined
const engine = (): Promise<Worker> =>
  (loading ??= createWorker('eng', OEM.LSTM_ONLY, { langPath: languageFolder, cacheMethod: 'none', gzip: true }))

/** What reads, for the evidence. */
export const recogniserName = 'tesseract.js 7 / eng 4.0.0_best_int'

interface Band {
  readonly top: number
  readonly bottom: number
}

/** The machine-readable zone of a picture. One whose check digits agree where there is one; null where there is none. */
export async function recogniseZone(picture: Picture): Promise<MachineZone | null> {
  const { data, info } = await sharp(picture.rgb, raw(picture))
    .resize({ width: Math.min(picture.width, widthMax) })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const grey = { data, width: info.width, height: info.height }
  const bands = bandsOf(grey).slice(-bandsMax)
  if (bands.length < 2) return null
  const worker = await engine()
  await worker.setParameters({ tessedit_char_whitelist: zoneLetters, tessedit_pageseg_mode: PSM.SINGLE_LINE })
  let best: MachineZone | null = null
  for (const height of lineHeights) {
    const zone = await zoneFromBelow(bands, band => readLine(worker, grey, band, height))
    if (zone !== undefined && (best === null || zone.wrongChecks.length < best.wrongChecks.length)) best = zone
    if (best?.wrongChecks.length === 0) break
  }
  return best
}

/** The lowest three or two lines that have the shape of a zone; what stands above them is not read. */
async function zoneFromBelow(
  bands: readonly Band[],
  read: (band: Band) => Promise<string>,
): Promise<MachineZone | undefined> {
  const lines: string[] = []
  for (const band of bands.toReversed()) {
    lines.unshift(await read(band))
    for (const count of [3, 2]) {
      const some = lines.slice(0, count)
      const zone = hasZoneShape(some) ? readZone(some) : undefined
      if (zone !== undefined) return zone
    }
  }
  return undefined
}

/** Rows that change between ink and paper as often as a line of a zone does, in runs. */
function bandsOf({ data, width, height }: Grey): Band[] {
  const bands: Band[] = []
  let start = -1
  for (let y = 0; y <= height; y += 1) {
    const isText = y < height && changesIn(data.subarray(y * width, (y + 1) * width)) >= changesMin
    if (isText && start < 0) start = y
    if (!isText && start >= 0) {
      if (y - start >= bandHeightMin) bands.push({ top: start, bottom: y })
      start = -1
    }
  }
  return bands
}

function changesIn(row: Buffer): number {
  let changes = 0
  let wasInk = false
  for (const value of row) {
    const isInk = value < inkBelow
    if (isInk !== wasInk) changes += 1
    wasInk = isInk
  }
  return changes
}

/** One line, cropped apart with half a line of paper around it: read best so. */
async function readLine(worker: Worker, grey: Grey, { top, bottom }: Band, letterHeight: number): Promise<string> {
  const pad = Math.round((bottom - top) / 2)
  const [from, to] = [Math.max(0, top - pad), Math.min(grey.height, bottom + pad)]
  const line = await sharp(grey.data, { raw: { width: grey.width, height: grey.height, channels: 1 } })
    .extract({ left: 0, top: from, width: grey.width, height: to - from })
    .resize({ height: Math.round((letterHeight * (to - from)) / (bottom - top)) })
    .normalise()
    .png({ compressionLevel: 1 })
    .toBuffer()
  const { data } = await worker.recognize(line)
  return data.text.replaceAll(/\s/g, '')
}

/** All text of a picture in Latin script. Another script is read as Latin letters that mean nothing, with little confidence. */
export async function recogniseText(picture: Picture): Promise<{ readonly text: string; readonly confidence: number }> {
  const worker = await engine()
  await worker.setParameters({ tessedit_char_whitelist: '', tessedit_pageseg_mode: PSM.AUTO })
  const page = await sharp(picture.rgb, raw(picture))
    .resize({ width: Math.min(picture.width, widthMax) })
    .greyscale()
    .png({ compressionLevel: 1 })
    .toBuffer()
  const { text, confidence } = (await worker.recognize(page)).data
  return { text, confidence }
}

const raw = ({ width, height }: Picture) => ({ raw: { width, height, channels: 3 as const } })
