import { MalformedMessage } from './malformed.ts'
import type { RecordCodec } from './shape.ts'
import { readRecord } from './shape-read.ts'
import { writeRecord } from './shape-write.ts'
import { readXml, WHOLE_LIMITS, type XmlElement, type XmlLimits } from './xml-read.ts'
import { attribute, XmlWriter } from './xml-write.ts'

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

/** Bytes to value. @throws MalformedMessage */
export function readMessage<T>(
  expected: MessageFrame,
  codec: RecordCodec<T>,
  bytes: Uint8Array,
  limits: XmlLimits = WHOLE_LIMITS,
): T {
  const root = readXml(bytes, expected.namespace, limits, {
    opened: (element, ancestors) => checkFrame(expected, element, ancestors),
  })
  return readRecord(codec, bodyOf(expected, root), expected.elements.join('/'))
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

/** Value to bytes, always the same for the same value. @throws UnwritableMessage */
export function writeMessage<T>(expected: MessageFrame, codec: RecordCodec<T>, value: T): Uint8Array {
  const out = new XmlWriter()
  const [root, body] = expected.elements
  out.open(root, attribute('xmlns', expected.namespace))
  if (body !== undefined) out.open(body)
  writeRecord(codec, value, out, expected.elements.join('/'))
  if (body !== undefined) out.close(body)
  out.close(root)
  return new TextEncoder().encode(out.take())
}
