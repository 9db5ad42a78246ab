import { MalformedMessage } from './malformed.ts'
import {
  type Codec,
  type CompiledField,
  InvalidText,
  type PathNode,
  type RecordCodec,
  record,
  type Unknown,
} from './shape.ts'
import type { XmlElement } from './xml-read.ts'

/** What a record's shape does not know, gathered while it is read. Most records have none. */
class Kept {
  #items: [path: string, value: string | XmlElement][] | undefined
  #counts: Map<string, number> | undefined

  add(path: string, value: string | XmlElement): void {
    this.#items ??= []
    this.#counts ??= new Map()
    const count = (this.#counts.get(path) ?? 0) + 1
    this.#counts.set(path, count)
    this.#items.push([count === 1 ? path : `${path}[${count}]`, value])
  }

  /** fromEntries defines own properties, also for a key such as __proto__. */
  get unknown(): Unknown | undefined {
    return this.#items === undefined ? undefined : Object.fromEntries(this.#items)
  }
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({})

/**
 * The value in an element.
 *
 * @param at the path of the element, for messages to people
 * @throws MalformedMessage a mandatory element missing, one too many, a text that its type does not allow
 */
export function readRecord<T>(codec: RecordCodec<T>, element: XmlElement, at: string): T {
  const value: Record<string, unknown> = {}
  const kept = new Kept()
  keepAttributes(kept, element, '', [])
  readInto(codec.root, element, at, value, kept)
  for (const field of codec.fields) finish(field, value, at)
  for (const { keys, required } of codec.choices) {
    const present = keys.filter(key => value[key] !== undefined)
    if (present.length > 1) throw new MalformedMessage(`${pathsOf(codec, present)} exclude each other`, at)
    if (required && present.length === 0) throw new MalformedMessage(`one of ${pathsOf(codec, keys)} is missing`, at)
  }
  for (const [key, needed] of codec.requires) {
    if (value[key] !== undefined && value[needed] === undefined) {
      throw new MalformedMessage(`missing beside ${pathsOf(codec, [key])}`, `${at}/${pathsOf(codec, [needed])}`)
    }
  }
  const { unknown } = kept
  if (unknown !== undefined) value.unknown = unknown
  return value as T
}

function readInto(node: PathNode, element: XmlElement, at: string, value: Record<string, unknown>, kept: Kept): void {
  if (element.text !== undefined && element.text.trim() !== '') {
    throw new MalformedMessage('text where elements are expected', at)
  }
  if (element.children === undefined) return
  let wrappers: Set<PathNode> | undefined
  for (const child of element.children) {
    const next = node.children.get(child.name)
    if (next === undefined) {
      keep(kept, node.path === '' ? child.name : `${node.path}/${child.name}`, child)
      continue
    }
    if (next.field !== undefined) {
      readField(next.field, child, `${at}/${child.name}`, value, kept)
      continue
    }
    wrappers ??= new Set()
    if (wrappers.has(next)) throw new MalformedMessage('there twice', `${at}/${child.name}`)
    wrappers.add(next)
    keepAttributes(kept, child, next.path, [])
    readInto(next, child, `${at}/${child.name}`, value, kept)
  }
}

function readField(
  field: CompiledField,
  child: XmlElement,
  at: string,
  value: Record<string, unknown>,
  kept: Kept,
): void {
  if (field.codec.kind === 'text') {
    keepAttributes(kept, child, field.path, [])
    if (child.text === undefined && child.children === undefined) return
  } else if (field.codec.kind === 'content') keepAttributes(kept, child, field.path, field.codec.attributes)
  const { key } = field
  const read = readElement(field.codec, child, at)
  if (field.most === 1) {
    if (value[key] !== undefined) throw new MalformedMessage('there twice', at)
    value[key] = read
  } else {
    const list = value[key] as unknown[] | undefined
    if (list === undefined) value[key] = [read]
    else if (list.push(read) > field.most) throw new MalformedMessage(`there more than ${field.most} times`, at)
  }
}

function readElement(codec: Codec<unknown>, element: XmlElement, at: string): unknown {
  if (codec.kind === 'record') return readRecord(codec, element, at)
  if (element.children !== undefined) throw new MalformedMessage('elements where text is expected', at)
  try {
    return codec.kind === 'text'
      ? codec.parse(element.text ?? '')
      : codec.parse(element.text ?? '', element.attributes ?? NO_ATTRIBUTES)
  } catch (error) {
    if (error instanceof InvalidText) throw new MalformedMessage(error.message, at)
    throw error
  }
}

function finish(field: CompiledField, value: Record<string, unknown>, at: string): void {
  const found = value[field.key]
  if (found === undefined) {
    if (field.least > 0) throw new MalformedMessage('missing', `${at}/${field.path}`)
    if (field.presence === 'many') value[field.key] = []
  } else if (field.presence === 'many' && (found as unknown[]).length < field.least) {
    throw new MalformedMessage(`there fewer than ${field.least} times`, `${at}/${field.path}`)
  }
}

function keep(kept: Kept, path: string, element: XmlElement): void {
  const bare = element.children === undefined && element.attributes === undefined
  kept.add(path, bare ? (element.text ?? '') : element)
}

function keepAttributes(kept: Kept, element: XmlElement, path: string, known: readonly string[]): void {
  if (element.attributes === undefined) return
  for (const [name, text] of Object.entries(element.attributes)) {
    if (!known.includes(name)) kept.add(path === '' ? `@${name}` : `${path}/@${name}`, text)
  }
}

function pathsOf(codec: RecordCodec<unknown>, keys: readonly string[]): string {
  return keys.map(key => codec.fields.find(field => field.key === key)?.path ?? key).join(' and ')
}

const NOTHING = record({})

/** All that is in an element, as unknown. */
export function readUnknown(element: XmlElement, at: string): Unknown | undefined {
  return readRecord(NOTHING, element, at).unknown
}
