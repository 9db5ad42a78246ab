import { z } from 'zod'
import { invalidField } from '../problem.ts'

const limitDefault = 50

/** Where an item stands in its list, as a cursor says it. Values only: the order is the statement's. */
export interface Position<T, P> {
  readonly schema: z.ZodType<P>
  of(item: T): P
}

/** The position in a list that is ordered by the items' ids. */
export const byId: Position<{ readonly id: string }, string> = { schema: z.uuid(), of: item => item.id }

export interface Listed<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/**
 * One page of a list. `list` gives at most `limit` items that stand after the position (from the start without one);
 * it is asked for one more than the page holds, which tells whether there is a next one. A cursor is opaque to callers:
 * one that we did not make is P403.
 */
export async function listPage<T, P>(
  query: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  position: Position<NoInfer<T>, P>,
  list: (limit: number, after: P | undefined) => Promise<readonly T[]>,
): Promise<Listed<T>> {
  const limit = query.limit ?? limitDefault
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, position.schema)
  const found = await list(limit + 1, after)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = found.length > limit && last !== undefined ? writeCursor(position.of(last)) : null
  return { items, nextCursor }
}

const writeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url')

function readCursor<P>(cursor: string, schema: z.ZodType<P>): P {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw invalidField('cursor', 'must be the nextCursor of an earlier answer')
  }
}
