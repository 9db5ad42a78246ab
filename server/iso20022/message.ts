import { MalformedMessage, UnwritableMessage } from './malformed.ts'
import type { RecordCodec } from './shape.ts'
import { readRecord } from './shape-read.ts'
import { writeRecord } from './shape-write.ts'
import { readXml, WHOLE_LIMITS, type XmlElement, type XmlLimits, XmlReader } from './xml-read.ts'
import { attribute, XmlWriter } from './xml-write.ts'

const ROOT_PIECE_BYTES = 1024

export const NAMESPACE_PREFIX = 'urn:iso:std:iso:20022:tech:xsd:'

/** Which message, and in which elements: `Document` around one element of its own, or (the business header) one alone. */
export interface MessageFrame {
  /** `camt.054.001.08` */
  readonly identifier: string
  readonly namespace: string
  readonly elements: readonly [root: string, body?: string]
}

export function frame(identifier: string, ...elements: [root: string, body?: string]): MessageFrame {
  return { identifier, namespace: `${NAMESPACE_PREFIX}${identifier}`, elements }
}

/**
 * Refuses, as soon as it begins, an element that does not belong into the frame.
 *
 * @throws MalformedMessage the wrong message or version, an attribute on the root, a second body
 */
export function checkFrame(expected: MessageFrame, element: XmlElement, ancestors: readonly XmlElement[]): void {
  const name = expected.elements[ancestors.length]
  if (name === undefined) return
  if (element.name !== name)
    throw new MalformedMessage(`${element.name} where ${name} of ${expected.namespace} is expected`)
  if (ancestors.length > 0 || expected.elements.length === 1) {
    if ((ancestors[0]?.children?.length ?? 0) > 0)
      throw new MalformedMessage('there twice', expected.elements.join('/'))
    return
  }
  const [unexpected] = Object.keys(element.attributes ?? {})
  if (unexpected !== undefined) throw new MalformedMessage(`attribute ${unexpected} is not known`, name)
}

/** The innermost element of the frame. @throws MalformedMessage */
export function bodyOf(expected: MessageFrame, root: XmlElement): XmlElement {
  if (expected.elements.length === 1) return root
  if (root.text !== undefined && root.text.trim() !== '')
    throw new MalformedMessage('text where elements are expected', root.name)
  const body = root.children?.[0]
  if (body === undefined) throw new MalformedMessage('missing', expected.elements.join('/'))
  return body
}

/** One message in both directions. */
export interface MessageCoder<T> {
  readonly identifier: string
  readonly shape: RecordCodec<T>
  /** Bytes to value. @throws MalformedMessage */
  readonly read: (bytes: Uint8Array, limits?: XmlLimits) => T
  /** Value to bytes, always the same for the same value. `unknown` is left out. @throws UnwritableMessage */
  readonly write: (value: T) => Uint8Array
}

/** What makes one message: `fault` says what is wrong between its parts (declared totals), in words. */
export interface MessageDefinition<T> {
  readonly identifier: string
  readonly elements: readonly [root: string, body?: string]
  readonly shape: RecordCodec<T>
  readonly fault?: (value: T) => string | undefined
}

export function defineMessage<T>({ identifier, elements, shape, fault }: MessageDefinition<T>): MessageCoder<T> {
  const expected = frame(identifier, ...elements)
  const path = elements.join('/')
  return {
    identifier,
    shape,
    read: (bytes, limits = WHOLE_LIMITS) => {
      const root = readXml(bytes, expected.namespace, limits, {
        opened: (element, ancestors) => checkFrame(expected, element, ancestors),
      })
      const value = readRecord(shape, bodyOf(expected, root), path)
      const wrong = fault?.(value)
      if (wrong !== undefined) throw new MalformedMessage(wrong, path)
      return value
    },
    write: value => {
      const bytes = writeMessage(expected, shape, value)
      const wrong = fault?.(value)
      if (wrong !== undefined) throw new UnwritableMessage(wrong, path)
      return bytes
    },
  }
}

/** Value to bytes, always the same for the same value. @throws UnwritableMessage */
export function writeMessage<T>(expected: MessageFrame, codec: RecordCodec<T>, value: T): Uint8Array {
  const out = new XmlWriter()
  const [root, body] = expected.elements
  out.open(root, attribute('xmlns', expected.namespace))
  if (body !== undefined) out.open(body)
  writeRecord(codec, value, out, expected.elements.join('/'))
  if (body !== undefined) out.close(body)
  out.close(root)
  return out.bytes()
}

/**
 * Which message these bytes begin: the end of the root's namespace, `pacs.008.001.08`. Nothing after the root's start is looked at.
 *
 * @throws MalformedMessage no root, or one that is no ISO 20022 message
 */
export function identifyMessage(bytes: Uint8Array): string {
  let found: string | undefined
  const reader = new XmlReader(
    '',
    { ...WHOLE_LIMITS, maxBytes: Number.POSITIVE_INFINITY },
    {
      opened: element => {
        found ??= element.name
      },
    },
  )
  try {
    for (let start = 0; start < bytes.length && found === undefined; start += ROOT_PIECE_BYTES) {
      reader.push(bytes.subarray(start, start + ROOT_PIECE_BYTES))
    }
    if (found === undefined) reader.end()
  } catch (error) {
    // What is wrong further on is for the message's own reader to say.
    if (found === undefined) throw error
  }
  const match = /^\{urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.\d{3}\.\d{2})\}(Document|AppHdr)$/.exec(
    found ?? '',
  )
  if (match?.[1] === undefined)
    throw new MalformedMessage(`${found ?? 'nothing'} is not the root of an ISO 20022 message`)
  return match[1]
}
