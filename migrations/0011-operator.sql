-- Who may act for us. What they did is in audit.record.

create schema operator;
create table operator.operator (
  id uuid primary key,
  -- The actor of everything that the operator does, so a name is never used again.
  name text not null unique check (length(name) between 1 and 100),
  roles text[] not null check (cardinality(roles) > 0 and roles <@ array['support', 'compliance', 'finance', 'admin']),
  -- SHA-256 of a token of 256 bits.
  token_hash bytea not null unique check (length(token_hash) = 32),
  version integer not null check (version > 0),
  created_at timestamptz not null,
  disabled_at timestamptz
);

create index record_actor on audit.record (actor, id);

grant usage on schema operator to florin_app;
grant select, insert, update (disabled_at, version) on operator.operator to florin_app;
