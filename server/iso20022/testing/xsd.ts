import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { validateXML } from 'xmllint-wasm'

/**
 * The official schemas are not ours to publish, so they lie outside the project: in the folder that ISO20022_XSD_DIR
 * names. Where it is not set the checks against them are skipped, and say so.
 */
const folder = process.env.ISO20022_XSD_DIR || undefined

/** A test that needs the schema of a message; skipped, loudly, without it. */
export function xsdTest(identifier: string, guarantee: string, body: () => Promise<void>): void {
  const file = folder === undefined ? undefined : join(folder, `${identifier}.xsd`)
  if (file !== undefined && existsSync(file)) {
    test(guarantee, body, 120_000)
    return
  }
  const reason = folder === undefined ? 'ISO20022_XSD_DIR is not set' : `${identifier}.xsd is not in ISO20022_XSD_DIR`
  announce(reason)
  // The schemas may not be published with the project, so a checkout alone cannot run it.
  test.skip(`${guarantee} (skipped: ${reason})`, body)
}

const announced = new Set<string>()

/** Once per reason and file: a run says what it did not check, and little else. */
function announce(reason: string): void {
  if (announced.has(reason)) return
  announced.add(reason)
  process.stderr.write(`SKIPPED: messages are NOT checked against the official ISO 20022 schemas: ${reason}\n`)
}

/** What the official schema has to say against these documents; empty when they are valid. */
export async function schemaErrors(identifier: string, documents: readonly Uint8Array[]): Promise<string[]> {
  const result = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: { fileName: `${identifier}.xsd`, contents: readFileSync(join(folder ?? '', `${identifier}.xsd`)) },
    maxMemoryPages: 16_384,
  })
  return result.errors.map(error => error.rawMessage)
}
