import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { binaryArray, type ElementType } from './binary-array.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
})
afterAll(() => database.drop())

const values: Readonly<Record<ElementType, fc.Arbitrary<unknown>>> = {
  int4: fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
  int8: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  bool: fc.boolean(),
  uuid: fc.uuid(),
  text: fc.string({ unit: 'binary' }).filter(text => !text.includes('\0')),
  bytea: fc.uint8Array().map(bytes => Buffer.from(bytes)),
  timestamptz: fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
}

test.each(Object.entries(values))(
  'the server reads an array of %s as it was written, nulls included',
  async (type, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(arbitrary), { maxLength: 30 }), async given => {
        const { rows } = await database.owner.query(
          `select v from unnest($1::${type}[]) with ordinality as u(v, n) order by n`,
          [binaryArray(type as ElementType, given as never[])],
        )
        expect(rows.map(row => row.v)).toEqual(given)
      }),
      { numRuns: 40 },
    )
  },
)

test('the server reads values that follow themselves, with NULLs between, as they were written', async () => {
  const few = fc.constantFrom('019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c21', 'FFFFFFFF-0000-4000-8000-00000000000A', null)
  await fc.assert(
    fc.asyncProperty(fc.array(few, { maxLength: 30 }), async given => {
      const { rows } = await database.owner.query(
        'select v from unnest($1::uuid[]) with ordinality as u(v, n) order by n',
        [binaryArray('uuid', given)],
      )
      expect(rows.map(row => row.v)).toEqual(given.map(value => value?.toLowerCase() ?? null))
    }),
    { numRuns: 40 },
  )
})

test('the server reads bytes that are given in hex as it reads a Buffer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async given => {
      const hex = given.map(bytes => Buffer.from(bytes).toString('hex'))
      const { rows } = await database.owner.query(
        `select encode(v, 'hex') as v from unnest($1::bytea[]) with ordinality as u(v, n) order by n`,
        [binaryArray('bytea', hex)],
      )
      expect(rows.map(row => row.v)).toEqual(hex)
    }),
    { numRuns: 40 },
  )
})
