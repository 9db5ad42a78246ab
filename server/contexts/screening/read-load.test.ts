import { hash } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { ListEntry } from './entry.ts'
import { writeEntries } from './entry-store.ts'
import { findLoad } from './load-store.ts'
import { readEntries } from './read-entries.ts'
import { readLoad } from './read-load.ts'
import { receiveList, receivePart, submitList } from './receive-list.ts'

let bank: Bank
let kernel: Kernel

// No worker, so that nobody reads but the test.
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
  kernel = bank.running.resources.kernel
})
afterAll(() => bank?.stop())

const fileOf = (name: string, count: number): Buffer =>
  Buffer.from(
    Array.from({ length: count }, (_, at) => {
      const properties = { name: [`${name} ${at}`], topics: ['sanction'] }
      return `${JSON.stringify({ id: `k${at}`, schema: 'Person', properties })}\n`
    }).join(''),
  )

const submit = (list: string, file: Buffer): Promise<string> =>
  transact(kernel, { actor: 'test', partnerId: NIL_ID }, async work => {
    const sha256 = hash('sha256', file, 'hex')
    const { id } = await receiveList(work, { list, sha256, sizeBytes: file.length, isShrinkAllowed: false })
    await receivePart(work, { loadId: id, position: 0, content: file })
    await submitList(work, id)
    return id
  })

/** A kernel on whose pool `before` is run before a call, told what is called and with what. */
const watched = (before: (method: PropertyKey, first: unknown) => Promise<void> | void): Kernel => ({
  ...kernel,
  pool: new Proxy(kernel.pool, {
    get(real: Pool, property) {
      const value: unknown = Reflect.get(real, property)
      if (typeof value !== 'function') return value
      return async (...given: unknown[]): Promise<unknown> => {
        await before(property, given[0])
        return value.apply(real, given)
      }
    },
  }),
})

async function* partsOf(file: Buffer): AsyncGenerator<Buffer> {
  yield file
}

const entriesOf = async (list: string) => {
  const { rows } = await bank.database.owner.query(
    `select count(*)::int as entries, count(distinct entity_id)::int as people, min(last_version) as last
     from screening.entry where list_code = $1`,
    [list],
  )
  return rows[0]
}

test('a reader that is killed, and two at once, leave no trace: it is the same version', async () => {
  const id = await submit('killed', fileOf('Killed Person', 1_200))
  let connections = 0
  const dying = watched(method => {
    if (method === 'connect' && (connections += 1) === 3) throw new Error('killed')
  })
  await expect(readLoad(dying, id)).rejects.toThrow('killed')
  await Promise.all([readLoad(kernel, id), readLoad(kernel, id)])
  await readLoad(kernel, id)
  expect(await findLoad(kernel.pool, id)).toMatchObject({ state: 'ACTIVE', people: 1_200 })
  expect(await entriesOf('killed')).toEqual({ entries: 1_200, people: 1_200, last: 1 })
})

test.each([
  { ends: 'ACTIVE', file: fileOf('Overtaken Person', 10) },
  { ends: 'FAILED', file: Buffer.from('no list') },
])('a reader that another one overtakes has nothing left to do: the load ends $ends', async ({ ends, file }) => {
  const id = await submit(`overtaken-${ends.toLowerCase()}`, file)
  let isOvertaken = false
  const slow = watched(async (method, text) => {
    if (method !== 'query' || !String(text).includes('screening.load_part') || isOvertaken) return
    isOvertaken = true
    await readLoad(kernel, id)
  })
  await readLoad(slow, id)
  expect(isOvertaken).toBe(true)
  expect(await findLoad(kernel.pool, id)).toMatchObject({ state: ends })
})

test('who writes a version late takes nobody out of the versions that came after', async () => {
  const file = fileOf('Late Person', 10)
  const given: ListEntry[] = []
  for await (const entry of (await readEntries(partsOf(file))).entries) if (entry !== undefined) given.push(entry)
  for (const _version of [1, 2, 3]) await readLoad(kernel, await submit('late', file))
  await transact(kernel, { actor: 'test', partnerId: NIL_ID }, work =>
    writeEntries(work.sql, { list: 'late', number: 2, activeVersion: 1 }, given),
  )
  expect(await entriesOf('late')).toEqual({ entries: 10, people: 10, last: 3 })
})
