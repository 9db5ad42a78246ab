/** A PDF of these objects (from number 1 on; the first is the catalogue), with its cross-references. */
function pdfOf(objects: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const at = text.length
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

const streamOf = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`

const escaped = (line: string): string => line.replaceAll(/[\\()]/g, character => `\\${character}`)

export interface PaperOptions {
  readonly pages?: number
  /** Points: an A4 page unless told otherwise. */
  readonly width?: number
  readonly height?: number
  /** Asks for a password. */
  readonly encrypted?: boolean
}

/** A PDF with these lines of text on each page. */
export function makePaper(
  lines: readonly string[],
  { pages = 1, width = 595, height = 842, encrypted = false }: PaperOptions = {},
): Buffer {
  const numbers = Array.from({ length: pages }, (_, index) => index + 5)
  const shown = lines.map(line => `(${escaped(line)}) Tj T*`).join(' ')
  const noise = `<${'5a'.repeat(32)}>`
  return pdfOf(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${numbers.map(number => `${number} 0 R`).join(' ')}] /Count ${pages} >>`,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      streamOf(`BT /F1 14 Tf 20 TL 60 ${height - 80} Td ${shown} ET`),
      ...numbers.map(
        () =>
          `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      ),
    ],
    encrypted
      ? `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${noise} /U ${noise} /P -4 >> /ID [${noise} ${noise}] `
      : '',
  )
}
