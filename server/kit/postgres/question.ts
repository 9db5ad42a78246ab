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
  const values = questions.flatMap(question => question.values)
  const { rows } = await sql.query<Record<string, string | null>>(statementOf(questions), values)
  return questions.map((question, index) => question.read(rows[0]?.[`q${index}`] ?? null)) as Answers<Q>
}

/** Texts of questions, put together → the statement that asks them. As few as there are places that ask. */
const statements = new Map<string, string>()

function statementOf(questions: readonly Question<unknown>[]): string {
  const name = questions.map(({ text }) => text).join(';')
  const known = statements.get(name)
  if (known !== undefined) return known
  let before = 0
  const columns = questions.map(({ text, values }, index) => {
    const column = `(${text.replace(/\$(\d+)/g, (_, place) => `$${before + Number(place)}`)})::text as q${index}`
    before += values.length
    return column
  })
  const statement = `select ${columns.join(', ')}`
  statements.set(name, statement)
  return statement
}

/** A row of a partner's. */
export interface OfPartner {
  readonly partnerId: string
  readonly id: string
}

/**
 * Which rows (r) of a table a question is about, as what follows `from`, with its values: those whose partner and `id`
 * are among the given, and that meet the condition. Rows of one partner are found by its id and a list; a join with
 * pairs takes 4 % more of a read, so that is for those of several.
 */
export function rowsOf(
  table: { readonly name: string; readonly id: string; readonly condition: string },
  rows: readonly OfPartner[],
): { readonly from: string; readonly values: readonly unknown[] } {
  const { name, id, condition } = table
  const ids = uuids(rows.map(row => row.id))
  const [first] = rows
  if (first !== undefined && rows.every(({ partnerId }) => partnerId === first.partnerId)) {
    return {
      from: `${name} r where partner_id = $1 and ${id} = any ($2::uuid[]) and ${condition}`,
      values: [first.partnerId, ids],
    }
  }
  return {
    // One by one, whatever the planner thinks of the tables: nothing is moved across an offset.
    from: `unnest($1::uuid[], $2::uuid[]) as of(partner_id, id) cross join lateral (
      select * from ${name} t where t.partner_id = of.partner_id and t.${id} = of.id and ${condition} offset 0) r`,
    values: [uuids(rows.map(({ partnerId }) => partnerId)), ids],
  }
}

/** Ids as a parameter of the type uuid[]: written faster than a driver writes any array. */
export const uuids = (ids: readonly string[]): string => `{${ids.join()}}`

/** The lines of an answer by `string_agg(concat_ws(' ', …), ',')`, each as its words: for what has no space or comma in it. */
export const wordsOf = (answer: string | null): string[][] => answer?.split(',').map(line => line.split(' ')) ?? []
