import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MalformedMessage } from '../malformed.ts'
import { schemaErrors, xsdTest } from './xsd.ts'

/** One message's coder, as the laws see it. */
export interface Coder<T> {
  readonly identifier: string
  readonly values: fc.Arbitrary<T>
  readonly read: (bytes: Uint8Array) => T
  readonly write: (value: T) => Uint8Array
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** What holds for every message. */
export function messageLaws<T>({ identifier, values, read, write }: Coder<T>): void {
  test(`${identifier}: what is written is read back as the same value, and writes the same bytes again`, () => {
    fc.assert(
      fc.property(values, value => {
        const bytes = write(value)
        expect(read(bytes)).toEqual(value)
        expect(write(structuredClone(value))).toEqual(bytes)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  xsdTest(identifier, `${identifier}: what is written is valid against the official schema`, async () => {
    const documents = fc.sample(values, { numRuns: 60, seed: 20_022 }).map(write)
    expect(await schemaErrors(identifier, documents)).toEqual([])
  })

  test(`${identifier}: hostile and foreign documents are refused, each with its reason`, () => {
    const [sample] = fc.sample(values, { numRuns: 1, seed: 1 })
    const good = decoder.decode(write(sample as T))
    const body = good.slice(good.indexOf('?>') + 2)
    const wrong: [string, RegExp, string | Uint8Array][] = [
      ['nothing', /no XML element|not well-formed/, ''],
      ['not XML', /not well-formed/, 'hello'],
      ['a document type', /document type/, `<!DOCTYPE a SYSTEM "file:///etc/passwd">${body}`],
      ['an entity bomb', /document type/, `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>${body}`],
      ['an unknown entity', /not well-formed/, body.replace(/>([^<>]+)</, '>&boom;<')],
      ['another encoding declared', /UTF-8/, good.replace('UTF-8', 'ISO-8859-1')],
      ['UTF-16', /UTF-8|not well-formed/, new Uint8Array(Buffer.from(`\uFEFF${body}`, 'utf16le'))],
      ['invalid UTF-8', /UTF-8/, new Uint8Array([...encoder.encode(body.slice(0, -3)), 0xc3, 0x28])],
      ['cut off', /not well-formed/, body.slice(0, -3)],
      ['cut off within a character', /UTF-8/, new Uint8Array([...encoder.encode(body), 0xc3])],
      ['XML 1.1', /version/, good.replace('version="1.0"', 'version="1.1"')],
      ['another version of the message', /is expected/, good.replace(identifier, `${identifier.slice(0, -2)}99`)],
      ['no namespace', /is expected/, good.replace(/ xmlns="[^"]*"/, '')],
      ['two roots', /not well-formed/, body + body],
      ['elements too deep', /deeper than 64/, deep(good)],
      ['a forbidden character', /not well-formed/, good.replace(/>([^<>\n]+)</, '>\u0001<')],
    ]
    for (const [name, reason, document] of wrong) {
      const bytes = typeof document === 'string' ? encoder.encode(document) : document
      expect(() => read(bytes), name).toThrow(MalformedMessage)
      expect(() => read(bytes), name).toThrow(reason)
    }
    const withMark = new Uint8Array([0xef, 0xbb, 0xbf, ...encoder.encode(good)])
    expect(read(withMark)).toEqual(sample)
    expect(read(encoder.encode(prefixed(good)))).toEqual(sample)
  })

  test(`${identifier}: leaving out any one element, or giving any one twice, is read or refused, never a crash`, () => {
    fc.assert(
      fc.property(fc.noShrink(values), fc.nat(), fc.boolean(), (value, at, twice) => {
        const text = decoder.decode(write(value))
        const leaves = [...text.matchAll(/<(\w+)[^<>]*>[^<>]*<\/\1>/g)]
        const leaf = leaves[at % leaves.length]
        if (leaf === undefined) return
        const changed =
          text.slice(0, leaf.index) + (twice ? leaf[0] + leaf[0] : '') + text.slice(leaf.index + leaf[0].length)
        try {
          read(encoder.encode(changed))
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage)
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
}

function deep(good: string): string {
  const end = good.lastIndexOf('</', good.lastIndexOf('</') - 1)
  return `${good.slice(0, end)}${'<X>'.repeat(70)}${'</X>'.repeat(70)}${good.slice(end)}`
}

/** The same document with a prefix on every element. */
function prefixed(good: string): string {
  return good.replace(/<(\/?)(\w)/g, '<$1n:$2').replace(' xmlns=', ' xmlns:n=')
}
