import { SaxesParser, type XMLDecl } from 'saxes'
import { MalformedMessage } from './malformed.ts'

/** One element of an inbound message. `name` is the local name; of another namespace than the message's, `{namespace}name`. */
export interface XmlElement {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly text?: string
  readonly children?: readonly XmlElement[]
}

/** How much of a message is read before it is refused. */
export interface XmlLimits {
  /** The whole message, in bytes. */
  readonly maxBytes: number
  /** What is held in memory at once, in UTF-16 units: one streamed entry, or a whole message that is not streamed. */
  readonly maxHeldLength: number
  /** The same in elements: one costs a hundred bytes or so, however short it is. */
  readonly maxHeldElements: number
  readonly maxDepth: number
}

/** For messages read as a whole. */
export const WHOLE_LIMITS: XmlLimits = {
  maxBytes: 32 * 2 ** 20,
  maxHeldLength: 32 * 2 ** 20,
  maxHeldElements: 1_000_000,
  maxDepth: 64,
}
/** For messages read entry by entry. */
export const STREAM_LIMITS: XmlLimits = {
  maxBytes: 2 ** 30,
  maxHeldLength: 16 * 2 ** 20,
  maxHeldElements: 500_000,
  maxDepth: 64,
}

interface OpenElement {
  name: string
  attributes?: Record<string, string>
  text?: string
  children?: XmlElement[]
}

/** Watches a message go by. */
export interface XmlWatcher {
  /** An element began; `ancestors` from the root down, without it. May throw to refuse the message early. */
  opened?(element: XmlElement, ancestors: readonly XmlElement[]): void
  /** An element ended. True: it was dealt with and is not kept in its parent (that is how memory stays flat). */
  closed?(element: XmlElement, ancestors: readonly XmlElement[]): boolean
}

/** Decoded piece by piece, so that a chunk of any size costs no more memory than this. */
export const PIECE_BYTES = 64 * 1024
const XMLNS = 'http://www.w3.org/2000/xmlns/'
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * Reads one XML document from chunks of bytes. Only what ISO 20022 needs is let through: UTF-8 (a byte order mark is
 * fine), XML 1.0, no document type, hence no entities beyond the five built in, one root, bounded depth and size.
 *
 * @param namespace the message's; elements of another one keep it in their name
 * @throws MalformedMessage from `push` and `end`; after that the reader is of no more use
 */
export class XmlReader {
  #parser = new SaxesParser({ xmlns: true, position: false })
  #decoder = new TextDecoder('utf-8', { fatal: true })
  #stack: OpenElement[] = []
  #root: XmlElement | undefined
  #bytes = 0
  #held = 0
  #heldElements = 0
  #limits: XmlLimits

  constructor(namespace: string, limits: XmlLimits, watcher: XmlWatcher = {}) {
    this.#limits = limits
    const stack = this.#stack
    const parser = this.#parser
    // Six handlers and no seventh: with it the parser's object falls into V8's dictionary mode and reads at a quarter of the speed.
    parser.on('error', error => {
      throw new MalformedMessage(`not well-formed XML: ${error.message}`, this.#where())
    })
    parser.on('doctype', () => {
      throw new MalformedMessage('a document type is not accepted')
    })
    parser.on('opentag', tag => {
      if (stack.length === 0) checkDeclaration(parser.xmlDecl)
      if (stack.length >= limits.maxDepth) {
        throw new MalformedMessage(`elements are nested deeper than ${limits.maxDepth}`)
      }
      this.#heldElements += 1
      if (this.#heldElements > limits.maxHeldElements) {
        throw new MalformedMessage(`more than ${limits.maxHeldElements} elements in one piece`, this.#where())
      }
      const element: OpenElement = { name: tag.uri === namespace ? tag.local : `{${tag.uri}}${tag.local}` }
      for (const key in tag.attributes) {
        const attribute = tag.attributes[key]
        if (attribute === undefined || attribute.uri === XMLNS) continue
        // A hint where a schema might be found: of no meaning to the message.
        if (attribute.uri === XSI && attribute.local.endsWith('chemaLocation')) continue
        element.attributes ??= Object.create(null) as Record<string, string>
        element.attributes[attribute.uri === '' ? attribute.local : `{${attribute.uri}}${attribute.local}`] =
          attribute.value
      }
      watcher.opened?.(element, stack)
      stack.push(element)
    })
    const append = (text: string) => {
      const top = stack[stack.length - 1]
      if (top !== undefined) top.text = top.text === undefined ? text : top.text + text
    }
    parser.on('text', append)
    parser.on('cdata', append)
    parser.on('closetag', () => {
      const element = stack.pop()
      if (element === undefined) return
      // Between elements white space is layout.
      if (element.children !== undefined && element.text !== undefined && element.text.trim() === '') {
        delete element.text
      }
      if (watcher.closed?.(element, stack) === true) {
        this.#held = 0
        this.#heldElements = 0
        return
      }
      const parent = stack[stack.length - 1]
      if (parent === undefined) this.#root = element
      else if (parent.children === undefined) parent.children = [element]
      else parent.children.push(element)
    })
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength
    if (this.#bytes > this.#limits.maxBytes) {
      throw new MalformedMessage(`larger than ${this.#limits.maxBytes} bytes`)
    }
    for (let start = 0; start < chunk.byteLength; start += PIECE_BYTES) {
      this.#feed(this.#decode(chunk.subarray(start, start + PIECE_BYTES), true))
    }
  }

  /** To be called after the last chunk; gives the root with whatever the watcher did not take. */
  end(): XmlElement {
    this.#feed(this.#decode(new Uint8Array(0), false))
    this.#parser.close()
    if (this.#root === undefined) throw new MalformedMessage('no XML element')
    return this.#root
  }

  #decode(bytes: Uint8Array, more: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream: more })
    } catch {
      throw new MalformedMessage('not valid UTF-8', this.#where())
    }
  }

  #feed(text: string): void {
    if (text === '') return
    this.#held += text.length
    if (this.#held > this.#limits.maxHeldLength) {
      throw new MalformedMessage(`more than ${this.#limits.maxHeldLength} characters in one piece`, this.#where())
    }
    this.#parser.write(text)
  }

  #where(): string {
    return this.#stack.map(element => element.name).join('/')
  }
}

/** @throws MalformedMessage */
function checkDeclaration({ version, encoding }: XMLDecl): void {
  if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') {
    throw new MalformedMessage(`encoding ${encoding} is declared, only UTF-8 is accepted`)
  }
  if (version !== undefined && version !== '1.0') throw new MalformedMessage(`XML version ${version} is not accepted`)
}

/** The whole document as a tree. @throws MalformedMessage */
export function readXml(
  bytes: Uint8Array,
  namespace: string,
  limits: XmlLimits = WHOLE_LIMITS,
  watcher?: XmlWatcher,
): XmlElement {
  const reader = new XmlReader(namespace, limits, watcher)
  reader.push(bytes)
  return reader.end()
}
