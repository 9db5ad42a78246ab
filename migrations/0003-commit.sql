-- The customer's history, the audit trail, and the one function by which a decision reaches the database.

create schema statement;
create table statement.line (
  partner_id uuid not null,
  -- The user, or the partner itself.
  owner_id uuid not null,
  -- The business id: a UUIDv7, so the key sorts by time.
  id uuid not null,
  type text not null check (type in ('SEPA_DEPOSIT', 'SEPA_TRANSFER', 'CRYPTO_DEPOSIT', 'CRYPTO_WITHDRAWAL', 'EXCHANGE',
    'P2P_TRANSFER', 'CARD_TRANSACTION', 'FEE', 'ADJUSTMENT', 'ORDER', 'PAYMENT_LINK')),
  direction text not null check (direction in ('IN', 'OUT')),
  status text not null,
  account_id uuid not null,
  asset text not null,
  units numeric(38,0) not null check (units > 0),
  fee_units numeric(38,0) not null default 0,
  fee_asset text,
  -- In clear only where it is no personal data (another user's externalUserId, the asset of an exchange).
  counterparty text,
  reference text,
  -- {counterparty, reference} under the owner's data key.
  sealed bytea,
  balance_after numeric(38,0),
  created_at timestamptz not null,
  completed_at timestamptz,
  primary key (partner_id, owner_id, id)
) with (fillfactor = 90);

create schema audit;
create table audit.record (
  id uuid primary key,
  partner_id uuid not null,
  at timestamptz not null,
  actor text not null,
  reason text,
  request_id text,
  cause text,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'
);
create index record_partner on audit.record (partner_id, id);
create index record_subject on audit.record (subject, id);

-- Writes the items of one call: idempotency rows, postings and holds, history, events, jobs, audit, and rows of the
-- contexts' own tables. Each item is written as a whole or refused with a verdict; a refusal touches no other item.
-- Locks: idempotency keys first, then accounts, then holds, each in key order, so that two calls never deadlock.
-- `o` numbers the items from 1 to p_count.
create function work.commit(
  p_count integer, p_entries json, p_lines json, p_holds json, p_history json, p_events json, p_jobs json,
  p_audit json, p_rows json, p_answers json, p_refusals json
) returns table (o integer, verdict text) language plpgsql set search_path = pg_catalog as $$
declare
  v_refused integer[] := '{}';
  v_claimed integer[];
  v_table text;
  r record;
begin
  if json_array_length(p_answers) > 0 then
    with given as (
      select * from json_to_recordset(p_answers) as a(o integer, partner_id uuid, key text, method text, path text,
        body_hash text, status smallint, answer text, request_id text, created_at timestamptz)
    ), claimed as (
      insert into work.idempotency (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
      select g.partner_id, g.key, g.method, g.path, decode(g.body_hash, 'hex'), g.status, g.answer, g.request_id, g.created_at
      from given g order by g.partner_id, g.key, g.method, g.path
      on conflict do nothing returning partner_id, key, method, path
    )
    select coalesce(array_agg(g.o), '{}') into v_claimed from given g
    where not exists (select 1 from claimed c where (c.partner_id, c.key, c.method, c.path) = (g.partner_id, g.key, g.method, g.path));
    if cardinality(v_claimed) > 0 then
      -- Somebody else has the key: nothing of this item is written, the caller reads the stored answer.
      for r in select unnest(v_claimed) as n loop
        o := r.n; verdict := 'claimed'; v_refused := v_refused || r.n; return next;
      end loop;
      p_entries := (select coalesce(json_agg(x), '[]') from json_array_elements(p_entries) x where (x ->> 'o')::int <> all (v_refused));
      p_lines := (select coalesce(json_agg(x), '[]') from json_array_elements(p_lines) x where (x ->> 'o')::int <> all (v_refused));
      p_holds := (select coalesce(json_agg(x), '[]') from json_array_elements(p_holds) x where (x ->> 'o')::int <> all (v_refused));
    end if;
  end if;

  if json_array_length(p_entries) > 0 or json_array_length(p_holds) > 0 then
    for r in select p.o as n, p.verdict as v from ledger.post_items(p_entries, p_lines, p_holds, 1, p_count) p loop
      o := r.n; verdict := r.v; v_refused := v_refused || r.n; return next;
      update work.idempotency i set status = (p_refusals -> r.v ->> 'status')::smallint, answer = p_refusals -> r.v ->> 'answer'
      from json_to_recordset(p_answers) as a(o integer, partner_id uuid, key text, method text, path text)
      where a.o = r.n and (i.partner_id, i.key, i.method, i.path) = (a.partner_id, a.key, a.method, a.path)
        and p_refusals -> r.v is not null;
    end loop;
  end if;

  for v_table in select distinct x ->> 'table' from json_array_elements(p_rows) x loop
    execute format(
      'insert into %1$s select (json_populate_record(null::%1$s, x -> ''row'')).* from json_array_elements($1) x
       where x ->> ''table'' = $2 and (x ->> ''o'')::int <> all ($3)', v_table::regclass)
      using p_rows, v_table, v_refused;
  end loop;

  if json_array_length(p_history) > 0 then
    insert into statement.line (partner_id, owner_id, id, type, direction, status, account_id, asset, units, fee_units, fee_asset,
                                counterparty, reference, sealed, balance_after, created_at, completed_at)
    select h.partner_id, h.owner_id, h.id, h.type, h.direction, h.status, h.account_id, h.asset, h.units, coalesce(h.fee_units, 0), h.fee_asset,
           h.counterparty, h.reference, decode(h.sealed, 'base64'),
           coalesce(
             (select case when p.credit_account = h.account_id then p.credit_balance else p.debit_balance end
              from ledger.posting p where p.partner_id = h.partner_id and p.entry_id = h.entry_id
                and (p.debit_account = h.account_id or p.credit_account = h.account_id) order by p.line desc limit 1),
             (select a.posted from ledger.account a where a.partner_id = h.partner_id and a.id = h.account_id)),
           h.created_at, h.completed_at
    from json_to_recordset(p_history) as h(o integer, partner_id uuid, owner_id uuid, id uuid, type text, direction text, status text,
      account_id uuid, asset text, units numeric, fee_units numeric, fee_asset text, counterparty text, reference text, sealed text,
      entry_id uuid, created_at timestamptz, completed_at timestamptz)
    where h.o <> all (v_refused)
    on conflict (partner_id, owner_id, id) do update set
      status = excluded.status, completed_at = excluded.completed_at, balance_after = excluded.balance_after,
      fee_units = excluded.fee_units, fee_asset = excluded.fee_asset;
  end if;

  if json_array_length(p_events) > 0 then
    with given as materialized (
      select * from json_to_recordset(p_events) as e(o integer, n integer, id uuid, partner_id uuid, type text, subject text, version smallint,
        body text, sealed text, data_key_id uuid, actor text, request_id text, cause text, created_at timestamptz)
      where e.o <> all (v_refused)
    ), kept as (
      insert into events.event (id, partner_id, type, subject, version, body, sealed, data_key_id, actor, request_id, cause, created_at)
      select id, partner_id, type, subject, version, body, decode(sealed, 'base64'), data_key_id, actor, request_id, cause, created_at from given
    )
    insert into events.outbox (partner_id, event_id) select partner_id, id from given order by given.o, n;
    perform pg_notify('outbox', '');
  end if;

  if json_array_length(p_jobs) > 0 then
    insert into jobs.job (id, partner_id, kind, key, payload, due_at, actor, request_id, cause, created_at)
    select j.id, j.partner_id, j.kind, j.key, j.payload, j.due_at, j.actor, j.request_id, j.cause, j.created_at
    from json_to_recordset(p_jobs) as j(o integer, id uuid, partner_id uuid, kind text, key text, payload jsonb, due_at timestamptz,
      actor text, request_id text, cause text, created_at timestamptz)
    where j.o <> all (v_refused)
    on conflict (kind, key) do nothing;
    perform pg_notify('jobs', '');
  end if;

  if json_array_length(p_audit) > 0 then
    insert into audit.record (id, partner_id, at, actor, reason, request_id, cause, action, subject, detail)
    select a.id, a.partner_id, a.at, a.actor, a.reason, a.request_id, a.cause, a.action, a.subject, coalesce(a.detail, '{}')
    from json_to_recordset(p_audit) as a(o integer, id uuid, partner_id uuid, at timestamptz, actor text, reason text, request_id text,
      cause text, action text, subject text, detail jsonb)
    where a.o <> all (v_refused);
  end if;
end $$;

-- Claims an idempotency key for the open transaction; false when it is taken. A transaction that is claiming the same
-- key is waited for, but no longer than a caller is promised.
create function work.claim(p_partner uuid, p_key text, p_method text, p_path text, p_body_hash text, p_request text, p_at timestamptz)
  returns boolean language plpgsql set lock_timeout = '2s' set search_path = pg_catalog as $$
begin
  insert into work.idempotency (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
  values (p_partner, p_key, p_method, p_path, decode(p_body_hash, 'hex'), 0, '', p_request, p_at) on conflict do nothing;
  return found;
end $$;

revoke all on all functions in schema work from public;
grant usage on schema statement, audit to florin_app;
grant select, insert, update on statement.line to florin_app;
grant select, insert on audit.record to florin_app;
grant execute on function work.commit(integer, json, json, json, json, json, json, json, json, json, json),
  work.claim(uuid, text, text, text, text, text, timestamptz) to florin_app;
