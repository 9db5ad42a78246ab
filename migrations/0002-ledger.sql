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
-- Written with its block in one statement's transaction: a foreign key would cost a look at the block for each leaf.
create table ledger.leaf (
  block_number bigint not null,
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

-- Writes what an item does to holds. The caller has locked and checked them.
create function ledger.apply_holds(p_item integer, a_partner uuid[], a_id uuid[], p_holds json, p_now timestamptz) returns void
  language sql set search_path = pg_catalog as $$
  insert into ledger.hold (partner_id, id, account_id, asset, kind, business_id, units, remaining, placed_at, expires_at)
  select a_partner[p.a], p.id, a_id[p.a], p.asset, p.kind, p.business_id, p.units, p.units, p_now, p.expires_at
  from json_to_recordset(p_holds) as p(o integer, op text, id uuid, a integer, asset text, units numeric, kind text,
    business_id uuid, expires_at timestamptz)
  where p.o = p_item and p.op = 'place';
  update ledger.hold k set
      remaining = k.remaining - p.captured - p.released,
      captured = k.captured + p.captured,
      released = k.released + p.released,
      state = case when k.remaining > p.captured + p.released then 'active' else p.ends end,
      ended_at = case when k.remaining > p.captured + p.released then null else p_now end
  from (
    select q.a, q.id, coalesce(sum(q.units) filter (where q.op = 'capture'), 0) as captured,
           coalesce(sum(q.units) filter (where q.op <> 'capture'), 0) as released,
           case when bool_or(q.op = 'capture') then 'captured' when bool_or(q.op = 'expire') then 'expired' else 'released' end as ends
    from json_to_recordset(p_holds) as q(o integer, op text, id uuid, a integer, units numeric)
    where q.o = p_item and q.op <> 'place' group by q.a, q.id
  ) p
  where k.partner_id = a_partner[p.a] and k.id = p.id;
$$;

-- The only door to the books. Items (i) are numbered from 1 to p_count, each booked or refused as a whole, one after the
-- other; those in p_without are left out. Accounts (a) are named once and lines (l) point at them and at their entry (e)
-- by place, in the order of the items. Holds: [{o, op, id, a, units, kind, business_id, expires_at}].
-- Uses of limits (u) point at their counters (c), named once and in the order of their keys. Each is checked and counted after
-- all else of its item; one below zero gives back what was taken at a moment (u_at), in those windows of then that still run.
-- Returns the refused items with their verdicts, and the balances of each line's two accounts after it (null: a house
-- account, or refused).
-- Rows are read and written in sets; what lies between, the rules, runs over arrays in memory: that is a tenth of what
-- window functions over the same lines cost, and it is the order in which the items would be booked alone.
create function ledger.post(
  p_count integer, p_without integer[],
  i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[],
  a_partner uuid[], a_id uuid[],
  e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[],
  l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units numeric[], l_forced boolean[],
  p_holds json,
  c_partner uuid[] default '{}', c_owner uuid[] default '{}', c_operation text[] default '{}',
  u_o integer[] default '{}', u_counter integer[] default '{}', u_cents numeric[] default '{}', u_at timestamptz[] default '{}',
  out refused integer[], out verdicts text[], out debit_balances numeric[], out credit_balances numeric[]
) language plpgsql security definer
  set search_path = pg_catalog set plan_cache_mode = force_generic_plan
  -- A plan made when the tables were small would scan them for ever.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_now timestamptz := clock.now();
  v_today date := (v_now at time zone 'Europe/Berlin')::date;
  -- The items that have holds.
  v_holding integer[] := '{}';
  v_holds boolean;
  v_words constant text[] := '{account-missing,asset-mismatch,account-closed,account-waiting,account-no-debit,insufficient-funds,hold-missing,hold-ended,limit-exceeded}';
  -- Accounts by place. `any` and `debit`: why it may not be touched, or not be debited (a place in v_words).
  v_ids uuid[]; v_assets text[]; v_floors numeric[]; v_any integer[]; v_debit integer[];
  v_posted numeric[]; v_held numeric[]; v_owed numeric[]; v_versions bigint[];
  -- What is available on an account, and the item that it was last looked at for.
  v_before numeric[]; v_item integer[];
  v_changed boolean[];
  v_booked boolean[] := array_fill(true, array[p_count]);
  -- The postings, by place.
  o_entry integer[]; o_line integer[]; o_debit uuid[]; o_credit uuid[]; o_units numeric[]; o_behalf uuid[];
  o_d integer[]; o_c integer[];
  o_debit_version bigint[]; o_debit_balance numeric[]; o_credit_version bigint[]; o_credit_balance numeric[];
  v_line integer := 1;
  v_lines integer := coalesce(cardinality(l_entry), 0);
  v_first integer; v_made integer := 0; v_start integer; v_number integer; v_entry integer;
  v_touched integer[];
  v_why integer;
  v_units numeric; v_part numeric; v_rest numeric;
  d integer; c integer; n integer; x integer;
  v_house uuid;
  r record;
  -- Counters by place: the partner's time zone, what is used of the windows that run, and the caps.
  v_zones text[]; v_days date[]; v_months date[]; v_day_used numeric[]; v_month_used numeric[];
  v_caps numeric[]; v_day_caps numeric[]; v_month_caps numeric[];
  v_counted boolean[];
  -- What was used before each of the item's uses.
  v_day_before numeric[]; v_month_before numeric[];
  v_use integer := 1;
  v_uses integer := cardinality(u_o);
  v_first_use integer;
  v_cents numeric;
  v_breach json;
begin
  refused := '{}'; verdicts := '{}';
  if exists (select 1 from unnest(l_units) u where u is null or u <= 0 or u <> trunc(u)) then
    raise exception 'a posting must be a positive whole number of units' using errcode = '22003';
  end if;
  if exists (select 1 from unnest(l_entry, l_debit, l_credit) as l(e, d, c)
             where (i_partner[e_o[l.e]] = a_partner[l.d] and a_partner[l.d] = a_partner[l.c]) is not true) then
    raise exception 'a posting must belong to an entry of its partner' using errcode = '23514';
  end if;

  -- Locks are taken in one order everywhere: counters by key, accounts by key, then holds by key. House accounts are not locked.
  if v_uses > 0 then
    select t.zones, t.days, t.months, t.day_used, t.month_used, t.transaction_caps, t.day_caps, t.month_caps
      into v_zones, v_days, v_months, v_day_used, v_month_used, v_caps, v_day_caps, v_month_caps
    from limits.take(c_partner, c_owner, c_operation, v_now) t;
    v_counted := array_fill(false, array[cardinality(c_owner)]);
  end if;
  select array_agg(x.id), array_agg(x.asset), array_agg(x.floor), array_agg(x.posted), array_agg(x.held), array_agg(x.receivable),
         array_agg(x.version), array_agg(case x.state when 'closed' then 3 when 'waiting' then 4 end),
         array_agg(case x.state when 'no-debit' then 5 end)
    into v_ids, v_assets, v_floors, v_posted, v_held, v_owed, v_versions, v_any, v_debit
  from (
    select a.* from unnest(a_partner, a_id) as k(partner_id, id)
    join ledger.account a on a.partner_id = k.partner_id and a.id = k.id
    where a.floor is not null order by a.partner_id, a.id for no key update of a
  ) x;
  if v_ids is distinct from a_id then
    select array_agg(x.asset order by k.n), array_agg(x.floor order by k.n), array_agg(x.posted order by k.n),
           array_agg(x.held order by k.n), array_agg(x.receivable order by k.n), array_agg(x.version order by k.n),
           array_agg(case when x.id is null then 1 when x.floor is null then null
                          else case x.state when 'closed' then 3 when 'waiting' then 4 end end order by k.n),
           array_agg(case when x.floor is not null and x.state = 'no-debit' then 5 end order by k.n)
      into v_assets, v_floors, v_posted, v_held, v_owed, v_versions, v_any, v_debit
    from unnest(a_partner, a_id) with ordinality as k(partner_id, id, n)
    left join ledger.account x on x.partner_id = k.partner_id and x.id = k.id;
  end if;
  v_before := v_posted;
  v_item := array_fill(0, array[coalesce(cardinality(a_id), 0)]);
  v_changed := array_fill(false, array[coalesce(cardinality(a_id), 0)]);
  if json_array_length(p_holds) > 0 then
    v_holding := array(select distinct p.o from json_to_recordset(p_holds) as p(o integer));
    if exists (select 1 from json_to_recordset(p_holds) as p(units numeric) where p.units is null or p.units <= 0 or p.units <> trunc(p.units)) then
      raise exception 'a hold must be a positive whole number of units' using errcode = '22003';
    end if;
    perform 1 from ledger.hold k where (k.partner_id, k.id) in (
        select a_partner[p.a], p.id from json_to_recordset(p_holds) as p(op text, a integer, id uuid) where p.op <> 'place')
      order by k.partner_id, k.id for no key update;
  end if;

  for v_o in 1 .. p_count loop
    v_why := null;
    v_touched := '{}';
    v_holds := v_o = any (v_holding);
    v_first := v_line;
    v_start := v_made;
    if v_o = any (p_without) then
      v_booked[v_o] := false;
      while v_line <= v_lines and e_o[l_entry[v_line]] = v_o loop v_line := v_line + 1; end loop;
      while v_use <= v_uses and u_o[v_use] = v_o loop v_use := v_use + 1; end loop;
      continue;
    end if;

    -- What may not be at all.
    n := v_line;
    while n <= v_lines and e_o[l_entry[n]] = v_o loop
      d := l_debit[n]; c := l_credit[n];
      v_why := least(v_why, v_any[d], v_any[c], case when not l_forced[n] then v_debit[d] end,
                     case when v_assets[d] <> l_asset[n] or v_assets[c] <> l_asset[n] then 2 end);
      n := n + 1;
    end loop;
    if v_holds then
      select least(v_why, min(v_any[p.a]), min(case when p.op = 'place' then v_debit[p.a] end), min(case when v_assets[p.a] <> p.asset then 2 end))
        into v_why from json_to_recordset(p_holds) as p(o integer, op text, a integer, asset text) where p.o = v_o;
      if v_why is null then
        select min(case when k.id is null or k.account_id <> a_id[p.a] or k.asset <> p.asset then 7 when k.remaining < p.units then 8 end)
          into v_why
        from (select p.id, p.a, p.asset, sum(p.units) as units
              from json_to_recordset(p_holds) as p(o integer, op text, id uuid, a integer, asset text, units numeric)
              where p.o = v_o and p.op <> 'place' group by p.id, p.a, p.asset) p
        left join ledger.hold k on k.partner_id = a_partner[p.a] and k.id = p.id;
      end if;
      -- A capture or release frees what it held before the lines are booked.
      if v_why is null then
        for r in select p.a, sum(case p.op when 'place' then p.units else -p.units end) as units
                 from json_to_recordset(p_holds) as p(o integer, op text, a integer, units numeric) where p.o = v_o group by p.a loop
          v_item[r.a] := v_o; v_before[r.a] := v_posted[r.a] - v_held[r.a]; v_touched := v_touched || r.a;
          v_held[r.a] := v_held[r.a] + r.units;
        end loop;
      end if;
    end if;

    v_entry := 0;
    while v_line <= v_lines and e_o[l_entry[v_line]] = v_o loop
      n := v_line;
      v_line := v_line + 1;
      continue when v_why is not null;
      d := l_debit[n]; c := l_credit[n]; v_units := l_units[n];
      if l_entry[n] <> v_entry then v_entry := l_entry[n]; v_number := 0; end if;
      v_part := v_units;
      if v_floors[d] is not null then
        if v_item[d] <> v_o then v_item[d] := v_o; v_before[d] := v_posted[d] - v_held[d]; v_touched := v_touched || d; end if;
        -- A forced debit takes what is available; the rest becomes the customer's receivable.
        if l_forced[n] then v_part := least(v_units, greatest(0, v_posted[d] - v_held[d] - v_floors[d])); end if;
      end if;
      if v_floors[c] is not null and v_item[c] <> v_o then
        v_item[c] := v_o; v_before[c] := v_posted[c] - v_held[c]; v_touched := v_touched || c;
      end if;
      v_rest := v_units;
      if v_part > 0 then
        v_made := v_made + 1; v_number := v_number + 1; v_rest := v_units - v_part;
        o_entry[v_made] := v_entry; o_line[v_made] := v_number; o_debit[v_made] := a_id[d]; o_credit[v_made] := a_id[c];
        o_units[v_made] := v_part; o_behalf[v_made] := null; o_d[v_made] := d; o_c[v_made] := c;
        if v_floors[d] is null then
          o_debit_version[v_made] := null; o_debit_balance[v_made] := null;
        else
          v_posted[d] := v_posted[d] - v_part; v_versions[d] := v_versions[d] + 1;
          o_debit_version[v_made] := v_versions[d]; o_debit_balance[v_made] := v_posted[d];
        end if;
        if v_floors[c] is null then
          o_credit_version[v_made] := null; o_credit_balance[v_made] := null;
        else
          v_posted[c] := v_posted[c] + v_part; v_versions[c] := v_versions[c] + 1;
          o_credit_version[v_made] := v_versions[c]; o_credit_balance[v_made] := v_posted[c];
        end if;
      end if;
      if v_rest > 0 then
        v_made := v_made + 1; v_number := v_number + 1;
        o_entry[v_made] := v_entry; o_line[v_made] := v_number; o_credit[v_made] := a_id[c];
        o_debit[v_made] := ledger.house_id(a_partner[d], 'customer-receivable', l_asset[n]);
        o_units[v_made] := v_rest; o_behalf[v_made] := a_id[d]; o_d[v_made] := d; o_c[v_made] := c;
        o_debit_version[v_made] := null; o_debit_balance[v_made] := null;
        v_owed[d] := v_owed[d] + v_rest;
        if v_floors[c] is null then
          o_credit_version[v_made] := null; o_credit_balance[v_made] := null;
        else
          v_posted[c] := v_posted[c] + v_rest; v_versions[c] := v_versions[c] + 1;
          o_credit_version[v_made] := v_versions[c]; o_credit_balance[v_made] := v_posted[c];
        end if;
      end if;
      -- A credit to who owes repays first.
      if v_owed[c] > 0 then
        v_part := least(v_owed[c], v_units);
        v_made := v_made + 1; v_number := v_number + 1;
        o_entry[v_made] := v_entry; o_line[v_made] := v_number; o_debit[v_made] := a_id[c];
        o_credit[v_made] := ledger.house_id(a_partner[c], 'customer-receivable', l_asset[n]);
        o_units[v_made] := v_part; o_behalf[v_made] := a_id[c]; o_d[v_made] := c; o_c[v_made] := c;
        v_owed[c] := v_owed[c] - v_part;
        v_posted[c] := v_posted[c] - v_part; v_versions[c] := v_versions[c] + 1;
        o_debit_version[v_made] := v_versions[c]; o_debit_balance[v_made] := v_posted[c];
        o_credit_version[v_made] := null; o_credit_balance[v_made] := null;
      end if;
      debit_balances[n] := case when v_floors[d] is not null then v_posted[d] end;
      credit_balances[n] := case when v_floors[c] is not null then v_posted[c] end;
    end loop;

    if v_why is null then
      foreach x in array v_touched loop
        if v_posted[x] - v_held[x] < v_floors[x] and v_posted[x] - v_held[x] < v_before[x] then v_why := 6; end if;
      end loop;
    end if;

    v_first_use := v_use;
    while v_use <= v_uses and u_o[v_use] = v_o loop
      n := v_use;
      v_use := v_use + 1;
      continue when v_why is not null;
      x := u_counter[n]; v_cents := u_cents[n];
      v_day_before[n] := v_day_used[x]; v_month_before[n] := v_month_used[x];
      if v_cents < 0 then
        if (u_at[n] at time zone v_zones[x])::date >= v_days[x] then v_day_used[x] := greatest(0, v_day_used[x] + v_cents); end if;
        if (u_at[n] at time zone v_zones[x])::date >= v_months[x] then v_month_used[x] := greatest(0, v_month_used[x] + v_cents); end if;
        continue;
      end if;
      v_breach := case
        when v_cents > v_caps[x] then json_build_object('period', 'TRANSACTION', 'cap', v_caps[x]::text, 'used', '0')
        when v_day_used[x] + v_cents > v_day_caps[x] then
          json_build_object('period', 'DAY', 'cap', v_day_caps[x]::text, 'used', v_day_used[x]::text,
            'resetsAt', (v_days[x] + 1)::timestamp at time zone v_zones[x])
        when v_month_used[x] + v_cents > v_month_caps[x] then
          json_build_object('period', 'MONTH', 'cap', v_month_caps[x]::text, 'used', v_month_used[x]::text,
            'resetsAt', (v_months[x] + interval '1 month') at time zone v_zones[x]) end;
      if v_breach is null then
        v_day_used[x] := v_day_used[x] + v_cents; v_month_used[x] := v_month_used[x] + v_cents;
      else
        v_why := 9;
        v_breach := json_build_object('operation', c_operation[x], 'limit', v_breach);
        while n > v_first_use loop
          n := n - 1; x := u_counter[n];
          v_day_used[x] := v_day_before[n]; v_month_used[x] := v_month_before[n];
        end loop;
      end if;
    end loop;

    if v_why is null then
      for n in v_first_use .. v_use - 1 loop v_counted[u_counter[n]] := true; end loop;
      foreach x in array v_touched loop v_changed[x] := true; end loop;
      if v_holds then perform ledger.apply_holds(v_o, a_partner, a_id, p_holds, v_now); end if;
    else
      refused := refused || v_o;
      verdicts := verdicts || case when v_why = 9 then v_words[v_why] || ' ' || v_breach::text else v_words[v_why] end;
      v_booked[v_o] := false;
      -- Back to where the item found it.
      while v_made > v_start loop
        d := o_d[v_made]; c := o_c[v_made]; v_units := o_units[v_made];
        if o_debit_version[v_made] is not null then v_posted[d] := v_posted[d] + v_units; v_versions[d] := v_versions[d] - 1; end if;
        if o_credit_version[v_made] is not null then v_posted[c] := v_posted[c] - v_units; v_versions[c] := v_versions[c] - 1; end if;
        if o_behalf[v_made] is not null then
          x := case when o_behalf[v_made] = a_id[d] then d else c end;
          v_owed[x] := v_owed[x] + case when o_debit[v_made] = o_behalf[v_made] then v_units else -v_units end;
        end if;
        v_made := v_made - 1;
      end loop;
      if v_holds and cardinality(v_touched) > 0 then
        for r in select p.a, sum(case p.op when 'place' then p.units else -p.units end) as units
                 from json_to_recordset(p_holds) as p(o integer, op text, a integer, units numeric) where p.o = v_o group by p.a loop
          v_held[r.a] := v_held[r.a] - r.units;
        end loop;
      end if;
      for n in v_first .. v_line - 1 loop debit_balances[n] := null; credit_balances[n] := null; end loop;
    end if;
  end loop;
  if v_line <= v_lines then
    raise exception 'the lines are not in the order of their items' using errcode = '22023';
  end if;
  if v_use <= v_uses then
    raise exception 'the uses of limits are not in the order of their items' using errcode = '22023';
  end if;

  if v_uses > 0 then
    update limits.counter c set day = k.day, day_cents = k.day_used, month = k.month, month_cents = k.month_used
    from unnest(c_partner, c_owner, c_operation, v_days, v_day_used, v_months, v_month_used, v_counted)
      as k(partner_id, owner_id, operation, day, day_used, month, month_used, counted)
    where k.counted and (c.partner_id, c.owner_id, c.operation) = (k.partner_id, k.owner_id, k.operation);
  end if;

  update ledger.account a set posted = t.posted, held = t.held, receivable = t.owed, version = t.version
  from unnest(a_partner, a_id, v_posted, v_held, v_owed, v_versions, v_changed) as t(partner_id, id, posted, held, owed, version, changed)
  where t.changed and a.partner_id = t.partner_id and a.id = t.id;

  insert into ledger.entry (partner_id, id, kind, business_id, booked_at, value_date, actor, reason, request_id, cause, reverses)
  select i_partner[e.o], e.id, e.kind, e.business_id, v_now, coalesce(e.value_date::date, v_today), i_actor[e.o], i_reason[e.o],
         i_request[e.o], i_cause[e.o], e.reverses
  from unnest(e_o, e_id, e_kind, e_business, e_value_date, e_reverses) as e(o, id, kind, business_id, value_date, reverses)
  where v_booked[e.o];

  insert into ledger.posting (partner_id, entry_id, line, debit_account, credit_account, asset, units, on_behalf,
                              debit_version, debit_balance, credit_version, credit_balance, booked_at)
  select i_partner[e_o[p.entry]], e_id[p.entry], p.line, p.debit, p.credit, v_assets[p.c], p.units, p.behalf,
         p.debit_version, p.debit_balance, p.credit_version, p.credit_balance, v_now
  from unnest(o_entry[1:v_made], o_line, o_debit, o_credit, o_units, o_behalf, o_c, o_debit_version, o_debit_balance, o_credit_version,
              o_credit_balance)
    as p(entry, line, debit, credit, units, behalf, c, debit_version, debit_balance, credit_version, credit_balance)
  where p.entry is not null;
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
