import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { byId, listPage } from './page.ts'

const ids = [1, 2, 3, 4, 5].map(n => ({ id: `01980000-0000-7000-8000-00000000000${n}` }))
const list = (limit: number, after: string | undefined) =>
  Promise.resolve(ids.filter(({ id }) => after === undefined || id > after).slice(0, limit))

test('following the cursors gives every item once, and the last page has none', async () => {
  for (const limit of [1, 2, 3, 5, 200]) {
    const seen: { id: string }[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const { items, nextCursor } = await listPage({ limit, cursor }, byId, list)
      seen.push(...items)
      cursor = nextCursor ?? undefined
      pages += 1
    } while (cursor !== undefined)
    expect(seen).toEqual(ids)
    expect(pages).toBe(Math.ceil(ids.length / limit))
  }
})

test('a cursor that we did not make is a validation refusal', async () => {
  for (const cursor of ['', 'x', '!!', Buffer.from('"not an id"').toString('base64url'), 'bnVsbA']) {
    await expect(listPage({ cursor }, byId, list)).rejects.toThrow(Problem)
  }
})
