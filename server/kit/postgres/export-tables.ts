import type { ClientBase } from 'pg'
import type { SequenceInBackup } from './backup-folder.ts'

/** Schemas that are ours. `migration` is written by the migrator of the database that is restored into. */
const OUR_SCHEMAS = `nspname !~ '^pg_' and nspname not in ('information_schema', 'migration')`

export type TableToCopy = { schema: string; table: string; columns: string[] }

/**
 * The tables that hold rows of their own (of a partitioned table the whole, not its parts) in an order in which each
 * comes after those it refers to, with the columns to copy. Left out: generated columns, and xid8: a transaction's
 * number means something only in the cluster that gave it.
 */
export async function tablesToCopy(client: ClientBase): Promise<TableToCopy[]> {
  const { rows } = await client.query<TableToCopy & { oid: number; refersTo: number[] }>(`
    select c.oid::int8::int4 as oid, nspname as schema, relname as table,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
        and attgenerated = '' and atttypid <> 'xid8'::regtype order by attnum) as columns,
      array(select distinct confrelid::int8::int4 from pg_constraint
        where conrelid = c.oid and contype = 'f' and confrelid <> conrelid) as "refersTo"
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition and relpersistence = 'p' and ${OUR_SCHEMAS}
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
    order by nspname collate "C", relname collate "C"`)
  const left = new Map(rows.map(row => [row.oid, row]))
  const ordered: TableToCopy[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter(row => row.refersTo.every(oid => !left.has(oid)))
    // Tables that refer to each other in a circle: as they are, their deferrable keys are judged at commit.
    for (const { oid, schema, table, columns } of ready.length > 0 ? ready : [...left.values()]) {
      left.delete(oid)
      if (columns.length > 0) ordered.push({ schema, table, columns })
    }
  }
  return ordered
}

/** Columns of type xid8 that have no default of their own: a restore has to give them one for its time. */
export async function xidColumnsWithoutDefault(client: ClientBase): Promise<{ table: string; column: string }[]> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select format('%I.%I', nspname, relname) as table, quote_ident(attname) as column
    from pg_attribute join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition and atttypid = 'xid8'::regtype and not atthasdef
      and attnum > 0 and not attisdropped and ${OUR_SCHEMAS}`)
  return rows
}

/** Where every sequence stands. Not part of any snapshot, so read after the rows: never behind them. */
export async function sequencePositions(client: ClientBase): Promise<SequenceInBackup[]> {
  const { rows } = await client.query<{ schema: string; sequence: string; name: string }>(`
    select nspname as schema, relname as sequence, format('%I.%I', nspname, relname) as name
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind = 'S' and ${OUR_SCHEMAS} order by 1, 2`)
  const positions: SequenceInBackup[] = []
  for (const { schema, sequence, name } of rows) {
    const { rows: state } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${name}`,
    )
    positions.push({ schema, sequence, lastValue: state[0]?.value ?? '1', isCalled: state[0]?.called ?? false })
  }
  return positions
}
