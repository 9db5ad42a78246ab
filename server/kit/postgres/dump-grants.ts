/**
 * What the privileges of each object of ours differ by from PostgreSQL's default for its kind: revokes, then grants.
 * The owner's own are left out, since owners differ from one installation to another.
 */
const OBJECTS = `
  select 'schema' as kind, quote_ident(nspname) as name, nspacl as acl, 'n'::"char" as type, nspowner as owner, oid as namespace
    from pg_namespace
  union all
  select case relkind when 'S' then 'sequence' else 'table' end, format('%I.%I', nspname, relname), relacl,
    case relkind when 'S' then 's'::"char" else 'r'::"char" end, relowner, relnamespace
    from pg_class join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select case prokind when 'p' then 'procedure' else 'function' end,
    format('%I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(p.oid)), proacl, 'f'::"char", proowner, pronamespace
    from pg_proc p join pg_namespace n on n.oid = pronamespace where prokind in ('f', 'p')
  union all
  select 'type', format('%I.%I', nspname, typname), typacl, 'T'::"char", typowner, typnamespace
    from pg_type t join pg_namespace n on n.oid = typnamespace
    where typtype in ('d', 'e') or exists (select from pg_class where oid = typrelid and relkind = 'c')
  union all
  select format('column %I', attname), attrelid::regclass::text, attacl, 'c'::"char", relowner, relnamespace
    from pg_attribute join pg_class c on c.oid = attrelid where attacl is not null and attnum > 0`

export const grantsSql = `
  with objects as (${OBJECTS}),
  kept as (
    select o.* from objects o join pg_namespace n on n.oid = o.namespace
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'migration', 'public')),
  actual as (
    select kind, name, grantee, privilege_type, is_grantable from kept, aclexplode(coalesce(acl, acldefault(type, owner)))
    where grantee <> owner),
  standard as (
    select kind, name, grantee, privilege_type, is_grantable from kept, aclexplode(acldefault(type, owner))
    where grantee <> owner),
  changes as (
    select 1 as step, * from (select * from standard except select * from actual) r
    union all
    select 2, * from (select * from actual except select * from standard) g)
  select case step when 1 then 'revoke ' else 'grant ' end
    || string_agg(lower(privilege_type) || case when kind like 'column %' then format(' (%s)', substr(kind, 8)) else '' end, ', '
         order by privilege_type collate "C")
    || format(' on %s %s ', case when kind like 'column %' then 'table' else kind end, name)
    || case step when 1 then 'from ' else 'to ' end
    || case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end
    || case when step = 2 and is_grantable then ' with grant option' else '' end || ';' as sql
  from changes
  group by step, kind, name, grantee, is_grantable
  order by kind collate "C", name collate "C", step, grantee::regrole::text collate "C", is_grantable`
