-- Partners, their keys, where they may call from, and what they called.

create schema partners;
create table partners.partner (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  -- Fixed at onboarding: the application's role may not change it.
  model text not null check (model in ('kyc', 'no-kyc')),
  state text not null check (state in ('active', 'suspended')),
  settings jsonb not null,
  -- Seals the partner's own secrets.
  data_key_id uuid not null,
  version integer not null check (version > 0),
  created_at timestamptz not null
);

create table partners.api_key (
  partner_id uuid not null references partners.partner,
  id uuid not null,
  -- SHA-256 of the key, which has 256 bits of chance: a slow hash would guard nothing more.
  hash bytea not null unique check (length(hash) = 32),
  prefix text not null,
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'admin']),
  version integer not null check (version > 0),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (partner_id, id)
);

create table partners.ip_allow (
  partner_id uuid not null references partners.partner,
  position integer not null,
  range text not null,
  primary key (partner_id, position)
);

-- Counts the changes of the tables above, in their transactions: a cache that has seen this number is up to date.
create table partners.generation (
  only_row boolean primary key default true check (only_row),
  number bigint not null
);
insert into partners.generation (number) values (0);

create table partners.request_log (
  partner_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  key_id text not null,
  method text not null,
  path text not null,
  endpoint_id text,
  status smallint not null,
  error_code text,
  error_message text,
  ip text not null,
  idempotency_key text,
  replayed boolean not null,
  latency_ms integer not null,
  primary key (partner_id, at, id)
);
-- Refusals are few, so a partner that looks for them reads few rows; the rest is found along the primary key.
create index request_log_refused on partners.request_log (partner_id, status, at, id) where status >= 400;
create index request_log_age on partners.request_log using brin (at);

grant usage on schema partners to florin_app;
grant select, insert, update (name, state, settings, version) on partners.partner to florin_app;
grant select, insert, update (last_used_at, revoked_at, version) on partners.api_key to florin_app;
grant select, insert, delete on partners.ip_allow to florin_app;
grant select, update (number) on partners.generation to florin_app;
grant select, insert, delete on partners.request_log to florin_app;
