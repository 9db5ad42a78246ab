import type { PaperReading } from '../../contexts/kyc/index.ts'
import { withPdf } from './pdf.ts'
import { decodeForReading } from './picture.ts'
import { recogniserName, recogniseText } from './recognise.ts'
import type { FileAsked } from './task.ts'

/** Fewer letters than this on the pages of a PDF: it is a scan. */
const lettersMin = 40

/** The text of a document: as written in a PDF, else as it can be read from the picture of its first page. */
export async function readPaper(files: readonly FileAsked[]): Promise<PaperReading> {
  const pages: string[] = []
  let confidence: number | null = null
  for (const { bytes, mediaType } of files) {
    const written = mediaType === 'application/pdf' ? await textOf(bytes) : []
    if (written.join('').replaceAll(/[^\p{L}\p{N}]/gu, '').length >= lettersMin) {
      pages.push(...written)
      continue
    }
    const recognised = await recogniseText(await decodeForReading(bytes, mediaType))
    pages.push(recognised.text)
    confidence = Math.min(confidence ?? 100, recognised.confidence)
  }
  const isText = confidence === null
  return { pages, isText, confidence, reader: isText ? 'pdfjs 6' : recogniserName }
}

const textOf = (bytes: Uint8Array): Promise<string[]> =>
  withPdf(bytes, async pdf => {
    const pages = []
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const { items } = await (await pdf.getPage(number)).getTextContent()
      pages.push(items.map(item => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : '')).join(''))
    }
    return pages
  })
