import { UnwritableMessage } from './malformed.ts'
import { type Codec, InvalidText, type RecordCodec } from './shape.ts'
import { attribute, type XmlWriter } from './xml-write.ts'

/**
 * Writes the elements of a value (not the element around them). `unknown` is not written: its place in the schema's order is not known.
 *
 * @throws UnwritableMessage where no valid element can be made of it
 */
export function writeRecord<T>(codec: RecordCodec<T>, value: T, out: XmlWriter, at: string): void {
  if (typeof value !== 'object' || value === null) throw new UnwritableMessage('not an object', at)
  const values = value as Readonly<Record<string, unknown>>
  for (const { keys, required } of codec.choices) {
    const present = keys.filter(key => !absent(values[key]))
    if (present.length > 1) throw new UnwritableMessage(`${present.join(' and ')} exclude each other`, at)
    if (required && present.length === 0) throw new UnwritableMessage(`one of ${keys.join(', ')} is missing`, at)
  }
  for (const [key, needed] of codec.requires) {
    if (!absent(values[key]) && absent(values[needed])) throw new UnwritableMessage(`${key} needs ${needed}`, at)
  }
  const open: string[] = []
  if (codec.opens !== undefined) {
    out.open(codec.opens)
    open.push(codec.opens)
  }
  for (const field of codec.fields) {
    const found = values[field.key]
    if (absent(found)) {
      if (field.least > 0) throw new UnwritableMessage(`${field.key} is missing`, at)
      continue
    }
    const wrappers = field.segments.length - 1
    let shared = 0
    while (shared < wrappers && shared < open.length && open[shared] === field.segments[shared]) shared += 1
    while (open.length > shared) out.close(open.pop() as string)
    for (let index = shared; index < wrappers; index += 1) {
      const segment = field.segments[index] as string
      out.open(segment)
      open.push(segment)
    }
    const name = field.segments[wrappers] as string
    const path = `${at}/${field.path}`
    if (field.most === 1) {
      writeElement(field.codec, name, found, out, path)
      continue
    }
    const list = found as readonly unknown[]
    if (list.length > field.most || list.length < field.least) {
      throw new UnwritableMessage(`${list.length} where ${field.least} to ${field.most} are allowed`, path)
    }
    for (const item of list) writeElement(field.codec, name, item, out, path)
  }
  while (open.length > 0) out.close(open.pop() as string)
}

function writeElement(codec: Codec<unknown>, name: string, value: unknown, out: XmlWriter, at: string): void {
  if (codec.kind === 'record') {
    out.open(name)
    writeRecord(codec, value, out, at)
    out.close(name)
    return
  }
  try {
    if (codec.kind === 'text') {
      out.leaf(name, codec.format(value))
      return
    }
    const { text, attributes } = codec.format(value)
    out.leaf(
      name,
      text,
      Object.entries(attributes)
        .map(([key, content]) => attribute(key, content))
        .join(''),
    )
  } catch (error) {
    if (error instanceof InvalidText) throw new UnwritableMessage(error.message, at)
    if (error instanceof UnwritableMessage && error.path === '') throw new UnwritableMessage(error.reason, at)
    throw error
  }
}

function absent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}
