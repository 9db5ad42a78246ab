-- Double entry. A posting is one row from a debit account to a credit account: balanced by construction.
-- The application's role cannot write here at all except through the functions below, which run as the owner.

create schema ledger;
create table ledger.chart (
  code text primary key,
  class text not null check (class in ('asset', 'liability', 'income', 'expense', 'equity')),
  -- Floored accounts carry a locked balance that may not fall below its floor; the others are only appended to.
  floored boolean not null,
  check (not floored or class = 'liability')
);
insert into ledger.chart (code, class, floored) values
  ('bank-safeguarding', 'asset', false), ('bank-own', 'asset', false),
  ('chain-deposit', 'asset', false), ('chain-hot', 'asset', false),
  ('card-settlement', 'asset', false), ('customer-receivable', 'asset', false),
  ('customer', 'liability', true), ('partner', 'liability', true),
  ('suspense', 'liability', false),
  ('in-transit-sepa-in', 'liability', false), ('in-transit-sepa-out', 'liability', false),
  ('in-transit-chain-in', 'liability', false), ('in-transit-chain-out', 'liability', false),
  ('in-transit-card', 'liability', false),
  ('fee-exchange', 'income', false), ('fee-sepa', 'income', false),
  ('fee-crypto', 'income', false), ('fee-card', 'income', false),
  ('cost-rail', 'expense', false), ('cost-network', 'expense', false),
  ('own-funds', 'equity', false), ('fx-position', 'equity', false), ('rounding', 'equity', false);

create table ledger.asset (
  asset text primary key,
  -- Decimals of one ledger unit, and of one unit on the wire.
  scale smallint not null,
  wire_decimals smallint not null check (wire_decimals <= scale)
);
insert into ledger.asset (asset, scale, wire_decimals) values
  ('eur', 2, 2), ('usdc', 6, 6), ('usdt', 6, 6), ('btc', 8, 8), ('ltc', 8, 8), ('doge', 8, 8), ('eth', 18, 8), ('pol', 18, 8);

create table ledger.account (
  partner_id uuid not null,
  id uuid not null,
  code text not null references ledger.chart,
  asset text not null references ledger.asset,
  -- The user, the partner itself, or the nil UUID for a house account.
  owner_id uuid not null,
  state text not null default 'open' check (state in ('open', 'waiting', 'no-debit', 'closed')),
  floor numeric(38,0),
  posted numeric(38,0) not null default 0,
  held numeric(38,0) not null default 0 check (held >= 0),
  receivable numeric(38,0) not null default 0 check (receivable >= 0),
  -- Counts the postings that touched it: a lost or doubled update shows as a gap.
  version bigint not null default 0,
  opened_at timestamptz not null,
  primary key (partner_id, id),
  unique (partner_id, owner_id, code, asset),
  check (floor is null or posted - held >= floor),
  check (floor is not null or (posted = 0 and held = 0 and receivable = 0 and version = 0))
) with (fillfactor = 50);

create table ledger.entry (
  partner_id uuid not null,
  id uuid not null,
  kind text not null,
  business_id uuid not null,
  booked_at timestamptz not null,
  value_date date not null,
  actor text not null,
  reason text,
  request_id text,
  cause text,
  reverses uuid,
  -- Tells the sealer which entries are committed for good: those below the oldest running transaction.
  xid xid8 not null default pg_current_xact_id(),
  primary key (partner_id, id),
  unique (partner_id, business_id, kind)
);
create unique index entry_reversal on ledger.entry (partner_id, reverses) where reverses is not null;
create index entry_xid on ledger.entry (xid);

create table ledger.posting (
  partner_id uuid not null,
  entry_id uuid not null,
  line smallint not null,
  debit_account uuid not null,
  credit_account uuid not null,
  asset text not null,
  units numeric(38,0) not null check (units > 0),
  -- The customer account whose receivable this line raises or repays.
  on_behalf uuid,
  -- Version and balance of a floored account after this line; null on the side of a house account.
  debit_version bigint,
  debit_balance numeric(38,0),
  credit_version bigint,
  credit_balance numeric(38,0),
  booked_at timestamptz not null,
  primary key (partner_id, entry_id, line),
  check (debit_account <> credit_account),
  check ((debit_version is null) = (debit_balance is null)),
  check ((credit_version is null) = (credit_balance is null))
);
create unique index posting_debit on ledger.posting (partner_id, debit_account, debit_version) where debit_version is not null;
create unique index posting_credit on ledger.posting (partner_id, credit_account, credit_version) where credit_version is not null;

create table ledger.hold (
  partner_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  asset text not null,
  kind text not null,
  business_id uuid not null,
  units numeric(38,0) not null check (units > 0),
  remaining numeric(38,0) not null check (remaining >= 0),
  captured numeric(38,0) not null default 0 check (captured >= 0),
  released numeric(38,0) not null default 0 check (released >= 0),
  state text not null default 'active' check (state in ('active', 'captured', 'released', 'expired')),
  placed_at timestamptz not null,
  expires_at timestamptz,
  ended_at timestamptz,
  primary key (partner_id, id),
  unique (partner_id, business_id, kind),
  foreign key (partner_id, account_id) references ledger.account,
  check (units = remaining + captured + released),
  check ((state = 'active') = (remaining > 0)),
  check ((state = 'active') = (ended_at is null))
) with (fillfactor = 70);
create index hold_account on ledger.hold (partner_id, account_id) where state = 'active';
create index hold_expiry on ledger.hold (expires_at) where state = 'active' and expires_at is not null;

-- Sealed history: blocks of leaves, one leaf an entry with its postings; see docs/books.md for the encoding.
create table ledger.block (
  number bigint primary key check (number >= 0),
  previous_hash bytea not null,
  root bytea not null,
  hash bytea not null unique,
  leaves integer not null check (leaves > 0),
  -- All entries with a smaller xid are in this block or an earlier one.
  horizon xid8 not null default pg_current_xact_id(),
  earliest timestamptz not null,
  latest timestamptz not null,
  sealed_at timestamptz not null,
  key_id text not null,
  signature bytea not null
);
create index block_latest on ledger.block (latest);
create index block_earliest on ledger.block (earliest);
create table ledger.leaf (
  block_number bigint not null references ledger.block,
  position integer not null,
  partner_id uuid not null,
  entry_id uuid not null,
  hash bytea not null,
  primary key (block_number, position),
  unique (partner_id, entry_id)
);
-- A house account's balance after each block that touched it, so that a balance never costs its whole history.
create table ledger.roll_up (
  partner_id uuid not null,
  account_id uuid not null,
  block_number bigint not null references ledger.block,
  balance numeric(38,0) not null,
  primary key (partner_id, account_id, block_number)
);

create function ledger.house_id(p_partner uuid, p_code text, p_asset text) returns uuid language sql immutable parallel safe
  return md5('house|' || p_partner::text || '|' || p_code || '|' || p_asset)::uuid;

-- Opens the house accounts of a partner (every house code in every asset) and its own floored accounts.
create function ledger.open_partner(p_partner uuid, p_at timestamptz) returns void language sql security definer
  set search_path = pg_catalog as $$
  insert into ledger.account (partner_id, id, code, asset, owner_id, floor, opened_at)
  select p_partner, ledger.house_id(p_partner, c.code, a.asset), c.code, a.asset,
         case when c.floored then p_partner else '00000000-0000-0000-0000-000000000000'::uuid end,
         case when c.floored then 0 end, p_at
  from ledger.chart c cross join ledger.asset a
  where c.code <> 'customer'
    and (not c.floored or p_partner <> '00000000-0000-0000-0000-000000000000')
  on conflict do nothing;
$$;

-- Opens a customer's accounts, one an asset. p_accounts: [{id, asset}].
create function ledger.open_customer(p_partner uuid, p_owner uuid, p_state text, p_at timestamptz, p_accounts json) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into ledger.account (partner_id, id, code, asset, owner_id, state, floor, opened_at)
  select p_partner, r.id, 'customer', r.asset, p_owner, p_state, 0, p_at
  from json_to_recordset(p_accounts) as r(id uuid, asset text);
$$;

-- Sets the state of all accounts of an owner, or of one. A closed account stays closed.
create function ledger.set_state(p_partner uuid, p_owner uuid, p_state text, p_asset text default null) returns integer
  language plpgsql security definer set search_path = pg_catalog as $$
declare n integer;
begin
  perform 1 from ledger.account where partner_id = p_partner and owner_id = p_owner order by id for no key update;
  if p_state = 'closed' and exists (
    select 1 from ledger.account where partner_id = p_partner and owner_id = p_owner
      and (p_asset is null or asset = p_asset) and (posted <> 0 or held <> 0 or receivable <> 0)
  ) then return -1; end if;
  update ledger.account set state = p_state
   where partner_id = p_partner and owner_id = p_owner and (p_asset is null or asset = p_asset) and state <> 'closed';
  get diagnostics n = row_count;
  return n;
end $$;

create type ledger.line_in as (
  o integer, i integer, partner_id uuid, entry_id uuid, debit uuid, credit uuid, asset text, units numeric,
  forced boolean, on_behalf uuid
);
create type ledger.hold_in as (
  o integer, op text, partner_id uuid, id uuid, account_id uuid, asset text, kind text, business_id uuid,
  units numeric, expires_at timestamptz
);

-- For one item alone: a forced debit takes what is available and books the rest to the customer's receivable;
-- a credit to an account with a receivable repays it first.
create function ledger.split_receivables(p_lines ledger.line_in[], p_holds ledger.hold_in[]) returns ledger.line_in[]
  language plpgsql set search_path = pg_catalog as $$
declare
  l ledger.line_in;
  a ledger.account;
  v_out ledger.line_in[] := '{}';
  v_available jsonb := '{}';
  v_receivable jsonb := '{}';
  v_free numeric;
  v_owed numeric;
  v_part numeric;
  v_house uuid;
begin
  -- A capture or release in the same item frees what it held before the lines are booked.
  select coalesce(jsonb_object_agg(h.account_id, h.freed), '{}') into v_available from (
    select account_id, sum(case op when 'place' then -units else units end) as freed from unnest(p_holds) group by account_id
  ) h;
  foreach l in array p_lines loop
    select * into a from ledger.account where partner_id = l.partner_id and id = l.debit;
    if l.forced and a.floor is not null then
      v_free := greatest(0, a.posted - a.held - a.floor + coalesce((v_available ->> l.debit::text)::numeric, 0));
      v_part := least(v_free, l.units);
      v_house := ledger.house_id(l.partner_id, 'customer-receivable', l.asset);
      if v_part > 0 then
        v_out := v_out || row(l.o, 0, l.partner_id, l.entry_id, l.debit, l.credit, l.asset, v_part, false, null)::ledger.line_in;
      end if;
      if v_part < l.units then
        v_out := v_out || row(l.o, 0, l.partner_id, l.entry_id, v_house, l.credit, l.asset, l.units - v_part, false, l.debit)::ledger.line_in;
        v_receivable := jsonb_set(v_receivable, array[l.debit::text],
          to_jsonb(coalesce((v_receivable ->> l.debit::text)::numeric, 0) + l.units - v_part));
      end if;
      v_available := jsonb_set(v_available, array[l.debit::text],
        to_jsonb(coalesce((v_available ->> l.debit::text)::numeric, 0) - v_part));
    else
      v_out := v_out || row(l.o, 0, l.partner_id, l.entry_id, l.debit, l.credit, l.asset, l.units, false, null)::ledger.line_in;
      if a.floor is not null then
        v_available := jsonb_set(v_available, array[l.debit::text],
          to_jsonb(coalesce((v_available ->> l.debit::text)::numeric, 0) - l.units));
      end if;
    end if;
    select * into a from ledger.account where partner_id = l.partner_id and id = l.credit;
    if a.floor is not null then
      v_available := jsonb_set(v_available, array[l.credit::text],
        to_jsonb(coalesce((v_available ->> l.credit::text)::numeric, 0) + l.units));
      v_owed := a.receivable + coalesce((v_receivable ->> l.credit::text)::numeric, 0);
      v_part := least(v_owed, l.units);
      if v_part > 0 then
        v_out := v_out || row(l.o, 0, l.partner_id, l.entry_id, l.credit,
          ledger.house_id(l.partner_id, 'customer-receivable', l.asset), l.asset, v_part, false, l.credit)::ledger.line_in;
        v_receivable := jsonb_set(v_receivable, array[l.credit::text],
          to_jsonb(coalesce((v_receivable ->> l.credit::text)::numeric, 0) - v_part));
        v_available := jsonb_set(v_available, array[l.credit::text],
          to_jsonb(coalesce((v_available ->> l.credit::text)::numeric, 0) - v_part));
      end if;
    end if;
  end loop;
  return (select array_agg(row(x.o, n, x.partner_id, x.entry_id, x.debit, x.credit, x.asset, x.units, false, x.on_behalf)::ledger.line_in)
          from unnest(v_out) with ordinality as x(o, i, partner_id, entry_id, debit, credit, asset, units, forced, on_behalf, n));
end $$;

-- Books the items p_first to p_last, all or none. Null: booked. Otherwise the verdict: of the one item, or 'split' when
-- there are several and one of them needs to be looked at alone. The caller has locked the accounts and holds.
-- Rows come as one array a column, which the server reads fastest; plans are generic, since planning anew would cost
-- more than a call.
create function ledger.apply(
  p_first integer, p_last integer,
  e_o integer[], e_partner uuid[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_actor text[],
  e_reason text[], e_request text[], e_cause text[], e_reverses uuid[],
  l_o integer[], l_i integer[], l_partner uuid[], l_entry uuid[], l_debit uuid[], l_credit uuid[], l_asset text[],
  l_units numeric[], l_forced boolean[], l_on_behalf uuid[],
  p_holds ledger.hold_in[]
) returns text language plpgsql set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
declare
  v_alone boolean := p_first = p_last;
  v_now timestamptz := clock.now();
  v_has_holds boolean := cardinality(p_holds) > 0;
  v_lines ledger.line_in[];
  v_verdict text;
  v_special boolean;
begin
  if v_has_holds then
    select min(case
        when p.op = 'place' then null
        when h.id is null or h.account_id <> p.account_id or h.asset <> p.asset then '1 hold-missing'
        when h.remaining < p.units then '2 hold-ended'
      end) into v_verdict
    from unnest(p_holds) p left join ledger.hold h on h.partner_id = p.partner_id and h.id = p.id
    where p.o between p_first and p_last;
    if v_verdict is null and not v_alone and exists (
      select 1 from unnest(p_holds) p where p.o between p_first and p_last group by p.partner_id, p.id having count(*) > 1) then
      v_verdict := '9 split';
    end if;
    if v_verdict is not null then return case when v_alone then substr(v_verdict, 3) else 'split' end; end if;
  end if;

  -- What each item does to each account, and what is available on a floored one after it.
  with delta as (
    select o, partner_id, account, asset, sum(dp) as dp, sum(dh) as dh, bool_or(debit) as debit, bool_or(forced) as forced
    from (
      select o, partner_id, debit as account, asset, -units as dp, 0 as dh, true as debit, forced
      from unnest(l_o, l_partner, l_debit, l_asset, l_units, l_forced) as l(o, partner_id, debit, asset, units, forced)
      where o between p_first and p_last
      union all
      select o, partner_id, credit, asset, units, 0, false, false
      from unnest(l_o, l_partner, l_credit, l_asset, l_units) as l(o, partner_id, credit, asset, units)
      where o between p_first and p_last
      union all
      select o, partner_id, account_id, asset, 0, case op when 'place' then units else -units end, op = 'place', false
      from unnest(p_holds) where o between p_first and p_last
    ) x group by o, partner_id, account, asset
  ), run as (
    select d.dp, d.dh, d.debit, d.forced, a.id, a.asset = d.asset as same_asset, a.floor, a.state, a.receivable,
           a.posted - a.held + sum(d.dp - d.dh) over (partition by d.partner_id, d.account order by d.o) as available
    from delta d left join ledger.account a on a.partner_id = d.partner_id and a.id = d.account
  )
  select min(case
      when id is null then '1 account-missing'
      when not same_asset then '2 asset-mismatch'
      when floor is null then null
      when state = 'closed' then '3 account-closed'
      when state = 'waiting' then '4 account-waiting'
      when state = 'no-debit' and debit and not forced then '5 account-no-debit'
      when dp - dh < 0 and available < floor and not forced then '6 insufficient-funds'
    end), bool_or(floor is not null and (forced or (receivable > 0 and dp > 0)))
  into v_verdict, v_special from run;

  if not v_alone and (v_verdict is not null or v_special) then return 'split'; end if;
  if v_verdict is not null then return substr(v_verdict, 3); end if;
  if v_special then
    v_lines := ledger.split_receivables(
      array(select row(o, i, partner_id, entry_id, debit, credit, asset, units, forced, null)::ledger.line_in
            from unnest(l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_forced)
              as l(o, i, partner_id, entry_id, debit, credit, asset, units, forced) where o = p_first order by entry_id, i),
      array(select h from unnest(p_holds) h where h.o = p_first));
    select array_agg(o), array_agg(i), array_agg(partner_id), array_agg(entry_id), array_agg(debit), array_agg(credit),
           array_agg(asset), array_agg(units), array_agg(on_behalf)
      into l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_on_behalf
    from (select *, row_number() over (partition by l.entry_id order by l.n) as i from (
            select x.o, x.partner_id, x.entry_id, x.debit, x.credit, x.asset, x.units, x.on_behalf, n
            from unnest(v_lines) with ordinality as x(o, i, partner_id, entry_id, debit, credit, asset, units, forced, on_behalf, n)) l) y;
  end if;

  with leg as (
    select o, i, 0 as side, partner_id, entry_id, debit as account, debit, credit, asset, units, -units as delta, on_behalf
    from unnest(l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_on_behalf)
      as l(o, i, partner_id, entry_id, debit, credit, asset, units, on_behalf) where o between p_first and p_last
    union all
    select o, i, 1, partner_id, entry_id, credit, debit, credit, asset, units, units, on_behalf
    from unnest(l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_on_behalf)
      as l(o, i, partner_id, entry_id, debit, credit, asset, units, on_behalf) where o between p_first and p_last
  ), run as (
    select l.*, a.floor is not null as floored,
           a.posted + sum(l.delta) over w as balance, a.version + row_number() over w as version
    from leg l join ledger.account a on a.partner_id = l.partner_id and a.id = l.account
    window w as (partition by l.partner_id, l.account order by l.o, l.i, l.side)
  ), change as (
    select partner_id, account, sum(posted) as posted, sum(touched) as touched, sum(held) as held, sum(owed) as owed from (
      select partner_id, account, delta as posted, 1 as touched, 0 as held, 0 as owed from run where floored
      union all
      select partner_id, account_id, 0, 0, case op when 'place' then units else -units end, 0
      from unnest(p_holds) where o between p_first and p_last
      union all
      -- A line from the receivable account raises what the customer owes, a line to it repays.
      select partner_id, on_behalf, 0, 0, 0, case when debit = on_behalf then -units else units end
      from leg where side = 0 and on_behalf is not null
    ) x group by partner_id, account
  ), updated as (
    update ledger.account a set posted = a.posted + c.posted, held = a.held + c.held,
           receivable = a.receivable + c.owed, version = a.version + c.touched
    from change c where a.partner_id = c.partner_id and a.id = c.account
  ), entries as (
    insert into ledger.entry (partner_id, id, kind, business_id, booked_at, value_date, actor, reason, request_id, cause, reverses)
    select partner_id, id, kind, business_id, v_now, coalesce(value_date::date, (v_now at time zone 'Europe/Berlin')::date),
           actor, reason, request_id, cause, reverses
    from unnest(e_o, e_partner, e_id, e_kind, e_business, e_value_date, e_actor, e_reason, e_request, e_cause, e_reverses)
      as e(o, partner_id, id, kind, business_id, value_date, actor, reason, request_id, cause, reverses)
    where o between p_first and p_last
  )
  insert into ledger.posting (partner_id, entry_id, line, debit_account, credit_account, asset, units, on_behalf,
                              debit_version, debit_balance, credit_version, credit_balance, booked_at)
  select partner_id, entry_id, i, debit, credit, asset, units, on_behalf,
         max(version) filter (where side = 0 and floored), max(balance) filter (where side = 0 and floored),
         max(version) filter (where side = 1 and floored), max(balance) filter (where side = 1 and floored), v_now
  from run group by o, partner_id, entry_id, i, debit, credit, asset, units, on_behalf
  order by o, i;

  if v_has_holds then
    insert into ledger.hold (partner_id, id, account_id, asset, kind, business_id, units, remaining, placed_at, expires_at)
    select partner_id, id, account_id, asset, kind, business_id, units, units, v_now, expires_at
    from unnest(p_holds) where op = 'place' and o between p_first and p_last;
    update ledger.hold h set
        remaining = h.remaining - p.units,
        captured = h.captured + case p.op when 'capture' then p.units else 0 end,
        released = h.released + case p.op when 'capture' then 0 else p.units end,
        state = case when h.remaining > p.units then 'active'
                     else case p.op when 'capture' then 'captured' when 'expire' then 'expired' else 'released' end end,
        ended_at = case when h.remaining > p.units then null else v_now end
    from unnest(p_holds) p
    where p.op <> 'place' and p.o between p_first and p_last and h.partner_id = p.partner_id and h.id = p.id;
  end if;
  return null;
end $$;

-- Books what can be booked and names the verdict of each item that cannot. A set that does not go through as one is
-- halved until the items that stand in its way are alone: k refusals among n cost about k·log n calls, not n.
create function ledger.book(
  p_first integer, p_last integer,
  e_o integer[], e_partner uuid[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_actor text[],
  e_reason text[], e_request text[], e_cause text[], e_reverses uuid[],
  l_o integer[], l_i integer[], l_partner uuid[], l_entry uuid[], l_debit uuid[], l_credit uuid[], l_asset text[],
  l_units numeric[], l_forced boolean[], l_on_behalf uuid[],
  p_holds ledger.hold_in[]
) returns table (o integer, verdict text) language plpgsql set search_path = pg_catalog as $$
declare
  v text;
  v_middle integer := (p_first + p_last) / 2;
begin
  v := ledger.apply(p_first, p_last, e_o, e_partner, e_id, e_kind, e_business, e_value_date, e_actor, e_reason, e_request, e_cause,
    e_reverses, l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_forced, l_on_behalf, p_holds);
  if v is null then return; end if;
  if p_first = p_last then
    o := p_first; verdict := v; return next;
    return;
  end if;
  return query select * from ledger.book(p_first, v_middle, e_o, e_partner, e_id, e_kind, e_business, e_value_date, e_actor,
    e_reason, e_request, e_cause, e_reverses, l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_forced,
    l_on_behalf, p_holds);
  return query select * from ledger.book(v_middle + 1, p_last, e_o, e_partner, e_id, e_kind, e_business, e_value_date, e_actor,
    e_reason, e_request, e_cause, e_reverses, l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_forced,
    l_on_behalf, p_holds);
end $$;

-- The only door to the books. Items are numbered from 1 to p_count, each booked or refused as a whole; those in
-- p_without are left out.
create function ledger.post(
  p_count integer, p_without integer[],
  e_o integer[], e_partner uuid[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_actor text[],
  e_reason text[], e_request text[], e_cause text[], e_reverses uuid[],
  l_o integer[], l_i integer[], l_partner uuid[], l_entry uuid[], l_debit uuid[], l_credit uuid[], l_asset text[],
  l_units numeric[], l_forced boolean[],
  p_holds json
) returns table (o integer, verdict text) language plpgsql security definer
  set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
declare
  v_holds ledger.hold_in[] := '{}';
  v_none uuid[] := array_fill(null::uuid, array[coalesce(cardinality(l_o), 0)]);
  v_first integer := 1;
  v_gap integer;
begin
  if json_array_length(p_holds) > 0 then
    v_holds := array(select x from json_populate_recordset(null::ledger.hold_in, p_holds) x);
    if exists (select 1 from unnest(v_holds) h where h.units is null or h.units <= 0 or h.units <> trunc(h.units)) then
      raise exception 'a hold must be a positive whole number of units' using errcode = '22003';
    end if;
  end if;
  if exists (select 1 from unnest(l_units) u where u is null or u <= 0 or u <> trunc(u)) then
    raise exception 'a posting must be a positive whole number of units' using errcode = '22003';
  end if;
  if exists (
    select 1 from unnest(l_o, l_partner, l_entry) as l(o, partner_id, entry_id)
    left join unnest(e_o, e_partner, e_id) as e(o, partner_id, id) on e.id = l.entry_id and e.o = l.o
    where e.id is null or e.partner_id <> l.partner_id
  ) then
    raise exception 'a posting must belong to an entry of its item and partner' using errcode = '23514';
  end if;
  -- Locks are taken in one order everywhere: accounts by key, then holds by key.
  perform 1 from ledger.account a join (
    select distinct partner_id, account from (
      select partner_id, account from unnest(l_partner, l_debit) as d(partner_id, account)
      union all select partner_id, account from unnest(l_partner, l_credit) as c(partner_id, account)
      union all select h.partner_id, h.account_id from unnest(v_holds) h
    ) x
  ) k on a.partner_id = k.partner_id and a.id = k.account
  where a.floor is not null order by a.partner_id, a.id for no key update of a;
  if cardinality(v_holds) > 0 then
    perform 1 from ledger.hold h where (h.partner_id, h.id) in (select p.partner_id, p.id from unnest(v_holds) p where p.op <> 'place')
      order by h.partner_id, h.id for no key update;
  end if;
  -- The runs between the items that are left out.
  for v_gap in select n from unnest(p_without || (p_count + 1)) n order by n loop
    if v_first < v_gap then
      return query select * from ledger.book(v_first, v_gap - 1, e_o, e_partner, e_id, e_kind, e_business, e_value_date, e_actor,
        e_reason, e_request, e_cause, e_reverses, l_o, l_i, l_partner, l_entry, l_debit, l_credit, l_asset, l_units, l_forced,
        v_none, v_holds);
    end if;
    v_first := v_gap + 1;
  end loop;
end $$;

select ledger.open_partner('00000000-0000-0000-0000-000000000000', date_trunc('milliseconds', clock_timestamp()));

revoke all on all functions in schema ledger from public;
revoke all on function clock.advance(timestamptz), clock.stamp(text, text) from public;
grant execute on function clock.advance(timestamptz), clock.stamp(text, text) to florin_app;
grant usage on schema ledger to florin_app;
grant select on all tables in schema ledger to florin_app;
grant insert on ledger.block, ledger.leaf, ledger.roll_up to florin_app;
grant execute on function ledger.house_id(uuid, text, text), ledger.open_partner(uuid, timestamptz),
  ledger.open_customer(uuid, uuid, text, timestamptz, json), ledger.set_state(uuid, uuid, text, text), ledger.post to florin_app;
