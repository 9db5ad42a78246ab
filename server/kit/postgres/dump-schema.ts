import type { ClientBase } from 'pg'
import { grantsSql } from './dump-grants.ts'

const HEADER = `-- The whole schema as the migrations leave it. Written by "npm run gen": do not edit.
-- For reading and review; only the numbered files are executed.

set check_function_bodies = off;
`

/** Objects of ours: not PostgreSQL's, not the migrator's, not part of an extension. */
export const ours = (catalog: string, oid: string, namespace: string) => `
  ${namespace} in (select oid from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'migration'))
  and not exists (select from pg_depend where classid = '${catalog}'::regclass and objid = ${oid} and deptype = 'e')`

/** Whether a function's signature or body needs a table to exist first. */
const NEEDS_TABLE = `exists (
  select from pg_depend d
  left join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
  left join pg_type e on e.oid = t.typelem
  join pg_class c on c.oid = case when d.refclassid = 'pg_class'::regclass then d.refobjid
    else coalesce(nullif(t.typrelid, 0), e.typrelid) end
  where d.classid = 'pg_proc'::regclass and d.objid = p.oid and c.relkind in ('r', 'p', 'v', 'm'))`

const functions = (filter: string) => `
  select trim(trailing E'\\n' from pg_get_functiondef(p.oid)) || ';' as sql
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.prokind in ('f', 'p') and ${ours('pg_proc', 'p.oid', 'p.pronamespace')} and ${filter}
  order by n.nspname collate "C", p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`

const TABLE_NAME = `format('%I.%I', n.nspname, c.relname)`
const BY_NAME = `n.nspname collate "C", c.relname collate "C"`

/**
 * One query a kind of object, in an order in which the statements can be executed. `C` collation and names, never
 * oids, decide the order, so that every database of one schema is dumped to the same bytes.
 */
const SECTIONS: Record<string, string> = {
  schemas: `
    select format('create schema %I;', nspname) as sql from pg_namespace n
    where nspname <> 'public' and ${ours('pg_namespace', 'n.oid', 'n.oid')} order by nspname collate "C"`,
  extensions: `
    select format('create extension %I with schema %I;', extname, n.nspname) as sql
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname <> 'plpgsql'
    order by extname collate "C"`,
  enums: `
    select format('create type %I.%I as enum (%s);', n.nspname, c.typname,
      string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as sql
    from pg_type c join pg_namespace n on n.oid = c.typnamespace join pg_enum e on e.enumtypid = c.oid
    where ${ours('pg_type', 'c.oid', 'c.typnamespace')}
    group by n.nspname, c.typname order by n.nspname collate "C", c.typname collate "C"`,
  domains: `
    select format('create domain %I.%I as %s%s%s%s%s;', n.nspname, c.typname, format_type(c.typbasetype, c.typtypmod),
      (select format(' collate %I.%I', k.collnamespace::regnamespace, k.collname) from pg_collation k, pg_type b
       where k.oid = c.typcollation and b.oid = c.typbasetype and b.typcollation <> c.typcollation),
      ' default ' || c.typdefault, case when c.typnotnull then ' not null' end,
      (select string_agg(format(E'\\n  constraint %I %s', conname, pg_get_constraintdef(o.oid)), '' order by conname collate "C")
       from pg_constraint o where contypid = c.oid and contype = 'c')) as sql
    from pg_type c join pg_namespace n on n.oid = c.typnamespace
    where c.typtype = 'd' and ${ours('pg_type', 'c.oid', 'c.typnamespace')}
    order by n.nspname collate "C", c.typname collate "C"`,
  composites: `
    select format(E'create type %s as (\\n%s\\n);', ${TABLE_NAME},
      string_agg(format('  %I %s', attname, format_type(atttypid, atttypmod)), E',\\n' order by attnum)) as sql
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and attnum > 0 and not attisdropped
    where c.relkind = 'c' and ${ours('pg_class', 'c.oid', 'c.relnamespace')}
    group by n.nspname, c.relname order by ${BY_NAME}`,
  sequences: `
    select format('create sequence %s as %s start %s increment %s minvalue %s maxvalue %s cache %s%s;', ${TABLE_NAME},
      format_type(seqtypid, null), seqstart, seqincrement, seqmin, seqmax, seqcache, case when seqcycle then ' cycle' end) as sql
    from pg_sequence s join pg_class c on c.oid = seqrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours('pg_class', 'c.oid', 'c.relnamespace')}
    and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'i')
    order by ${BY_NAME}`,
  'functions that need no table': functions(`not ${NEEDS_TABLE}`),
  tables: `
    select format('create %stable %s', case c.relpersistence when 'u' then 'unlogged ' end, ${TABLE_NAME})
      || case when c.relispartition
        then format(' partition of %s %s', (select inhparent::regclass from pg_inherits where inhrelid = c.oid),
          pg_get_expr(c.relpartbound, c.oid))
        else format(E' (\\n%s\\n)', (select string_agg(line, E',\\n' order by rank, name) from (
          select attnum as rank, '' as name, format('  %I %s%s%s%s', attname, format_type(atttypid, atttypmod),
            (select format(' collate %I.%I', collnamespace::regnamespace, collname) from pg_collation k, pg_type t
             where t.oid = atttypid and k.oid = attcollation and attcollation <> typcollation),
            case when attidentity = 'a' then ' generated always as identity'
              when attidentity = 'd' then ' generated by default as identity'
              when attgenerated = 's' then format(' generated always as (%s) stored', pg_get_expr(adbin, adrelid))
              else ' default ' || pg_get_expr(adbin, adrelid) end,
            case when attnotnull then ' not null' end) as line
          from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
          where attrelid = c.oid and attnum > 0 and not attisdropped
          union all
          select 10000 + strpos('puxc', contype::text), conname collate "C",
            format('  constraint %I %s', conname, pg_get_constraintdef(o.oid))
          from pg_constraint o where conrelid = c.oid and contype in ('p', 'u', 'x', 'c')) lines))
        || coalesce(' partition by ' || pg_get_partkeydef(c.oid), '') end
      || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ';'
      || case when c.relrowsecurity then format(E'\\nalter table %s enable row level security;', ${TABLE_NAME}) else '' end
      || case when c.relforcerowsecurity then format(E'\\nalter table %s force row level security;', ${TABLE_NAME}) else '' end
      as sql
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${ours('pg_class', 'c.oid', 'c.relnamespace')}
    order by c.relispartition, ${BY_NAME}`,
  'sequences owned by columns': `
    select format('alter sequence %s owned by %s.%I;', ${TABLE_NAME}, d.refobjid::regclass, a.attname) as sql
    from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.deptype = 'a' and ${ours('pg_class', 'c.oid', 'c.relnamespace')}
    order by ${BY_NAME}`,
  'foreign keys': `
    select format('alter table %s add constraint %I %s;', ${TABLE_NAME}, conname, pg_get_constraintdef(o.oid)) as sql
    from pg_constraint o join pg_class c on c.oid = conrelid join pg_namespace n on n.oid = c.relnamespace
    where contype = 'f' and conparentid = 0 and ${ours('pg_class', 'c.oid', 'c.relnamespace')}
    order by ${BY_NAME}, conname collate "C"`,
  'functions that need a table': functions(NEEDS_TABLE),
  views: `
    select format(E'create %sview %s as\\n%s', case c.relkind when 'm' then 'materialized ' end, ${TABLE_NAME}, pg_get_viewdef(c.oid)) as sql
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and ${ours('pg_class', 'c.oid', 'c.relnamespace')} order by ${BY_NAME}`,
  indexes: `
    select case c.relkind when 'I' then replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
      else pg_get_indexdef(indexrelid) end || ';' as sql
    from pg_index i join pg_class t on t.oid = indrelid join pg_class c on c.oid = indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not c.relispartition and ${ours('pg_class', 't.oid', 'c.relnamespace')}
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    order by n.nspname collate "C", t.relname collate "C", c.relname collate "C"`,
  triggers: `
    select pg_get_triggerdef(t.oid) || ';' || case tgenabled when 'O' then '' else
      format(E'\\nalter table %s %s trigger %I;', ${TABLE_NAME},
        case tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'disable' end, tgname) end as sql
    from pg_trigger t join pg_class c on c.oid = tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not tgisinternal and tgparentid = 0 and ${ours('pg_class', 'c.oid', 'c.relnamespace')}
    order by ${BY_NAME}, tgname collate "C"`,
  policies: `
    select format('create policy %I on %s as %s for %s to %s%s%s;', polname, ${TABLE_NAME},
      case when polpermissive then 'permissive' else 'restrictive' end,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      coalesce((select string_agg(quote_ident(rolname), ', ' order by rolname collate "C") from pg_roles where oid = any (polroles)), 'public'),
      ' using (' || pg_get_expr(polqual, polrelid) || ')', ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')') as sql
    from pg_policy join pg_class c on c.oid = polrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours('pg_class', 'c.oid', 'c.relnamespace')} order by ${BY_NAME}, polname collate "C"`,
  comments: `
    select format('comment on %s %s is %L;', case type when 'table column' then 'column' when 'composite type' then 'type' else type end,
      identity, description) as sql
    from pg_description, pg_identify_object(classoid, objoid, objsubid)
    where (schema in (select nspname from pg_namespace n where ${ours('pg_namespace', 'n.oid', 'n.oid')} and nspname <> 'public')
      or type = 'schema' and identity in (select nspname from pg_namespace n where ${ours('pg_namespace', 'n.oid', 'n.oid')} and nspname <> 'public'))
    order by identity collate "C", type collate "C"`,
  grants: grantsSql,
}

/**
 * The schema of the connected database as SQL text, made from the catalogs: the same bytes for every database that the
 * same migrations made on the same major version of PostgreSQL. The migrator's own schema is left out, so are owners.
 */
export async function dumpSchema(client: ClientBase): Promise<string> {
  const parts = [HEADER]
  await client.query('begin isolation level repeatable read read only')
  try {
    // pg_get_* leave out the schema of what is on the path.
    await client.query(`set local search_path = ''`)
    for (const [title, query] of Object.entries(SECTIONS)) {
      const { rows } = await client.query<{ sql: string }>(query)
      if (rows.length > 0) parts.push(`-- ${title}\n\n${rows.map(({ sql }) => sql.trimEnd()).join(spacing(title))}\n`)
    }
  } finally {
    await client.query('commit')
  }
  return parts.join('\n')
}

const LONG = /^(tables|functions|composites|views)/

const spacing = (title: string) => (LONG.test(title) ? '\n\n' : '\n')
