import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { pacs008Shape, writePacs008 } from './pacs008.ts'
import { valuesOf } from './testing/arbitraries.ts'
import { readXml, type XmlElement } from './xml-read.ts'

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08'
const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  processEntities: true,
  htmlEntities: true,
})

test('an independent XML parser sees the same elements and the same texts in what we write', () => {
  fc.assert(
    fc.property(valuesOf(pacs008Shape), value => {
      const { numberOfTransactions: _, ...header } = value.groupHeader
      const bytes = writePacs008({
        ...value,
        groupHeader: without({ ...header, numberOfTransactions: value.transactions.length }),
      })
      const theirs = parser.parse(Buffer.from(bytes)) as unknown[]
      expect(shown(theirs)).toEqual([ours(readXml(bytes, namespace))])
    }),
    { numRuns: 40 },
  )
}, 60_000)

function without<T extends { controlSum?: string; totalInterbankSettlementAmount?: unknown }>(
  header: T,
): Omit<T, 'controlSum' | 'totalInterbankSettlementAmount'> {
  const { controlSum: _, totalInterbankSettlementAmount: __, ...rest } = header
  return rest
}

type Shown = [name: string, content: string | Shown[]]

function ours(element: XmlElement): Shown {
  return [element.name, element.children?.map(ours) ?? element.text ?? '']
}

function shown(nodes: unknown[]): Shown[] {
  return nodes.map(node => {
    const [name, content] = Object.entries(node as Record<string, unknown[]>)[0] as [string, unknown[]]
    const [first] = content as ({ '#text'?: string } | undefined)[]
    return [name, first === undefined ? '' : first['#text'] !== undefined ? first['#text'] : shown(content)]
  })
}
