import { UnwritableMessage } from './malformed.ts'

/** XML 1.0 "Char": everything else cannot stand in a document, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** Builds one document: no layout, no choices, so that the same value always gives the same bytes. */
export class XmlWriter {
  #text = '<?xml version="1.0" encoding="UTF-8"?>\n'

  open(name: string, attributes = ''): void {
    this.#text += `<${name}${attributes}>`
  }

  close(name: string): void {
    this.#text += `</${name}>`
  }

  /** An element with text alone. `attributes` is ready text, from `attribute`. */
  leaf(name: string, text: string, attributes = ''): void {
    this.#text += `<${name}${attributes}>${escapeText(text)}</${name}>`
  }

  bytes(): Uint8Array {
    return new TextEncoder().encode(this.#text)
  }
}

export function attribute(name: string, value: string): string {
  return ` ${name}="${escapeText(value).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')}"`
}

/** @throws UnwritableMessage for characters that XML cannot carry */
function escapeText(text: string): string {
  if (FORBIDDEN.test(text)) throw new UnwritableMessage('a character that XML cannot carry')
  if (!/[&<>\r]/.test(text)) return text
  // A bare carriage return would be read back as a line feed (XML 1.0, 2.11).
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
}
