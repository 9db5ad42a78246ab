-- The domain-free ground: the clock, leases, jobs, events, idempotency, data keys.
-- The application's role owns nothing; each migration grants exactly what its verbs need.

create schema clock;
create table clock.setting (
  only_row boolean primary key default true check (only_row),
  environment text not null check (environment in ('sandbox', 'production')),
  mode text not null check (mode in ('real', 'manual')),
  -- Meaningful for a manual clock only; it never goes back.
  now timestamptz not null,
  check (mode = 'real' or environment = 'sandbox')
);
create function clock.now() returns timestamptz language sql stable
  as $$ select date_trunc('milliseconds', case mode when 'real' then clock_timestamp() else now end) from clock.setting $$;
create function clock.advance(p_to timestamptz) returns timestamptz language plpgsql security definer
  set search_path = pg_catalog as $$
declare v_now timestamptz;
begin
  update clock.setting set now = greatest(now, p_to) where mode = 'manual' returning now into v_now;
  if not found then raise exception 'the clock of this database is not manual' using errcode = 'P0001'; end if;
  perform pg_notify('clock', extract(epoch from v_now)::text);
  return v_now;
end $$;
-- Stamps the database once; afterwards only reads. Returns the stamp in force.
create function clock.stamp(p_environment text, p_mode text) returns clock.setting language plpgsql security definer
  set search_path = pg_catalog as $$
declare v clock.setting;
begin
  insert into clock.setting (environment, mode, now) values (p_environment, p_mode, date_trunc('milliseconds', clock_timestamp()))
    on conflict do nothing;
  select * into v from clock.setting;
  return v;
end $$;

create schema work;
create table work.lease (
  name text primary key,
  holder uuid not null,
  -- Leases run on real time.
  until timestamptz not null
);
create table work.process (
  id uuid primary key,
  roles text not null,
  seen_at timestamptz not null
);
create table work.idempotency (
  partner_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  method text not null,
  path text not null,
  body_hash bytea not null,
  status smallint not null,
  answer text not null,
  request_id text not null,
  created_at timestamptz not null,
  primary key (partner_id, key, method, path)
);
-- Rows come in the order of time, so a block range index finds the old ones and costs an insert nearly nothing.
create index idempotency_created on work.idempotency using brin (created_at);

create schema jobs;
create table jobs.job (
  id uuid primary key,
  partner_id uuid not null,
  kind text not null,
  key text not null,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'dead')),
  due_at timestamptz not null,
  attempt integer not null default 0,
  lease_until timestamptz,
  leased_by uuid,
  last_error text,
  actor text not null,
  request_id text,
  cause text,
  created_at timestamptz not null,
  unique (kind, key),
  check ((state = 'running') = (lease_until is not null))
) with (fillfactor = 70);
create index job_due on jobs.job (due_at) where state = 'waiting';
create index job_leased on jobs.job (lease_until) where state = 'running';
create index job_dead on jobs.job (created_at) where state = 'dead';

create schema events;
create table events.event (
  id uuid primary key,
  partner_id uuid not null,
  type text not null,
  subject text not null,
  version smallint not null,
  -- The frozen bytes that a partner sees: in clear, or under a data key where they hold personal data.
  body text,
  sealed bytea,
  data_key_id uuid,
  actor text not null,
  request_id text,
  cause text,
  created_at timestamptz not null,
  check ((body is null) <> (sealed is null)),
  check ((sealed is null) = (data_key_id is null))
);
-- What the sequencer has not numbered yet. Rows leave when they have their sequence.
create table events.outbox (
  position bigint generated always as identity primary key,
  partner_id uuid not null,
  event_id uuid not null
);

create schema vault;
create table vault.data_key (
  partner_id uuid not null,
  id uuid not null,
  -- AES-256 key under the master key; null once destroyed: what it sealed is then gone everywhere.
  wrapped bytea,
  master_key_id text not null,
  created_at timestamptz not null,
  delete_after timestamptz,
  destroyed_at timestamptz,
  primary key (partner_id, id),
  check ((wrapped is null) = (destroyed_at is not null))
);
-- For wrapping all of a former master key anew, some at a time.
create index data_key_master on vault.data_key (master_key_id) where wrapped is not null;
create index data_key_deletable on vault.data_key (delete_after) where destroyed_at is null and delete_after is not null;

grant usage on schema clock, work, jobs, events, vault to florin_app;
grant select on clock.setting to florin_app;
grant select, insert, update, delete on work.lease, work.process, work.idempotency, jobs.job to florin_app;
grant select, insert on events.event to florin_app;
grant select, insert, delete on events.outbox to florin_app;
grant select, insert, update on vault.data_key to florin_app;
