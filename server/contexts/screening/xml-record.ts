import { SaxesParser } from 'saxes'
import { BadList } from './format.ts'

/** An element of a list's XML: names without their prefix. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

/** One record of the lists in use has some hundred elements; more is no list. */
const elementsMax = 20_000
const textMax = 1_000_000

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** The elements of one name, one by one: a list is never held as a whole. Throws `BadList`, also for other roots. */
export async function* xmlRecords(
  chunks: AsyncIterable<string>,
  { root, record }: { readonly root: string; readonly record: string },
): AsyncGenerator<Element> {
  const parser = new SaxesParser()
  const open: Open[] = []
  let ready: Element[] = []
  let depth = 0
  let elements = 0
  parser.on('doctype', () => {
    throw new BadList('a document type is not allowed')
  })
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name)
    if (depth === 0 && local !== root) throw new BadList(`the document is a ${local}, not a ${root}`)
    depth += 1
    if (open.length === 0 && local !== record) return
    elements += 1
    if (elements > elementsMax) throw new BadList(`a ${record} has more than ${elementsMax} elements`)
    open.push({ name: local, attributes: withLocalNames(attributes), children: [], text: '' })
  })
  const addText = (text: string): void => {
    const element = open.at(-1)
    if (element === undefined) return
    element.text += text
    if (element.text.length > textMax) throw new BadList(`a text of a ${record} is too long`)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    depth -= 1
    const closed = open.pop()
    if (closed === undefined) return
    const element: Element = { ...closed, text: closed.text.trim() }
    const parent = open.at(-1)
    if (parent !== undefined) return void parent.children.push(element)
    elements = 0
    ready.push(element)
  })
  parser.on('error', error => {
    throw new BadList(error.message)
  })
  for await (const chunk of chunks) {
    parser.write(chunk)
    const batch = ready
    ready = []
    yield* batch
  }
  parser.close()
  yield* ready
}

const withLocalNames = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]))

export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter(child => child.name === name)

/** The text of the first child of a name; empty without one. */
export const textOf = (element: Element, name: string): string =>
  element.children.find(child => child.name === name)?.text ?? ''
