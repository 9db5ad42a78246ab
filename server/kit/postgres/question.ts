import type { Sql } from '../sql.ts'

/*
 * What several contexts want to know for one answer is asked in one statement: one round trip, one snapshot. Each says
 * what it asks and how it reads the text that comes.
 */

/** A question that the database answers by one text. */
export interface Question<T> {
  /** A select of one value, text or JSON. Its parameters count from $1. */
  readonly text: string
  readonly values: readonly unknown[]
  /** `null` where nothing was found. */
  readonly read: (answer: string | null) => T
}

type Answers<Q extends readonly Question<unknown>[]> = {
  -readonly [K in keyof Q]: Q[K] extends Question<infer T> ? T : never
}

/** The answers, in the order of the questions, all of one moment. */
export async function ask<const Q extends readonly Question<unknown>[]>(
  sql: Sql,
  ...questions: Q
): Promise<Answers<Q>> {
  const values: unknown[] = []
  const columns = questions.map((question, index) => {
    const before = values.length
    values.push(...question.values)
    const text = question.text.replace(/\$(\d+)/g, (_, place) => `$${before + Number(place)}`)
    return `(${text})::text as q${index}`
  })
  const { rows } = await sql.query<Record<string, string | null>>(`select ${columns.join(', ')}`, values)
  return questions.map((question, index) => question.read(rows[0]?.[`q${index}`] ?? null)) as Answers<Q>
}

/** Ids as a parameter of the type uuid[]: written faster than a driver writes any array. */
export const uuids = (ids: readonly string[]): string => `{${ids.join()}}`
