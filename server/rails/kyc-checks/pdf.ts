import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { getDocument, PasswordResponses, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { bounds, Unreadable } from './task.ts'

const fontFolder = join(import.meta.dirname, '../../../node_modules/pdfjs-dist/standard_fonts/')
const pointsPerInch = 72

/** Opens a PDF for one use. Scripts are never run, nothing is fetched. Throws `Unreadable`. */
export async function withPdf<T>(bytes: Uint8Array, use: (pdf: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const loading = getDocument({
    data: new Uint8Array(bytes),
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    stopAtErrors: true,
    maxImageSize: bounds.pixelsMax,
    canvasMaxAreaInBytes: bounds.pdfPixelsMax * 4,
    standardFontDataUrl: fontFolder,
    verbosity: VerbosityLevel.ERRORS,
  })
  loading.onPassword = (_retry: unknown, reason: number) => {
    if (reason === PasswordResponses.NEED_PASSWORD) throw new Unreadable('encrypted')
  }
  try {
    const pdf = await loading.promise
    const { info } = await pdf.getMetadata()
    // Also where the password is empty: what is locked may change under another reader.
    if ((info as { EncryptFilterName?: unknown }).EncryptFilterName) throw new Unreadable('encrypted')
    if (pdf.numPages > bounds.pagesMax) throw new Unreadable('too-large')
    return await use(pdf)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable((error as Error).name === 'PasswordException' ? 'encrypted' : 'damaged')
  } finally {
    await loading.destroy()
  }
}

/** The pixels of a page, on white. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
): Promise<{ readonly rgba: Buffer; readonly width: number; readonly height: number }> {
  const page = await pdf.getPage(number)
  const natural = page.getViewport({ scale: 1 })
  const scale = Math.min(
    bounds.pdfDotsPerInch / pointsPerInch,
    Math.sqrt(bounds.pdfPixelsMax / (natural.width * natural.height)),
  )
  const viewport = page.getViewport({ scale })
  const [width, height] = [Math.floor(viewport.width), Math.floor(viewport.height)]
  if (width < 1 || height < 1) throw new Unreadable('damaged')
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  await page.render({ canvas: null, canvasContext: context as never, viewport, background: 'white' }).promise
  return { rgba: canvas.data(), width, height }
}
