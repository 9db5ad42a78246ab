-- The whole schema as the migrations leave it. Written by "npm run gen": do not edit.
-- For reading and review; only the numbered files are executed.

set check_function_bodies = off;

-- schemas

create schema audit;
create schema clock;
create schema events;
create schema exchange;
create schema hosted;
create schema jobs;
create schema kyc;
create schema ledger;
create schema limits;
create schema operator;
create schema partners;
create schema pricing;
create schema review;
create schema screening;
create schema sepa;
create schema sim_bank;
create schema sim_rates;
create schema statement;
create schema transfers;
create schema users;
create schema vault;
create schema webhooks;
create schema work;

-- extensions

create extension pg_trgm with schema screening;

-- sequences

create sequence sepa.account_number as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;

-- functions that need no table

CREATE OR REPLACE FUNCTION clock.advance(p_to timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare v_now timestamptz;
begin
  update clock.setting set now = greatest(now, p_to) where mode = 'manual' returning now into v_now;
  if not found then raise exception 'the clock of this database is not manual' using errcode = 'P0001'; end if;
  perform pg_notify('clock', extract(epoch from v_now)::text);
  return v_now;
end $function$;

CREATE OR REPLACE FUNCTION clock.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$ select date_trunc('milliseconds', case mode when 'real' then clock_timestamp() else now end) from clock.setting $function$;

CREATE OR REPLACE FUNCTION ledger.apply_holds(p_item integer, a_partner uuid[], a_id uuid[], p_holds json, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION ledger.house_id(p_partner uuid, p_code text, p_asset text)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (md5(((((('house|'::text || (p_partner)::text) || '|'::text) || p_code) || '|'::text) || p_asset)))::uuid;

CREATE OR REPLACE FUNCTION ledger.open_customer(p_partner uuid, p_owner uuid, p_state text, p_at timestamp with time zone, p_accounts json)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into ledger.account (partner_id, id, code, asset, owner_id, state, floor, opened_at)
  select p_partner, r.id, 'customer', r.asset, p_owner, p_state, 0, p_at
  from json_to_recordset(p_accounts) as r(id uuid, asset text);
$function$;

CREATE OR REPLACE FUNCTION ledger.open_partner(p_partner uuid, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into ledger.account (partner_id, id, code, asset, owner_id, floor, opened_at)
  select p_partner, ledger.house_id(p_partner, c.code, a.asset), c.code, a.asset,
         case when c.floored then p_partner else '00000000-0000-0000-0000-000000000000'::uuid end,
         case when c.floored then 0 end, p_at
  from ledger.chart c cross join ledger.asset a
  where c.code <> 'customer'
    and (not c.floored or p_partner <> '00000000-0000-0000-0000-000000000000')
  on conflict do nothing;
$function$;

CREATE OR REPLACE FUNCTION ledger.post(p_count integer, p_without integer[], i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], a_partner uuid[], a_id uuid[], a_net numeric[], a_moves integer[], e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[], l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units numeric[], l_forced boolean[], p_holds json, c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents numeric[], u_at timestamp with time zone[], OUT refused integer[], OUT verdicts text[], OUT debit_balances numeric[], OUT credit_balances numeric[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  -- Until all is locked, the moment by which windows of limits are judged; then that of booking.
  v_now timestamptz := clock.now();
  v_today date;
  -- The items that have holds.
  v_holding integer[] := '{}';
  v_holds boolean;
  v_is_whole boolean;
  -- Nothing but lines.
  v_plain boolean;
  v_words constant text[] := '{account-missing,asset-mismatch,account-closed,account-waiting,account-no-debit,insufficient-funds,hold-missing,hold-ended,limit-exceeded}';
  -- Accounts by place. `any` and `debit`: why it may not be touched, or not be debited (a place in v_words).
  v_ids uuid[]; v_assets text[]; v_floors numeric[]; v_any integer[]; v_debit integer[];
  v_posted numeric[]; v_held numeric[]; v_owed numeric[]; v_versions bigint[];
  -- What is available on an account, and the item that it was last looked at for.
  v_before numeric[]; v_item integer[];
  -- What the table has of them already.
  w_posted numeric[]; w_held numeric[]; w_owed numeric[]; w_versions bigint[];
  v_booked boolean[] := array_fill(true, array[p_count]);
  -- The postings, by place. Not each has all of these. With a first place they begin there, wherever they are first written.
  o_debit_version bigint[] := '{null}'; o_credit_version bigint[] := '{null}';
  -- Those that are a line as it came: which one. It says the rest.
  o_plain integer[] := '{null}';
  -- The others.
  o_entry integer[] := '{null}'; o_line integer[] := '{null}'; o_debit uuid[] := '{null}'; o_credit uuid[] := '{null}';
  o_units numeric[] := '{null}'; o_d integer[] := '{null}'; o_c integer[] := '{null}'; o_behalf uuid[] := '{null}';
  o_debit_balance numeric[] := '{null}'; o_credit_balance numeric[] := '{null}';
  v_line integer := 1;
  v_lines integer := coalesce(cardinality(l_entry), 0);
  v_first integer; v_made integer := 0; v_start integer; v_number integer; v_entry integer;
  v_touched integer[];
  v_why integer;
  v_units numeric; v_part numeric; v_rest numeric; v_version bigint;
  d integer; c integer; n integer; x integer;
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
  select l.u > 0 and l.u < 'NaN' and l.u = trunc(l.u) into v_is_whole
  from (select unnest(l_entry) as e, unnest(l_debit) as d, unnest(l_credit) as c, unnest(l_units) as u) l
  where (i_partner[e_o[l.e]] = a_partner[l.d] and a_partner[l.d] = a_partner[l.c] and l.u > 0 and l.u < 'NaN' and l.u = trunc(l.u)) is not true limit 1;
  if found then
    if v_is_whole then raise exception 'a posting must belong to an entry of its partner' using errcode = '23514'; end if;
    raise exception 'a posting must be a positive whole number of units' using errcode = '22003';
  end if;

  if exists (select from unnest(a_net) as k(net) where k.net <> trunc(k.net)) then
    raise exception 'what a call comes to must be whole units' using errcode = '22003';
  end if;

  -- Locks are taken in one order everywhere: counters by key, accounts by key, then holds by key. House accounts are not locked.
  if v_uses > 0 then
    select t.zones, t.days, t.months, t.day_used, t.month_used, t.transaction_caps, t.day_caps, t.month_caps
      into v_zones, v_days, v_months, v_day_used, v_month_used, v_caps, v_day_caps, v_month_caps
    from limits.take(c_partner, c_owner, c_operation, v_now) t;
    v_counted := array_fill(false, array[cardinality(c_owner)]);
  end if;
  -- Most items are booked, so what the call comes to is written with the lock, wherever it can be covered; what the rules
  -- make of it otherwise is written over it below. The accounts are named in the order of their keys, and so are they locked: the plan
  -- can only be a loop over them (above).
  with met as (
    update ledger.account a
    set previous = a.posted,
        posted = case when k.net >= 0 or a.posted - a.held + k.net >= a.floor then a.posted + k.net else a.posted end,
        version = case when k.net >= 0 or a.posted - a.held + k.net >= a.floor then a.version + k.moves else a.version end
    from (select unnest(a_partner) as partner_id, unnest(a_id) as id, unnest(a_net) as net, unnest(a_moves) as moves) k
    where a.partner_id = k.partner_id and a.id = k.id and a.floor is not null
    returning a.id, a.asset, a.floor, a.state, a.previous, a.posted, a.held, a.receivable, a.version,
              case when a.posted <> a.previous or k.net = 0 then k.moves else 0 end as moves
  )
  select array_agg(x.id), array_agg(x.asset), array_agg(x.floor), array_agg(x.previous), array_agg(x.posted), array_agg(x.held),
         array_agg(x.receivable), array_agg(x.version - x.moves), array_agg(x.version),
         array_agg(case x.state when 'closed' then 3 when 'waiting' then 4 end), array_agg(case x.state when 'no-debit' then 5 end)
    into v_ids, v_assets, v_floors, v_posted, w_posted, v_held, v_owed, v_versions, w_versions, v_any, v_debit
  from met x;
  if v_ids is distinct from a_id then
    -- One that was named twice is written once, so this is where it shows.
    if exists (select from (select unnest(a_partner) as partner_id, unnest(a_id) as id) k group by k.partner_id, k.id having count(*) > 1) then
      raise exception 'accounts must be named once' using errcode = '22023';
    end if;
    select array_agg(x.asset order by k.n), array_agg(x.floor order by k.n),
           array_agg(case when x.floor is null then x.posted else x.previous end order by k.n), array_agg(x.posted order by k.n),
           array_agg(x.held order by k.n), array_agg(x.receivable order by k.n),
           array_agg(x.version - case when x.floor is not null and (x.posted <> x.previous or k.net = 0) then k.moves else 0 end order by k.n),
           array_agg(x.version order by k.n),
           array_agg(case when x.id is null then 1 when x.floor is null then null
                          else case x.state when 'closed' then 3 when 'waiting' then 4 end end order by k.n),
           array_agg(case when x.floor is not null and x.state = 'no-debit' then 5 end order by k.n)
      into v_assets, v_floors, v_posted, w_posted, v_held, v_owed, v_versions, w_versions, v_any, v_debit
    from (select unnest(a_partner) as partner_id, unnest(a_id) as id, unnest(a_net) as net, unnest(a_moves) as moves,
      generate_series(1, cardinality(a_partner)) as n) k
    left join ledger.account x on x.partner_id = k.partner_id and x.id = k.id;
  end if;
  w_held := v_held; w_owed := v_owed;
  v_before := v_posted;
  v_item := array_fill(0, array[coalesce(cardinality(a_id), 0)]);
  if json_array_length(p_holds) > 0 then
    v_holding := array(select distinct p.o from json_to_recordset(p_holds) as p(o integer));
    if exists (select 1 from json_to_recordset(p_holds) as p(units numeric) where p.units is null or p.units <= 0 or p.units <> trunc(p.units)) then
      raise exception 'a hold must be a positive whole number of units' using errcode = '22003';
    end if;
    perform 1 from ledger.hold k where (k.partner_id, k.id) in (
        select a_partner[p.a], p.id from json_to_recordset(p_holds) as p(op text, a integer, id uuid) where p.op <> 'place')
      order by k.partner_id, k.id for no key update;
  end if;
  -- Whoever had the locks before has committed: along the versions of an account, moments rise.
  v_now := clock.now();
  v_today := (v_now at time zone 'Europe/Berlin')::date;

  v_plain := cardinality(v_holding) = 0 and cardinality(p_without) = 0;
  for v_o in 1 .. p_count loop
    -- The short way of the one line, with at most one use of a limit, that nothing speaks against, as most items are: it comes
    -- to what the long way below would.
    if v_plain and e_o[l_entry[v_line]] = v_o and e_o[l_entry[v_line + 1]] is distinct from v_o then
      d := l_debit[v_line]; c := l_credit[v_line]; v_units := l_units[v_line];
      v_part := v_posted[d] - v_units;
      x := case when u_o[v_use] = v_o then u_counter[v_use] end;
      v_cents := u_cents[v_use];
      if v_any[d] is null and v_any[c] is null and v_debit[d] is null and v_assets[d] = l_asset[v_line] and v_assets[c] = l_asset[v_line]
         and v_owed[c] = 0 and (v_floors[d] is null or v_part - v_held[d] >= v_floors[d])
         and (x is null or u_o[v_use + 1] is distinct from v_o and v_cents >= 0
              and (v_cents > v_caps[x] or v_day_used[x] + v_cents > v_day_caps[x] or v_month_used[x] + v_cents > v_month_caps[x]) is not true) then
        v_made := v_made + 1;
        o_plain[v_made] := v_line;
        if v_floors[d] is not null then
          v_version := v_versions[d] + 1;
          v_posted[d] := v_part; v_versions[d] := v_version;
          o_debit_version[v_made] := v_version; debit_balances[v_line] := v_part;
        end if;
        if v_floors[c] is not null then
          v_part := v_posted[c] + v_units; v_version := v_versions[c] + 1;
          v_posted[c] := v_part; v_versions[c] := v_version;
          o_credit_version[v_made] := v_version; credit_balances[v_line] := v_part;
        end if;
        v_line := v_line + 1;
        if x is not null then
          v_day_used[x] := v_day_used[x] + v_cents; v_month_used[x] := v_month_used[x] + v_cents; v_counted[x] := true;
          v_use := v_use + 1;
        end if;
        continue;
      end if;
    end if;

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
        o_units[v_made] := v_part; o_d[v_made] := d; o_c[v_made] := c;
        if v_floors[d] is not null then
          v_posted[d] := v_posted[d] - v_part; v_versions[d] := v_versions[d] + 1;
          o_debit_version[v_made] := v_versions[d]; o_debit_balance[v_made] := v_posted[d];
        end if;
        if v_floors[c] is not null then
          v_posted[c] := v_posted[c] + v_part; v_versions[c] := v_versions[c] + 1;
          o_credit_version[v_made] := v_versions[c]; o_credit_balance[v_made] := v_posted[c];
        end if;
      end if;
      if v_rest > 0 then
        v_made := v_made + 1; v_number := v_number + 1;
        o_entry[v_made] := v_entry; o_line[v_made] := v_number; o_credit[v_made] := a_id[c];
        o_debit[v_made] := ledger.house_id(a_partner[d], 'customer-receivable', l_asset[n]);
        o_units[v_made] := v_rest; o_behalf[v_made] := a_id[d]; o_d[v_made] := d; o_c[v_made] := c;
        v_owed[d] := v_owed[d] + v_rest;
        if v_floors[c] is not null then
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
        o_entry[v_made] := null; o_behalf[v_made] := null; o_debit_version[v_made] := null; o_debit_balance[v_made] := null;
        o_credit_version[v_made] := null; o_credit_balance[v_made] := null;
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
    from (select unnest(c_partner) as partner_id, unnest(c_owner) as owner_id, unnest(c_operation) as operation, unnest(v_days) as day,
      unnest(v_day_used) as day_used, unnest(v_months) as month, unnest(v_month_used) as month_used, unnest(v_counted) as counted) k
    where k.counted and (c.partner_id, c.owner_id, c.operation) = (k.partner_id, k.owner_id, k.operation);
  end if;

  if v_posted is distinct from w_posted or v_versions is distinct from w_versions or v_held is distinct from w_held
     or v_owed is distinct from w_owed then
    update ledger.account a set posted = t.posted, held = t.held, receivable = t.owed, version = t.version
    from (select unnest(a_partner) as partner_id, unnest(a_id) as id, unnest(v_posted) as posted, unnest(v_held) as held,
      unnest(v_owed) as owed, unnest(v_versions) as version, unnest(w_posted) as was_posted, unnest(w_held) as was_held,
      unnest(w_owed) as was_owed, unnest(w_versions) as was_version) t
    where (t.posted, t.held, t.owed, t.version) <> (t.was_posted, t.was_held, t.was_owed, t.was_version)
      and a.partner_id = t.partner_id and a.id = t.id;
  end if;

  insert into ledger.entry (partner_id, id, kind, business_id, booked_at, value_date, actor, reason, request_id, cause, reverses)
  select i_partner[e.o], e.id, e.kind, e.business_id, v_now, coalesce(e.value_date::date, v_today), i_actor[e.o], i_reason[e.o],
         i_request[e.o], i_cause[e.o], e.reverses
  from (select unnest(e_o) as o, unnest(e_id) as id, unnest(e_kind) as kind, unnest(e_business) as business_id,
    unnest(e_value_date) as value_date, unnest(e_reverses) as reverses) e
  where v_booked[e.o];

  insert into ledger.posting (partner_id, entry_id, line, debit_account, credit_account, asset, units, on_behalf,
                              debit_version, debit_balance, credit_version, credit_balance, booked_at)
  select i_partner[e_o[p.entry]], e_id[p.entry], p.line, p.debit, p.credit, v_assets[p.c], p.units, p.behalf,
         p.debit_version, p.debit_balance, p.credit_version, p.credit_balance, v_now
  from (
    select coalesce(l_entry[m.plain], m.entry) as entry, case when m.plain is null then m.line else 1 end as line,
           coalesce(a_id[l_debit[m.plain]], m.debit) as debit, coalesce(a_id[l_credit[m.plain]], m.credit) as credit,
           coalesce(l_credit[m.plain], m.c) as c, coalesce(l_units[m.plain], m.units) as units, m.behalf, m.debit_version,
           coalesce(debit_balances[m.plain], m.debit_balance) as debit_balance, m.credit_version,
           coalesce(credit_balances[m.plain], m.credit_balance) as credit_balance
    from (select unnest(o_plain) as plain, unnest(o_entry) as entry, unnest(o_line) as line, unnest(o_debit) as debit,
      unnest(o_credit) as credit, unnest(o_c) as c, unnest(o_units) as units, unnest(o_behalf) as behalf,
      unnest(o_debit_version) as debit_version, unnest(o_debit_balance) as debit_balance, unnest(o_credit_version) as credit_version,
      unnest(o_credit_balance) as credit_balance) m
    where m.plain is not null or m.entry is not null
  ) p;
end $function$;

CREATE OR REPLACE FUNCTION ledger.set_state(p_partner uuid, p_owner uuid, p_state text, p_asset text DEFAULT NULL::text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION limits.caps(p_partner uuid, p_tier text, p_operation text, p_at timestamp with time zone, OUT transaction_cap numeric, OUT day_cap numeric, OUT month_cap numeric)
 RETURNS record
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  select max(c.cents) filter (where c.period = 'TRANSACTION'), max(c.cents) filter (where c.period = 'DAY'),
         max(c.cents) filter (where c.period = 'MONTH')
  from (
    select distinct on (a.period) a.period, a.cents from limits.cap a
    where a.partner_id in (p_partner, '00000000-0000-0000-0000-000000000000') and a.tier = p_tier and a.operation = p_operation
      and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
    order by a.period, a.partner_id = '00000000-0000-0000-0000-000000000000', a.id desc
  ) c;
$function$;

CREATE OR REPLACE FUNCTION limits.take(c_partner uuid[], c_owner uuid[], c_operation text[], p_now timestamp with time zone, OUT zones text[], OUT days date[], OUT months date[], OUT day_used numeric[], OUT month_used numeric[], OUT transaction_caps numeric[], OUT day_caps numeric[], OUT month_caps numeric[])
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  v_tiers text[];
  v_partner uuid; v_zone text; v_today date; v_month date;
  -- The caps that were looked up, by partner, tier and operation.
  v_rules text[] := '{}'; v_rule text; v_at integer; v_caps record;
  v_transaction_caps numeric[]; v_day_caps numeric[]; v_month_caps numeric[];
begin
  for v_try in 1 .. 2 loop
    -- Each by its key, one after the other: a join planned while the table was small would read all of it.
    select array_agg(c.day), array_agg(c.month), array_agg(c.day_cents), array_agg(c.month_cents),
           array_agg(case when exists (select 1 from limits.extension e
             where e.partner_id = k.partner_id and e.owner_id = k.owner_id) then 'EXTENDED' else 'STANDARD' end)
      into days, months, day_used, month_used, v_tiers
    from unnest(c_partner, c_owner, c_operation) as k(partner_id, owner_id, operation)
    cross join lateral (
      select * from limits.counter c
      where c.partner_id = k.partner_id and c.owner_id = k.owner_id and c.operation = k.operation for no key update
    ) c;
    exit when cardinality(days) = cardinality(c_owner);
    if v_try = 2 then
      raise exception 'counters of limits must be named once' using errcode = '22023';
    end if;
    -- An owner's first.
    insert into limits.counter (partner_id, owner_id, operation, day, day_cents, month, month_cents)
    select k.partner_id, k.owner_id, k.operation, '0001-01-01', 0, '0001-01-01', 0
    from unnest(c_partner, c_owner, c_operation) as k(partner_id, owner_id, operation)
    order by k.partner_id, k.owner_id, k.operation collate "C"
    on conflict do nothing;
  end loop;

  for n in 1 .. cardinality(c_owner) loop
    if c_partner[n] is distinct from v_partner then
      v_partner := c_partner[n];
      select limits.zone(p.settings) into strict v_zone from partners.partner p where p.id = v_partner;
      v_today := (p_now at time zone v_zone)::date;
      v_month := date_trunc('month', v_today)::date;
    end if;
    zones[n] := v_zone;
    if days[n] < v_today then days[n] := v_today; day_used[n] := 0; end if;
    if months[n] < v_month then months[n] := v_month; month_used[n] := 0; end if;
    v_rule := v_partner || v_tiers[n] || c_operation[n];
    v_at := array_position(v_rules, v_rule);
    if v_at is null then
      v_rules := v_rules || v_rule;
      v_at := cardinality(v_rules);
      select c.* into v_caps from limits.caps(v_partner, v_tiers[n], c_operation[n], p_now) c;
      v_transaction_caps[v_at] := v_caps.transaction_cap; v_day_caps[v_at] := v_caps.day_cap; v_month_caps[v_at] := v_caps.month_cap;
    end if;
    transaction_caps[n] := v_transaction_caps[v_at]; day_caps[n] := v_day_caps[v_at]; month_caps[n] := v_month_caps[v_at];
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION limits.zone(p_settings jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((p_settings ->> 'timeZone'::text), 'Europe/Warsaw'::text);

CREATE OR REPLACE FUNCTION webhooks.claim(p_now timestamp with time zone, p_holder uuid, p_lease_ms integer, p_partners uuid[], p_counts integer[], p_in_hand int8multirange[])
 RETURNS TABLE(partner_id uuid, sequence bigint, event_id uuid, lane text, attempt integer, since timestamp with time zone, type text, version smallint, body text, sealed bytea, data_key_id uuid, endpoint_version integer)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
begin
  -- A lease that a crash forgets is taken anew: no commit waits for the disk.
  perform set_config('synchronous_commit', 'off', true);
  insert into webhooks.lease as l (partner_id, holder, until)
  select u, p_holder, clock_timestamp() + p_lease_ms * interval '1 millisecond' from unnest(p_partners) u order by u
  on conflict on constraint lease_pkey do update set holder = excluded.holder, until = excluded.until
  where l.holder = excluded.holder or l.until < clock_timestamp();
  return query
    select w.partner, c.sequence, c.event_id, c.lane, c.attempt, c.since, e.type, e.version, e.body, e.sealed, e.data_key_id, p.version
    from unnest(p_partners, p_counts, p_in_hand) w(partner, wanted, in_hand)
    join webhooks.lease l on l.partner_id = w.partner and l.holder = p_holder
    left join webhooks.endpoint p on p.partner_id = w.partner
    left join lateral (
      select d.sequence, d.event_id, d.lane, d.attempt, d.since from webhooks.delivery d
      where d.partner_id = w.partner and d.state = 'due' and d.next_attempt_at <= p_now
        and not d.sequence <@ w.in_hand and (d.lease_until is null or d.lease_until < clock_timestamp())
      order by d.next_attempt_at, d.sequence limit w.wanted
    ) c on true
    left join events.event e on e.id = c.event_id;
end $function$;

CREATE OR REPLACE FUNCTION webhooks.find_due(p_now timestamp with time zone, p_holder uuid)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
begin
  return query
    with recursive step as (
      (select d.partner_id from webhooks.delivery d where d.state = 'due' order by d.partner_id, d.next_attempt_at limit 1)
      union all
      select (select d.partner_id from webhooks.delivery d where d.state = 'due' and d.partner_id > s.partner_id
              order by d.partner_id, d.next_attempt_at limit 1)
      from step s where s.partner_id is not null
    )
    select s.partner_id from step s
    where s.partner_id is not null
      and exists (select from webhooks.delivery d
                  where d.partner_id = s.partner_id and d.state = 'due' and d.next_attempt_at <= p_now)
      and not exists (select from webhooks.lease l
                      where l.partner_id = s.partner_id and l.holder <> p_holder and l.until >= clock_timestamp());
end $function$;

CREATE OR REPLACE FUNCTION webhooks.lock_key(p_partner uuid)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ select hashtext(p_partner::text) $function$;

CREATE OR REPLACE FUNCTION webhooks.number_events(p_from bigint, p_limit integer, p_now timestamp with time zone, p_types text[], p_unordered text[], p_always text[], p_by_status text[], p_statuses text[])
 RETURNS TABLE(taken bigint, opened integer, reached bigint, oldest text, next text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
declare
  v_partners uuid[];
  v_sequences bigint[];
  v_events uuid[];
  v_subjects text[];
  v_ordered boolean[];
begin
  -- Before the rows are looked for: what had ended by now is seen by that look.
  oldest := pg_snapshot_xmin(pg_current_snapshot())::text;
  with taken as (
    delete from events.outbox o
    where o.position = any (array(select i.position from events.outbox i where i.position >= p_from order by i.position limit p_limit))
    returning o.position, o.partner_id, o.event_id
  ), visible as (
    select t.position, t.partner_id, e.id, e.type, e.subject,
           coalesce((p.url is not null or p.overrides ? e.type) and case
             when p.events is not null then e.type = any (p.events)
             when e.type = any (p_always) then true
             when e.type = any (p_by_status) then e.body is null or e.type || ':' || (e.body::json ->> 'status') = any (p_statuses)
             else false
           end, false) as wanted
    from taken t
    -- With a limit, so that each event is looked up by its key whatever the planner thinks of the table.
    cross join lateral (select * from events.event e where e.id = t.event_id limit 1) e
    left join webhooks.endpoint p on p.partner_id = t.partner_id
    where e.type = any (p_types)
  ), counted as (
    insert into webhooks.counter as c (partner_id, last)
    select v.partner_id, count(*) from visible v group by v.partner_id order by v.partner_id
    on conflict (partner_id) do update set last = c.last + excluded.last
    returning c.partner_id, c.last
  ), numbered as (
    select v.*, c.last - count(*) over (partition by v.partner_id)
                + row_number() over (partition by v.partner_id order by v.position) as sequence
    from visible v join counted c on c.partner_id = v.partner_id
  ), logged as (
    insert into webhooks.log (partner_id, sequence, event_id, type, subject, wanted)
    select n.partner_id, n.sequence, n.id, n.type, n.subject, n.wanted from numbered n order by n.position
  )
  select (select count(*) from taken), (select max(t.position) from taken t), array_agg(n.partner_id), array_agg(n.sequence), array_agg(n.id),
         array_agg(n.subject), array_agg(n.type <> all (p_unordered))
  into taken, reached, v_partners, v_sequences, v_events, v_subjects, v_ordered
  from (select * from numbered w where w.wanted order by w.position) n;

  -- This transaction has its id since it took something, and drew it after every position that it saw. The end of the snapshot would be
  -- what follows the highest id that is done with: below what still runs.
  next := case when taken > 0 then pg_current_xact_id() else pg_snapshot_xmax(pg_current_snapshot()) end::text;
  opened := coalesce(cardinality(v_partners), 0);
  if opened > 0 then
    perform pg_advisory_xact_lock(70, k.key)
    from (select distinct webhooks.lock_key(u) as key from unnest(v_partners) u order by key) k;

    insert into webhooks.delivery (partner_id, sequence, event_id, subject, lane, state, next_attempt_at, since)
    select u.partner_id, u.sequence, u.event_id, u.subject, case when u.ordered then 'ordered' else 'free' end,
           case when u.ordered and (row_number() over (partition by u.partner_id, u.subject, u.ordered order by u.sequence) > 1
                  or exists (select from webhooks.delivery h
                             where h.partner_id::text || ':' || h.subject = u.partner_id::text || ':' || u.subject and h.is_head))
                then 'behind' else 'due' end,
           p_now, p_now
    from (select unnest(v_partners) as partner_id, unnest(v_sequences) as sequence, unnest(v_events) as event_id, unnest(v_subjects) as subject,
      unnest(v_ordered) as ordered) u;
    perform pg_notify('webhooks', '');
  end if;
  return next;
end $function$;

CREATE OR REPLACE FUNCTION webhooks.record(p_at timestamp with time zone, p_partners uuid[], p_sequences bigint[], p_outcomes text[], p_lanes text[], p_failures integer[], p_next timestamp with time zone[], p_ids uuid[], p_urls text[], p_statuses integer[], p_latencies integer[], p_answers text[], p_sealed bytea[], p_data_keys uuid[], p_errors text[])
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  v_partners uuid[];
  v_subjects text[];
  v_has_behind boolean;
  v_promoted integer := 0;
begin
  -- What a crash forgets is sent again: at least once.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock_shared(70, k.key)
  from (select distinct webhooks.lock_key(u) as key from unnest(p_partners) u order by key) k;
  v_has_behind := exists (select from webhooks.delivery b where b.state = 'behind');

  with result as materialized (
    select * from (select unnest(p_partners) as partner_id, unnest(p_sequences) as sequence, unnest(p_outcomes) as outcome,
      unnest(p_lanes) as lane, unnest(p_failures) as attempt, unnest(p_next) as next_attempt_at, unnest(p_ids) as id, unnest(p_urls) as url,
      unnest(p_statuses) as status, unnest(p_latencies) as latency_ms, unnest(p_answers) as answer, unnest(p_sealed) as sealed,
      unnest(p_data_keys) as data_key_id, unnest(p_errors) as error) r
  ), kept as (
    insert into webhooks.attempt (partner_id, sequence, id, at, url, status, latency_ms, answer, sealed, data_key_id, error)
    select r.partner_id, r.sequence, r.id, p_at, r.url, r.status, r.latency_ms, r.answer, r.sealed, r.data_key_id, r.error
    from result r where r.id is not null
  ), gone as (
    delete from webhooks.delivery d using result r
    where r.outcome = 'delivered' and d.partner_id = r.partner_id and d.sequence = r.sequence
    returning d.partner_id, d.subject, d.is_head as left_head
  ), moved as (
    update webhooks.delivery d
    set state = case when r.outcome in ('undelivered', 'erased') then r.outcome else d.state end, lane = coalesce(r.lane, d.lane),
        attempt = coalesce(r.attempt, d.attempt), next_attempt_at = coalesce(r.next_attempt_at, d.next_attempt_at)
    from result r
    where r.outcome <> 'delivered' and d.partner_id = r.partner_id and d.sequence = r.sequence and d.state = 'due'
      and (r.attempt is null or d.attempt = r.attempt - 1)
    returning d.partner_id, d.subject, not d.is_head as left_head
  )
  select array_agg(m.partner_id), array_agg(m.subject) into v_partners, v_subjects
  from (select * from gone union all select * from moved) m where v_has_behind and m.left_head;

  if v_partners is not null then
    update webhooks.delivery d set state = 'due'
    from (select distinct * from unnest(v_partners, v_subjects)) s(partner_id, subject)
    cross join lateral (
      select b.sequence from webhooks.delivery b
      where b.partner_id::text || ':' || b.subject = s.partner_id::text || ':' || s.subject and b.state = 'behind' order by b.sequence limit 1
    ) n
    where d.partner_id = s.partner_id and d.sequence = n.sequence
      and not exists (select from webhooks.delivery h
                      where h.partner_id::text || ':' || h.subject = s.partner_id::text || ':' || s.subject and h.is_head);
    get diagnostics v_promoted = row_count;
    if v_promoted > 0 then perform pg_notify('webhooks', ''); end if;
  end if;
  return v_promoted;
end $function$;

CREATE OR REPLACE FUNCTION webhooks.replay(p_partner uuid, p_sequences bigint[], p_now timestamp with time zone, p_unordered text[])
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
declare
  v_opened integer;
begin
  perform pg_advisory_xact_lock(70, webhooks.lock_key(p_partner));
  insert into webhooks.delivery as d (partner_id, sequence, event_id, subject, lane, state, next_attempt_at, since)
  select l.partner_id, l.sequence, l.event_id, l.subject, case when l.is_ordered then 'ordered' else 'free' end,
         case when l.is_ordered and (l.place > 1
                or exists (select from webhooks.delivery h
                           where h.partner_id::text || ':' || h.subject = p_partner::text || ':' || l.subject and h.is_head))
              then 'behind' else 'due' end,
         p_now, p_now
  from (
    select g.*, g.type <> all (p_unordered) as is_ordered,
           row_number() over (partition by g.subject, g.type <> all (p_unordered), coalesce(o.state in ('due', 'behind'), false) order by g.sequence) as place
    from webhooks.log g
    left join webhooks.delivery o on o.partner_id = g.partner_id and o.sequence = g.sequence
    where g.partner_id = p_partner and g.sequence = any (p_sequences)
  ) l
  on conflict (partner_id, sequence) do update set
    state = case when d.state in ('due', 'behind') then d.state else excluded.state end,
    lane = case when d.state in ('due', 'behind') then d.lane else excluded.lane end,
    attempt = case when d.state in ('due', 'behind') then d.attempt else 0 end,
    next_attempt_at = p_now, since = p_now;
  get diagnostics v_opened = row_count;
  if v_opened > 0 then perform pg_notify('webhooks', ''); end if;
  return v_opened;
end $function$;

CREATE OR REPLACE FUNCTION work.claim(p_partner uuid, p_key text, p_method text, p_path text, p_body_hash bytea, p_request text, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SET lock_timeout TO '2s'
 SET search_path TO 'pg_catalog'
AS $function$
begin
  insert into work.idempotency (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
  values (p_partner, p_key, p_method, p_path, p_body_hash, 0, '', p_request, p_at) on conflict do nothing;
  return found;
end $function$;

CREATE OR REPLACE FUNCTION work.commit(p_count integer, i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], i_at timestamp with time zone[], k_o integer[], k_key text[], k_method text[], k_path text[], k_body_hash bytea[], k_status integer[], k_answer text[], a_partner uuid[], a_id uuid[], a_net text[], a_moves integer[], e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[], l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units text[], l_forced boolean[], h_o integer[], h_owner uuid[], h_id uuid[], h_type text[], h_direction text[], h_status text[], h_account uuid[], h_asset text[], h_units text[], h_fee_units text[], h_fee_asset text[], h_counterparty text[], h_reference text[], h_sealed bytea[], h_line integer[], h_created timestamp with time zone[], h_completed timestamp with time zone[], h_moves boolean[], v_o integer[], v_id uuid[], v_type text[], v_subject text[], v_version integer[], v_body text[], v_sealed bytea[], v_data_key uuid[], t_o integer[], t_id uuid[], t_source uuid[], t_source_name text[], t_destination uuid[], t_destination_name text[], t_asset text[], t_units text[], t_created timestamp with time zone[], r_table text[], r_rows text[], c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents text[], u_at timestamp with time zone[], p_holds json, p_jobs json, p_audit json, p_refusals json)
 RETURNS TABLE(o integer, verdict text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  v_refused integer[] := '{}';
  v_refusals integer[]; v_words text[];
  -- Of refused items that have a key, its place, the answer that it keeps, and the keys that are free again.
  v_place integer; v_word text; v_answer json; v_text text; v_status smallint;
  v_keeping integer[] := '{}'; v_statuses smallint[] := '{}'; v_answers text[] := '{}'; v_free integer[] := '{}';
  v_debits numeric[]; v_credits numeric[];
  v_claimed integer;
  -- What is on the accounts of history that no line touches.
  v_posted numeric[] := '{}';
  v_rows json;
begin
  if cardinality(k_o) > 0 then
    insert into work.idempotency (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
    select i_partner[k.o], k.key, k.method, k.path, k.body_hash, k.status, k.answer, coalesce(i_request[k.o], ''), i_at[k.o]
    from (select unnest(k_o) as o, unnest(k_key) as key, unnest(k_method) as method, unnest(k_path) as path, unnest(k_body_hash) as body_hash,
      unnest(k_status) as status, unnest(k_answer) as answer) k
    order by 1, 2, 3, 4
    on conflict do nothing;
    get diagnostics v_claimed = row_count;
    if v_claimed < cardinality(k_o) then
      -- Only who finds its own row there has the key: another's may be forgotten by now, and then there is none.
      v_refused := array(
        select k.o from (select unnest(k_o) as o, unnest(k_key) as key, unnest(k_method) as method, unnest(k_path) as path) k
        where not exists (select from work.idempotency i
                          where (i.partner_id, i.key, i.method, i.path) = (i_partner[k.o], k.key, k.method, k.path)
                            and i.request_id = coalesce(i_request[k.o], '')));
    end if;
    -- Somebody else has the key: nothing of this item is written, the caller reads the stored answer.
    foreach o in array v_refused loop
      verdict := 'claimed'; return next;
    end loop;
  end if;

  if cardinality(e_o) > 0 or json_array_length(p_holds) > 0 or cardinality(u_o) > 0 then
    select p.refused, p.verdicts, p.debit_balances, p.credit_balances into v_refusals, v_words, v_debits, v_credits
    from ledger.post(p_count, v_refused, i_partner, i_actor, i_reason, i_request, i_cause, a_partner, a_id, a_net::numeric[], a_moves, e_o, e_id, e_kind,
      e_business, e_value_date, e_reverses, l_entry, l_debit, l_credit, l_asset, l_units::numeric[], l_forced, p_holds,
      c_partner, c_owner, c_operation, u_o, u_counter, u_cents::numeric[], u_at) p;
    for n in 1 .. cardinality(v_refusals) loop
      o := v_refusals[n]; verdict := v_words[n]; return next;
    end loop;
    -- The refusal is the answer that the key keeps; where there is none to keep, or it says how far a limit is used, the key is
    -- free again, and who asked keeps the answer.
    if v_refusals <> '{}' and cardinality(k_o) > 0 then
      for n in 1 .. cardinality(v_refusals) loop
        v_place := array_position(k_o, v_refusals[n]);
        continue when v_place is null;
        if v_words[n] is distinct from v_word then
          v_word := v_words[n]; v_answer := p_refusals -> v_word; v_text := v_answer ->> 'answer'; v_status := v_answer ->> 'status';
        end if;
        if v_answer is null then
          v_free := v_free || v_place;
        else
          v_keeping := v_keeping || v_place; v_statuses := v_statuses || v_status; v_answers := v_answers || v_text;
        end if;
      end loop;
      update work.idempotency i set status = r.status, answer = r.answer
      from (select unnest(v_keeping) as k, unnest(v_statuses) as status, unnest(v_answers) as answer) r
      where (i.partner_id, i.key, i.method, i.path) = (i_partner[k_o[r.k]], k_key[r.k], k_method[r.k], k_path[r.k]);
      delete from work.idempotency i using unnest(v_free) as r(k)
      where (i.partner_id, i.key, i.method, i.path) = (i_partner[k_o[r.k]], k_key[r.k], k_method[r.k], k_path[r.k]);
    end if;
    v_refused := v_refused || v_refusals;
  end if;

  if cardinality(t_o) > 0 then
    insert into transfers.transfer (partner_id, id, source_user_id, source_external_user_id, destination_user_id,
                                    destination_external_user_id, asset, units, created_at)
    select i_partner[t.o], t.id, t.source, t.source_name, t.destination, t.destination_name, t.asset, t.units::numeric, t.created_at
    from (select unnest(t_o) as o, unnest(t_id) as id, unnest(t_source) as source, unnest(t_source_name) as source_name,
      unnest(t_destination) as destination, unnest(t_destination_name) as destination_name, unnest(t_asset) as asset,
      unnest(t_units) as units, unnest(t_created) as created_at) t
    where t.o <> all (v_refused);
  end if;

  for n in 1 .. cardinality(r_table) loop
    v_rows := r_rows[n];
    if v_refused <> '{}' then
      v_rows := (select json_agg(x) from json_array_elements(v_rows) x where (x ->> 'o')::integer <> all (v_refused));
    end if;
    execute format('insert into %1$s select * from json_populate_recordset(null::%1$s, $1)', r_table[n]::regclass) using v_rows;
  end loop;

  if cardinality(h_o) > 0 then
    if 0 = any (h_line) then
      v_posted := array(
        select a.posted from (select unnest(h_o) as o, unnest(h_account) as account_id, generate_series(1, cardinality(h_o)) as n) h
        left join ledger.account a on a.partner_id = i_partner[h.o] and a.id = h.account_id order by h.n);
    end if;
    insert into statement.line (partner_id, owner_id, id, type, direction, status, account_id, asset, units, fee_units, fee_asset,
                                counterparty, reference, sealed, balance_after, created_at, completed_at)
    select i_partner[h.o], h.owner_id, h.id, h.type, h.direction, h.status, h.account_id, h.asset, h.units::numeric,
           coalesce(h.fee_units::numeric, 0), h.fee_asset, h.counterparty, h.reference, h.sealed,
           case when h.line > 0 then v_credits[h.line] when h.line < 0 then v_debits[-h.line] else h.posted end,
           h.created_at, h.completed_at
    from (select unnest(h_o) as o, unnest(h_owner) as owner_id, unnest(h_id) as id, unnest(h_type) as type, unnest(h_direction) as direction,
      unnest(h_status) as status, unnest(h_account) as account_id, unnest(h_asset) as asset, unnest(h_units) as units,
      unnest(h_fee_units) as fee_units, unnest(h_fee_asset) as fee_asset, unnest(h_counterparty) as counterparty,
      unnest(h_reference) as reference, unnest(h_sealed) as sealed, unnest(h_line) as line, unnest(v_posted) as posted,
      unnest(h_created) as created_at, unnest(h_completed) as completed_at, unnest(h_moves) as moves_on) h
    where h.o <> all (v_refused) and not h.moves_on;
    if true = any (h_moves) then
      update statement.line l set status = h.status, completed_at = h.completed_at, fee_asset = h.fee_asset,
             fee_units = coalesce(h.fee_units::numeric, 0),
             balance_after = case when h.line > 0 then v_credits[h.line] when h.line < 0 then v_debits[-h.line] else h.posted end
      from (select unnest(h_o) as o, unnest(h_owner) as owner_id, unnest(h_id) as id, unnest(h_status) as status,
        unnest(h_account) as account_id, unnest(h_fee_units) as fee_units, unnest(h_fee_asset) as fee_asset, unnest(h_line) as line,
        unnest(v_posted) as posted, unnest(h_completed) as completed_at, unnest(h_moves) as moves_on) h
      where h.o <> all (v_refused) and h.moves_on and l.partner_id = i_partner[h.o] and l.owner_id = h.owner_id and l.id = h.id;
    end if;
  end if;

  if cardinality(v_o) > 0 then
    insert into events.event (id, partner_id, type, subject, version, body, sealed, data_key_id, actor, request_id, cause, created_at)
    select v.id, i_partner[v.o], v.type, v.subject, v.version, v.body, v.sealed, v.data_key, i_actor[v.o], i_request[v.o], i_cause[v.o],
           i_at[v.o]
    from (select unnest(v_o) as o, unnest(v_id) as id, unnest(v_type) as type, unnest(v_subject) as subject, unnest(v_version) as version,
      unnest(v_body) as body, unnest(v_sealed) as sealed, unnest(v_data_key) as data_key) v
    where v.o <> all (v_refused);
    insert into events.outbox (partner_id, event_id)
    select i_partner[v.o], v.id from (select unnest(v_o) as o, unnest(v_id) as id, generate_series(1, cardinality(v_o)) as n) v
    where v.o <> all (v_refused) order by v.n;
    perform pg_notify('outbox', '');
  end if;

  if json_array_length(p_jobs) > 0 then
    insert into jobs.job (id, partner_id, kind, key, payload, due_at, actor, request_id, cause, created_at)
    select j.id, i_partner[j.o], j.kind, j.key, j.payload, coalesce(j.due_at, i_at[j.o]), i_actor[j.o], i_request[j.o],
           coalesce(j.cause, i_cause[j.o]), i_at[j.o]
    from json_to_recordset(p_jobs) as j(o integer, id uuid, kind text, key text, payload jsonb, due_at timestamptz, cause text)
    where j.o <> all (v_refused)
    on conflict (kind, key) do nothing;
    perform pg_notify('jobs', '');
  end if;

  if json_array_length(p_audit) > 0 then
    insert into audit.record (id, partner_id, at, actor, reason, request_id, cause, action, subject, detail)
    select a.id, i_partner[a.o], i_at[a.o], i_actor[a.o], i_reason[a.o], i_request[a.o], i_cause[a.o], a.action, a.subject,
           coalesce(a.detail, '{}')
    from json_to_recordset(p_audit) as a(o integer, id uuid, action text, subject text, detail jsonb)
    where a.o <> all (v_refused);
  end if;
end $function$;

-- tables

create table audit.record (
  id uuid not null,
  partner_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  reason text,
  request_id text,
  cause text,
  action text not null,
  subject text not null,
  detail jsonb default '{}'::jsonb not null,
  constraint record_pkey PRIMARY KEY (id)
);

create table clock.setting (
  only_row boolean default true not null,
  environment text not null,
  mode text not null,
  now timestamp with time zone not null,
  constraint setting_pkey PRIMARY KEY (only_row),
  constraint setting_check CHECK (((mode = 'real'::text) OR (environment = 'sandbox'::text))),
  constraint setting_environment_check CHECK ((environment = ANY (ARRAY['sandbox'::text, 'production'::text]))),
  constraint setting_mode_check CHECK ((mode = ANY (ARRAY['real'::text, 'manual'::text]))),
  constraint setting_only_row_check CHECK (only_row)
);

create table events.event (
  id uuid not null,
  partner_id uuid not null,
  type text not null,
  subject text not null,
  version smallint not null,
  body text,
  sealed bytea,
  data_key_id uuid,
  actor text not null,
  request_id text,
  cause text,
  created_at timestamp with time zone not null,
  constraint event_pkey PRIMARY KEY (id),
  constraint event_check CHECK (((body IS NULL) <> (sealed IS NULL))),
  constraint event_check1 CHECK (((sealed IS NULL) = (data_key_id IS NULL)))
);

create table events.outbox (
  "position" bigint generated always as identity not null,
  partner_id uuid not null,
  event_id uuid not null,
  constraint outbox_pkey PRIMARY KEY ("position")
);

create table exchange.exchange (
  partner_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  external_user_id text,
  lock_id uuid not null,
  status text not null,
  asset_from text not null,
  amount_units numeric(38,0) not null,
  asset_to text not null,
  received_units numeric(38,0) not null,
  remainder_units numeric(38,0) not null,
  value_units numeric(38,0) not null,
  fee_units numeric(38,0) not null,
  rate numeric not null,
  fee_schedule_version integer not null,
  fee_override_id uuid,
  created_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  constraint exchange_pkey PRIMARY KEY (partner_id, id),
  constraint exchange_partner_id_lock_id_key UNIQUE (partner_id, lock_id),
  constraint exchange_amount_units_check CHECK ((amount_units > (0)::numeric)),
  constraint exchange_check CHECK (((owner_id = partner_id) = (external_user_id IS NULL))),
  constraint exchange_check1 CHECK ((asset_from <> asset_to)),
  constraint exchange_check2 CHECK (((status = 'PENDING'::text) = (completed_at IS NULL))),
  constraint exchange_fee_units_check CHECK ((fee_units >= (0)::numeric)),
  constraint exchange_rate_check CHECK ((rate > (0)::numeric)),
  constraint exchange_received_units_check CHECK ((received_units > (0)::numeric)),
  constraint exchange_remainder_units_check CHECK ((remainder_units >= (0)::numeric)),
  constraint exchange_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'COMPLETED'::text, 'FAILED'::text]))),
  constraint exchange_value_units_check CHECK ((value_units > (0)::numeric))
);

create table exchange.lock (
  partner_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  asset_from text not null,
  asset_to text not null,
  amount_units numeric(38,0) not null,
  received_units numeric(38,0) not null,
  fee_units numeric(38,0) not null,
  rate numeric not null,
  price_from numeric,
  price_to numeric,
  fee_fraction numeric not null,
  fee_minimum_units numeric(38,0) not null,
  fee_fixed_units numeric(38,0) not null,
  fee_schedule_version integer not null,
  fee_override_id uuid,
  state text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  version integer not null,
  constraint lock_pkey PRIMARY KEY (partner_id, id),
  constraint lock_amount_units_check CHECK ((amount_units > (0)::numeric)),
  constraint lock_check CHECK ((asset_from <> asset_to)),
  constraint lock_check1 CHECK (((price_from IS NULL) = (asset_from = 'eur'::text))),
  constraint lock_check2 CHECK (((price_to IS NULL) = (asset_to = 'eur'::text))),
  constraint lock_check3 CHECK ((expires_at > created_at)),
  constraint lock_fee_fixed_units_check CHECK ((fee_fixed_units >= (0)::numeric)),
  constraint lock_fee_fraction_check CHECK (((fee_fraction >= (0)::numeric) AND (fee_fraction < (1)::numeric))),
  constraint lock_fee_minimum_units_check CHECK ((fee_minimum_units >= (0)::numeric)),
  constraint lock_fee_units_check CHECK ((fee_units >= (0)::numeric)),
  constraint lock_price_from_check CHECK ((price_from > (0)::numeric)),
  constraint lock_price_to_check CHECK ((price_to > (0)::numeric)),
  constraint lock_rate_check CHECK ((rate > (0)::numeric)),
  constraint lock_received_units_check CHECK ((received_units > (0)::numeric)),
  constraint lock_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'USED'::text]))),
  constraint lock_version_check CHECK ((version > 0))
);

create table hosted.branding (
  partner_id uuid not null,
  display_name text,
  accent_colour text,
  logo text,
  updated_at timestamp with time zone not null,
  constraint branding_pkey PRIMARY KEY (partner_id),
  constraint branding_accent_colour_check CHECK ((accent_colour ~ '^#[0-9a-f]{6}$'::text)),
  constraint branding_logo_check CHECK ((length(logo) <= 90000))
);

create table hosted.verification (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  state text not null,
  token_hash bytea,
  locale text,
  success_url text,
  error_url text,
  consented_at timestamp with time zone,
  document_type text,
  sealed_document bytea,
  data_key_id uuid not null,
  parts text[] default '{}'::text[] not null,
  uploads smallint default 0 not null,
  challenge_id uuid,
  challenge_poses text[],
  challenge_until timestamp with time zone,
  challenged_at timestamp with time zone,
  created_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  submitted_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  version integer not null,
  constraint verification_pkey PRIMARY KEY (partner_id, id),
  constraint verification_challenge_poses_check CHECK (((challenge_poses <@ ARRAY['STRAIGHT'::text, 'LEFT'::text, 'RIGHT'::text]) AND (cardinality(challenge_poses) = 3))),
  constraint verification_check CHECK (((token_hash IS NULL) = (opened_at IS NULL))),
  constraint verification_check1 CHECK (((document_type IS NULL) = (sealed_document IS NULL))),
  constraint verification_check2 CHECK ((((challenge_id IS NULL) = (challenge_poses IS NULL)) AND ((challenge_id IS NULL) = (challenge_until IS NULL)))),
  constraint verification_check3 CHECK (((state <> ALL (ARRAY['OPEN'::text, 'SUBMITTED'::text])) OR (opened_at IS NOT NULL))),
  constraint verification_check4 CHECK (((state = 'SUBMITTED'::text) = (submitted_at IS NOT NULL))),
  constraint verification_check5 CHECK (((submitted_at IS NULL) OR ((consented_at IS NOT NULL) AND (document_type IS NOT NULL)))),
  constraint verification_document_type_check CHECK ((document_type = ANY (ARRAY['PASSPORT'::text, 'ID_CARD'::text, 'RESIDENCE_PERMIT'::text]))),
  constraint verification_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'pl'::text, 'de'::text, 'es'::text]))),
  constraint verification_state_check CHECK ((state = ANY (ARRAY['CREATED'::text, 'OPEN'::text, 'SUBMITTED'::text, 'REPLACED'::text]))),
  constraint verification_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint verification_version_check CHECK ((version > 0))
) with (fillfactor=70);

create table jobs.job (
  id uuid not null,
  partner_id uuid not null,
  kind text not null,
  key text not null,
  payload jsonb not null,
  state text default 'waiting'::text not null,
  due_at timestamp with time zone not null,
  attempt integer default 0 not null,
  lease_until timestamp with time zone,
  leased_by uuid,
  last_error text,
  actor text not null,
  request_id text,
  cause text,
  created_at timestamp with time zone not null,
  constraint job_pkey PRIMARY KEY (id),
  constraint job_kind_key_key UNIQUE (kind, key),
  constraint job_check CHECK (((state = 'running'::text) = (lease_until IS NOT NULL))),
  constraint job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'dead'::text])))
) with (fillfactor=70);

create table kyc."case" (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  state text not null,
  document_type text,
  challenge text,
  sealed_reasons bytea,
  risk text,
  claimed_by text,
  claimed_at timestamp with time zone,
  approved_by text,
  opened_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  version integer not null,
  constraint case_pkey PRIMARY KEY (partner_id, id),
  constraint case_challenge_check CHECK ((challenge = ANY (ARRAY['DONE'::text, 'UNDONE'::text]))),
  constraint case_check CHECK (((sealed_reasons IS NULL) OR (state = ANY (ARRAY['REJECTED'::text, 'PENDING'::text])))),
  constraint case_check1 CHECK (((decided_at IS NULL) = (state = ANY (ARRAY['PENDING'::text, 'IN_REVIEW'::text])))),
  constraint case_check2 CHECK (((claimed_by IS NULL) = (claimed_at IS NULL))),
  constraint case_document_type_check CHECK ((document_type = ANY (ARRAY['PASSPORT'::text, 'ID_CARD'::text, 'RESIDENCE_PERMIT'::text]))),
  constraint case_risk_check CHECK ((risk = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text]))),
  constraint case_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'IN_REVIEW'::text, 'APPROVED'::text, 'REJECTED'::text, 'EXPIRED'::text]))),
  constraint case_version_check CHECK ((version > 0))
) with (fillfactor=80);

create table kyc."check" (
  partner_id uuid not null,
  id uuid not null,
  subject_id uuid not null,
  run_id uuid not null,
  name text not null,
  outcome text not null,
  reasons text[] not null,
  risk text not null,
  rules_version text not null,
  sealed_evidence bytea not null,
  checked_at timestamp with time zone not null,
  constraint check_pkey PRIMARY KEY (partner_id, id),
  constraint check_outcome_check CHECK ((outcome = ANY (ARRAY['PASS'::text, 'REVIEW'::text, 'REJECT'::text]))),
  constraint check_risk_check CHECK ((risk = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text])))
);

create table kyc.file (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  part text not null,
  poa_id uuid,
  media_type text not null,
  size_bytes integer not null,
  pages integer not null,
  width integer not null,
  height integer not null,
  content_index bytea not null,
  object_key text not null,
  data_key_id uuid not null,
  created_at timestamp with time zone not null,
  delete_after timestamp with time zone,
  erased_at timestamp with time zone,
  version integer not null,
  constraint file_pkey PRIMARY KEY (partner_id, id),
  constraint file_check CHECK (((part = 'ADDRESS'::text) = (poa_id IS NOT NULL))),
  constraint file_check1 CHECK (((erased_at IS NULL) OR (delete_after IS NOT NULL))),
  constraint file_height_check CHECK ((height > 0)),
  constraint file_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text]))),
  constraint file_pages_check CHECK ((pages > 0)),
  constraint file_part_check CHECK ((part = ANY (ARRAY['FRONT'::text, 'BACK'::text, 'SELFIE'::text, 'LEFT'::text, 'RIGHT'::text, 'ADDRESS'::text]))),
  constraint file_size_bytes_check CHECK ((size_bytes > 0)),
  constraint file_version_check CHECK ((version > 0)),
  constraint file_width_check CHECK ((width > 0))
);

create table kyc.poa (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  state text not null,
  claimed_by text,
  claimed_at timestamp with time zone,
  approved_by text,
  submitted_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  version integer not null,
  constraint poa_pkey PRIMARY KEY (partner_id, id),
  constraint poa_check CHECK (((decided_at IS NULL) = (state = 'WAITING'::text))),
  constraint poa_check1 CHECK (((claimed_by IS NULL) = (claimed_at IS NULL))),
  constraint poa_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'APPROVED'::text, 'REJECTED'::text, 'QUESTIONED'::text, 'CLOSED'::text]))),
  constraint poa_version_check CHECK ((version > 0))
) with (fillfactor=80);

create table ledger.account (
  partner_id uuid not null,
  id uuid not null,
  code text not null,
  asset text not null,
  owner_id uuid not null,
  state text default 'open'::text not null,
  floor numeric(38,0),
  posted numeric(38,0) default 0 not null,
  held numeric(38,0) default 0 not null,
  receivable numeric(38,0) default 0 not null,
  version bigint default 0 not null,
  opened_at timestamp with time zone not null,
  used boolean generated always as (((version > 0) OR (posted <> (0)::numeric) OR (held > (0)::numeric) OR (receivable > (0)::numeric))) stored not null,
  previous numeric(38,0) default 0 not null,
  constraint account_pkey PRIMARY KEY (partner_id, id),
  constraint account_partner_id_owner_id_code_asset_key UNIQUE (partner_id, owner_id, code, asset),
  constraint account_check CHECK (((floor IS NULL) OR ((posted - held) >= floor))),
  constraint account_check1 CHECK (((floor IS NOT NULL) OR ((posted = (0)::numeric) AND (held = (0)::numeric) AND (receivable = (0)::numeric) AND (version = 0)))),
  constraint account_held_check CHECK ((held >= (0)::numeric)),
  constraint account_receivable_check CHECK ((receivable >= (0)::numeric)),
  constraint account_state_check CHECK ((state = ANY (ARRAY['open'::text, 'waiting'::text, 'no-debit'::text, 'closed'::text])))
) with (fillfactor=50);

create table ledger.asset (
  asset text not null,
  scale smallint not null,
  wire_decimals smallint not null,
  constraint asset_pkey PRIMARY KEY (asset),
  constraint asset_check CHECK ((wire_decimals <= scale))
);

create table ledger.block (
  number bigint not null,
  previous_hash bytea not null,
  root bytea not null,
  hash bytea not null,
  leaves integer not null,
  horizon xid8 default pg_current_xact_id() not null,
  earliest timestamp with time zone not null,
  latest timestamp with time zone not null,
  sealed_at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  constraint block_pkey PRIMARY KEY (number),
  constraint block_hash_key UNIQUE (hash),
  constraint block_leaves_check CHECK ((leaves > 0)),
  constraint block_number_check CHECK ((number >= 0))
);

create table ledger.chart (
  code text not null,
  class text not null,
  floored boolean not null,
  constraint chart_pkey PRIMARY KEY (code),
  constraint chart_check CHECK (((NOT floored) OR (class = 'liability'::text))),
  constraint chart_class_check CHECK ((class = ANY (ARRAY['asset'::text, 'liability'::text, 'income'::text, 'expense'::text, 'equity'::text])))
);

create table ledger.entry (
  partner_id uuid not null,
  id uuid not null,
  kind text not null,
  business_id uuid not null,
  booked_at timestamp with time zone not null,
  value_date date not null,
  actor text not null,
  reason text,
  request_id text,
  cause text,
  reverses uuid,
  xid xid8 default pg_current_xact_id() not null,
  constraint entry_pkey PRIMARY KEY (partner_id, id),
  constraint entry_partner_id_business_id_kind_key UNIQUE (partner_id, business_id, kind)
);

create table ledger.hold (
  partner_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  asset text not null,
  kind text not null,
  business_id uuid not null,
  units numeric(38,0) not null,
  remaining numeric(38,0) not null,
  captured numeric(38,0) default 0 not null,
  released numeric(38,0) default 0 not null,
  state text default 'active'::text not null,
  placed_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint hold_pkey PRIMARY KEY (partner_id, id),
  constraint hold_partner_id_business_id_kind_key UNIQUE (partner_id, business_id, kind),
  constraint hold_captured_check CHECK ((captured >= (0)::numeric)),
  constraint hold_check CHECK ((units = ((remaining + captured) + released))),
  constraint hold_check1 CHECK (((state = 'active'::text) = (remaining > (0)::numeric))),
  constraint hold_check2 CHECK (((state = 'active'::text) = (ended_at IS NULL))),
  constraint hold_released_check CHECK ((released >= (0)::numeric)),
  constraint hold_remaining_check CHECK ((remaining >= (0)::numeric)),
  constraint hold_state_check CHECK ((state = ANY (ARRAY['active'::text, 'captured'::text, 'released'::text, 'expired'::text]))),
  constraint hold_units_check CHECK ((units > (0)::numeric))
) with (fillfactor=70);

create table ledger.leaf (
  block_number bigint not null,
  "position" integer not null,
  partner_id uuid not null,
  entry_id uuid not null,
  hash bytea not null,
  constraint leaf_pkey PRIMARY KEY (block_number, "position"),
  constraint leaf_partner_id_entry_id_key UNIQUE (partner_id, entry_id)
);

create table ledger.posting (
  partner_id uuid not null,
  entry_id uuid not null,
  line smallint not null,
  debit_account uuid not null,
  credit_account uuid not null,
  asset text not null,
  units numeric(38,0) not null,
  on_behalf uuid,
  debit_version bigint,
  debit_balance numeric(38,0),
  credit_version bigint,
  credit_balance numeric(38,0),
  booked_at timestamp with time zone not null,
  constraint posting_pkey PRIMARY KEY (partner_id, entry_id, line),
  constraint posting_check CHECK ((debit_account <> credit_account)),
  constraint posting_check1 CHECK (((debit_version IS NULL) = (debit_balance IS NULL))),
  constraint posting_check2 CHECK (((credit_version IS NULL) = (credit_balance IS NULL))),
  constraint posting_units_check CHECK ((units > (0)::numeric))
);

create table ledger.roll_up (
  partner_id uuid not null,
  account_id uuid not null,
  block_number bigint not null,
  balance numeric(38,0) not null,
  constraint roll_up_pkey PRIMARY KEY (partner_id, account_id, block_number)
);

create table limits.cap (
  partner_id uuid not null,
  id uuid not null,
  tier text not null,
  operation text not null,
  period text not null,
  cents numeric(38,0) not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint cap_pkey PRIMARY KEY (partner_id, id),
  constraint cap_cents_check CHECK ((cents >= (0)::numeric)),
  constraint cap_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint cap_operation_check CHECK ((operation = ANY (ARRAY['DEPOSIT'::text, 'WITHDRAWAL'::text, 'TRANSFER'::text, 'EXCHANGE'::text]))),
  constraint cap_period_check CHECK ((period = ANY (ARRAY['TRANSACTION'::text, 'DAY'::text, 'MONTH'::text]))),
  constraint cap_tier_check CHECK ((tier = ANY (ARRAY['STANDARD'::text, 'EXTENDED'::text])))
);

create table limits.counter (
  partner_id uuid not null,
  owner_id uuid not null,
  operation text not null,
  day date not null,
  day_cents numeric(38,0) not null,
  month date not null,
  month_cents numeric(38,0) not null,
  constraint counter_pkey PRIMARY KEY (partner_id, owner_id, operation),
  constraint counter_day_cents_check CHECK ((day_cents >= (0)::numeric)),
  constraint counter_month_cents_check CHECK ((month_cents >= (0)::numeric)),
  constraint counter_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint counter_operation_check CHECK ((operation = ANY (ARRAY['DEPOSIT'::text, 'WITHDRAWAL'::text, 'TRANSFER'::text, 'EXCHANGE'::text])))
) with (fillfactor=50);

create table limits.extension (
  partner_id uuid not null,
  owner_id uuid not null,
  extended_at timestamp with time zone not null,
  constraint extension_pkey PRIMARY KEY (partner_id, owner_id)
);

create table operator.operator (
  id uuid not null,
  name text not null,
  roles text[] not null,
  token_hash bytea not null,
  version integer not null,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint operator_pkey PRIMARY KEY (id),
  constraint operator_name_key UNIQUE (name),
  constraint operator_token_hash_key UNIQUE (token_hash),
  constraint operator_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint operator_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['support'::text, 'compliance'::text, 'finance'::text, 'admin'::text]))),
  constraint operator_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint operator_version_check CHECK ((version > 0))
);

create table partners.api_key (
  partner_id uuid not null,
  id uuid not null,
  hash bytea not null,
  prefix text not null,
  name text not null,
  scopes text[] not null,
  version integer not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (partner_id, id),
  constraint api_key_hash_key UNIQUE (hash),
  constraint api_key_hash_check CHECK ((length(hash) = 32)),
  constraint api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint api_key_scopes_check CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['read'::text, 'write'::text, 'admin'::text]))),
  constraint api_key_version_check CHECK ((version > 0))
);

create table partners.generation (
  only_row boolean default true not null,
  number bigint not null,
  constraint generation_pkey PRIMARY KEY (only_row),
  constraint generation_only_row_check CHECK (only_row)
);

create table partners.ip_allow (
  partner_id uuid not null,
  "position" integer not null,
  range text not null,
  constraint ip_allow_pkey PRIMARY KEY (partner_id, "position")
);

create table partners.partner (
  id uuid not null,
  name text not null,
  model text not null,
  state text not null,
  settings jsonb not null,
  data_key_id uuid not null,
  version integer not null,
  created_at timestamp with time zone not null,
  constraint partner_pkey PRIMARY KEY (id),
  constraint partner_model_check CHECK ((model = ANY (ARRAY['kyc'::text, 'no-kyc'::text]))),
  constraint partner_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint partner_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text]))),
  constraint partner_version_check CHECK ((version > 0))
);

create table partners.request_batch (
  partner_id uuid not null,
  status smallint not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  id uuid not null,
  lines text not null,
  constraint request_batch_pkey PRIMARY KEY (partner_id, last_at, id),
  constraint request_batch_check CHECK (((last_at >= first_at) AND (last_at <= (first_at + '00:10:00'::interval))))
);

create table partners.request_log (
  partner_id uuid not null,
  at timestamp with time zone not null,
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
  constraint request_log_pkey PRIMARY KEY (partner_id, at, id)
);

create table pricing.fee_override (
  partner_id uuid not null,
  id uuid not null,
  kind text not null,
  currency text not null,
  network text,
  fraction numeric not null,
  minimum_units numeric(38,0) not null,
  fixed_units numeric(38,0) not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint fee_override_pkey PRIMARY KEY (partner_id, id),
  constraint fee_override_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint fee_override_check1 CHECK (((kind = 'crypto_withdrawal'::text) = (network IS NOT NULL))),
  constraint fee_override_fixed_units_check CHECK ((fixed_units >= (0)::numeric)),
  constraint fee_override_fraction_check CHECK (((fraction >= (0)::numeric) AND (fraction < (1)::numeric))),
  constraint fee_override_kind_check CHECK ((kind = ANY (ARRAY['exchange'::text, 'sepa_transfer'::text, 'crypto_withdrawal'::text, 'card_month'::text]))),
  constraint fee_override_minimum_units_check CHECK ((minimum_units >= (0)::numeric))
);

create table pricing.fee_schedule (
  version integer not null,
  valid_from timestamp with time zone not null,
  note text not null,
  created_at timestamp with time zone not null,
  constraint fee_schedule_pkey PRIMARY KEY (version),
  constraint fee_schedule_version_check CHECK ((version > 0))
);

create table pricing.fee_schedule_item (
  version integer not null,
  kind text not null,
  currency text not null,
  network text,
  fraction numeric not null,
  minimum_units numeric(38,0) not null,
  fixed_units numeric(38,0) not null,
  constraint fee_schedule_item_version_kind_currency_network_key UNIQUE NULLS NOT DISTINCT (version, kind, currency, network),
  constraint fee_schedule_item_check CHECK (((kind = 'crypto_withdrawal'::text) = (network IS NOT NULL))),
  constraint fee_schedule_item_fixed_units_check CHECK ((fixed_units >= (0)::numeric)),
  constraint fee_schedule_item_fraction_check CHECK (((fraction >= (0)::numeric) AND (fraction < (1)::numeric))),
  constraint fee_schedule_item_kind_check CHECK ((kind = ANY (ARRAY['exchange'::text, 'sepa_transfer'::text, 'crypto_withdrawal'::text, 'card_month'::text]))),
  constraint fee_schedule_item_minimum_units_check CHECK ((minimum_units >= (0)::numeric))
);

create table pricing.guarded_rate (
  asset text not null,
  bid numeric,
  ask numeric,
  observed_at timestamp with time zone,
  sources text[],
  refusal text,
  checked_at timestamp with time zone not null,
  constraint guarded_rate_pkey PRIMARY KEY (asset),
  constraint guarded_rate_bid_check CHECK ((bid > (0)::numeric)),
  constraint guarded_rate_check CHECK ((ask >= bid)),
  constraint guarded_rate_check1 CHECK ((num_nulls(bid, ask, observed_at, sources) = ANY (ARRAY[0, 4]))),
  constraint guarded_rate_check2 CHECK (((refusal IS NOT NULL) OR (bid IS NOT NULL))),
  constraint guarded_rate_refusal_check CHECK ((refusal = ANY (ARRAY['halted'::text, 'stale'::text, 'deviating'::text])))
);

create table review.note (
  partner_id uuid not null,
  id uuid not null,
  subject_id uuid not null,
  author text not null,
  sealed_text bytea not null,
  written_at timestamp with time zone not null,
  constraint note_pkey PRIMARY KEY (partner_id, id)
);

create table screening.entry (
  id bigint generated always as identity not null,
  list_code text not null,
  entity_id text not null,
  hash bytea not null,
  first_version integer not null,
  last_version integer not null,
  topics text[] not null,
  documents text[] not null,
  entry jsonb not null,
  constraint entry_pkey PRIMARY KEY (id),
  constraint entry_check CHECK ((first_version <= last_version))
) with (fillfactor=80);

create table screening.hit (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  fingerprint bytea not null,
  list_code text not null,
  topics text[] not null,
  score smallint not null,
  risk text not null,
  state text not null,
  claimed_by text,
  claimed_at timestamp with time zone,
  approved_by text,
  sealed bytea not null,
  opened_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  version integer not null,
  constraint hit_pkey PRIMARY KEY (partner_id, id),
  constraint hit_person UNIQUE (partner_id, user_id, fingerprint),
  constraint hit_check CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint hit_check1 CHECK (((claimed_by IS NULL) = (claimed_at IS NULL))),
  constraint hit_check2 CHECK (((claimed_by IS NULL) OR (state = 'OPEN'::text))),
  constraint hit_check3 CHECK (((state <> ALL (ARRAY['FALSE_POSITIVE'::text, 'TRUE_MATCH'::text])) OR (decided_at IS NOT NULL))),
  constraint hit_risk_check CHECK ((risk = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text]))),
  constraint hit_score_check CHECK (((score >= 0) AND (score <= 100))),
  constraint hit_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'FALSE_POSITIVE'::text, 'TRUE_MATCH'::text, 'LAPSED'::text]))),
  constraint hit_version_check CHECK ((version > 0))
) with (fillfactor=80);

create table screening.list (
  code text not null,
  active_version integer default 0 not null,
  version integer not null,
  constraint list_pkey PRIMARY KEY (code),
  constraint list_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,49}$'::text)),
  constraint list_version_check CHECK ((version > 0))
);

create table screening.load (
  id uuid not null,
  list_code text not null,
  number integer not null,
  state text not null,
  sha256 bytea not null,
  size_bytes bigint not null,
  received_bytes bigint default 0 not null,
  parts integer default 0 not null,
  is_shrink_allowed boolean not null,
  format text,
  people integer,
  skipped integer,
  failure text,
  begun_by text not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer not null,
  constraint load_pkey PRIMARY KEY (id),
  constraint load_number UNIQUE (list_code, number),
  constraint load_check CHECK ((received_bytes <= size_bytes)),
  constraint load_check1 CHECK (((state = 'FAILED'::text) = (failure IS NOT NULL))),
  constraint load_check2 CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['RECEIVING'::text, 'READING'::text])))),
  constraint load_check3 CHECK (((state <> ALL (ARRAY['ACTIVE'::text, 'SUPERSEDED'::text])) OR ((format IS NOT NULL) AND (people IS NOT NULL) AND (skipped IS NOT NULL)))),
  constraint load_number_check CHECK ((number > 0)),
  constraint load_sha256_check CHECK ((length(sha256) = 32)),
  constraint load_size_bytes_check CHECK ((size_bytes > 0)),
  constraint load_state_check CHECK ((state = ANY (ARRAY['RECEIVING'::text, 'READING'::text, 'ACTIVE'::text, 'SUPERSEDED'::text, 'FAILED'::text]))),
  constraint load_version_check CHECK ((version > 0))
);

create table screening.load_part (
  load_id uuid not null,
  "position" integer not null,
  content bytea not null,
  constraint load_part_pkey PRIMARY KEY (load_id, "position"),
  constraint load_part_position_check CHECK (("position" >= 0))
);

create table screening.name (
  entry_id bigint not null,
  sound text not null,
  constraint name_pkey PRIMARY KEY (entry_id, sound)
);

create table screening.screening (
  partner_id uuid not null,
  user_id uuid not null,
  sweep_number integer not null,
  rules text not null,
  hits smallint not null,
  screened_at timestamp with time zone not null,
  constraint screening_pkey PRIMARY KEY (partner_id, user_id)
) with (fillfactor=80);

create table screening.sweep (
  number integer not null,
  load_id uuid not null,
  state text not null,
  after_partner_id uuid,
  after_user_id uuid,
  users integer default 0 not null,
  hits integer default 0 not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer not null,
  constraint sweep_pkey PRIMARY KEY (number),
  constraint sweep_check CHECK (((ended_at IS NULL) = (state = 'RUNNING'::text))),
  constraint sweep_check1 CHECK (((after_partner_id IS NULL) = (after_user_id IS NULL))),
  constraint sweep_number_check CHECK ((number > 0)),
  constraint sweep_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'DONE'::text, 'SUPERSEDED'::text]))),
  constraint sweep_version_check CHECK ((version > 0))
);

create table sepa.contact (
  partner_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  external_user_id text,
  iban_index bytea not null,
  data_key_id uuid not null,
  sealed bytea not null,
  status text not null,
  first_seen_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null,
  constraint contact_pkey PRIMARY KEY (partner_id, id),
  constraint contact_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'APPROVED'::text, 'REJECTED'::text]))),
  constraint contact_version_check CHECK ((version > 0))
);

create table sepa.deposit (
  partner_id uuid not null,
  id uuid not null,
  identity bytea not null,
  message_id uuid not null,
  entry_index integer not null,
  transaction_index integer not null,
  state text not null,
  suspense_reason text,
  matched_by text,
  with_reference boolean not null,
  owner_id uuid,
  external_user_id text,
  units numeric(38,0) not null,
  value_date date,
  bank_reference text,
  scheme text not null,
  transaction_id text,
  end_to_end_index bytea,
  key_partner_id uuid not null,
  data_key_id uuid not null,
  sealed bytea not null,
  arrived_at timestamp with time zone not null,
  credited_at timestamp with time zone,
  suspended_at timestamp with time zone,
  outgoing_id uuid,
  updated_at timestamp with time zone not null,
  version integer not null,
  constraint deposit_pkey PRIMARY KEY (partner_id, id),
  constraint deposit_check CHECK (((state <> 'CREDITED'::text) OR (credited_at IS NOT NULL))),
  constraint deposit_check1 CHECK (((state = 'CREDITED'::text) = (suspense_reason IS NULL))),
  constraint deposit_check2 CHECK (((state <> ALL (ARRAY['RETURNING'::text, 'RETURNED'::text])) OR (outgoing_id IS NOT NULL))),
  constraint deposit_check3 CHECK (((owner_id IS NULL) = (partner_id = '00000000-0000-0000-0000-000000000000'::uuid))),
  constraint deposit_check4 CHECK (((owner_id IS NULL) = (matched_by IS NULL))),
  constraint deposit_matched_by_check CHECK ((matched_by = ANY (ARRAY['iban'::text, 'reference'::text]))),
  constraint deposit_scheme_check CHECK ((scheme = ANY (ARRAY['SCT'::text, 'INST'::text]))),
  constraint deposit_state_check CHECK ((state = ANY (ARRAY['CREDITED'::text, 'IN_SUSPENSE'::text, 'RETURNING'::text, 'RETURNED'::text]))),
  constraint deposit_suspense_reason_check CHECK ((suspense_reason = ANY (ARRAY['unmatched'::text, 'user-not-verified'::text, 'user-closed'::text, 'sender-pending'::text, 'sender-rejected'::text, 'return-failed'::text, 'recalled'::text, 'limit-exceeded'::text]))),
  constraint deposit_units_check CHECK ((units > (0)::numeric)),
  constraint deposit_version_check CHECK ((version > 0))
) with (fillfactor=90);

create table sepa.instant_bank (
  prefix text not null,
  constraint instant_bank_pkey PRIMARY KEY (prefix),
  constraint instant_bank_prefix_check CHECK ((prefix ~ '^[A-Z]{2}[A-Z0-9]*$'::text))
);

create table sepa.message (
  id uuid not null,
  bank_id text not null,
  state text not null,
  kind text,
  data_key_id uuid not null,
  size_bytes bigint default 0 not null,
  sha256 bytea,
  entries_done integer default 0 not null,
  refusal text,
  arrived_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_check CHECK (((state = 'ARRIVING'::text) = (sha256 IS NULL))),
  constraint message_check1 CHECK (((state = 'REFUSED'::text) = (refusal IS NOT NULL))),
  constraint message_entries_done_check CHECK ((entries_done >= 0)),
  constraint message_size_bytes_check CHECK ((size_bytes >= 0)),
  constraint message_state_check CHECK ((state = ANY (ARRAY['ARRIVING'::text, 'STORED'::text, 'SOUND'::text, 'READ'::text, 'REFUSED'::text]))),
  constraint message_version_check CHECK ((version > 0))
);

create table sepa.message_piece (
  message_id uuid not null,
  number integer not null,
  sealed bytea not null,
  constraint message_piece_pkey PRIMARY KEY (message_id, number),
  constraint message_piece_number_check CHECK ((number >= 0))
);

create table sepa.nostro_entry (
  identity bytea not null,
  entry_reference text,
  direction text not null,
  units numeric(38,0) not null,
  booking_day date not null,
  is_booked boolean not null,
  message_id uuid not null,
  statement_id uuid,
  seen_at timestamp with time zone not null,
  constraint nostro_entry_pkey PRIMARY KEY (identity),
  constraint nostro_entry_direction_check CHECK ((direction = ANY (ARRAY['CRDT'::text, 'DBIT'::text]))),
  constraint nostro_entry_units_check CHECK ((units > (0)::numeric))
);

create table sepa.offer (
  id uuid not null,
  identity bytea not null,
  message_id uuid not null,
  transaction_index integer not null,
  state text not null,
  transaction_id text,
  uetr text,
  units numeric(38,0) not null,
  refusal_code text,
  outgoing_id uuid not null,
  offered_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer not null,
  constraint offer_pkey PRIMARY KEY (id),
  constraint offer_identity_key UNIQUE (identity),
  constraint offer_check CHECK (((state = 'REFUSED'::text) = (refusal_code IS NOT NULL))),
  constraint offer_check1 CHECK (((state = ANY (ARRAY['ACCEPTING'::text, 'ACCEPTED'::text])) = (ended_at IS NULL))),
  constraint offer_state_check CHECK ((state = ANY (ARRAY['ACCEPTING'::text, 'ACCEPTED'::text, 'LAPSED'::text, 'SETTLED'::text, 'REFUSED'::text]))),
  constraint offer_transaction_index_check CHECK ((transaction_index >= 0)),
  constraint offer_units_check CHECK ((units >= (0)::numeric)),
  constraint offer_version_check CHECK ((version > 0))
);

create table sepa.outgoing (
  id uuid not null,
  kind text not null,
  state text not null,
  data_key_id uuid not null,
  sealed bytea not null,
  refusal text,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer not null,
  constraint outgoing_pkey PRIMARY KEY (id),
  constraint outgoing_check CHECK (((state = 'STORED'::text) = (ended_at IS NULL))),
  constraint outgoing_check1 CHECK (((state = 'REFUSED'::text) = (refusal IS NOT NULL))),
  constraint outgoing_state_check CHECK ((state = ANY (ARRAY['STORED'::text, 'SENT'::text, 'REFUSED'::text]))),
  constraint outgoing_version_check CHECK ((version > 0))
);

create table sepa.payout (
  partner_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  external_user_id text,
  account_id uuid not null,
  state text not null,
  scheme text not null,
  payee_check text not null,
  units numeric(38,0) not null,
  fee_units numeric(38,0) not null,
  uses_limit boolean not null,
  fee_schedule_version integer not null,
  fee_override_id uuid,
  hold_id uuid not null,
  data_key_id uuid not null,
  sealed bytea not null,
  outgoing_id uuid,
  debited_at timestamp with time zone,
  debit_reference text,
  return_id uuid,
  return_identity bytea,
  returned_units numeric(38,0),
  error_status text,
  error_text text,
  created_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer not null,
  constraint payout_pkey PRIMARY KEY (partner_id, id),
  constraint payout_check CHECK (((state = ANY (ARRAY['FAILED'::text, 'RETURNED'::text])) = (error_text IS NOT NULL))),
  constraint payout_check1 CHECK (((state = 'RETURNED'::text) = (return_id IS NOT NULL))),
  constraint payout_check2 CHECK (((state <> 'SETTLED'::text) OR (debited_at IS NOT NULL) OR (scheme = 'INST'::text))),
  constraint payout_check3 CHECK (((state = ANY (ARRAY['HELD'::text, 'FAILED'::text])) OR ((outgoing_id IS NOT NULL) AND (payee_check <> ALL (ARRAY['WAITING'::text, 'NMTC'::text]))))),
  constraint payout_fee_units_check CHECK ((fee_units >= (0)::numeric)),
  constraint payout_payee_check_check CHECK ((payee_check = ANY (ARRAY['NOT_ASKED'::text, 'WAITING'::text, 'MTCH'::text, 'CMTC'::text, 'NMTC'::text, 'NOAP'::text]))),
  constraint payout_returned_units_check CHECK ((returned_units > (0)::numeric)),
  constraint payout_scheme_check CHECK ((scheme = ANY (ARRAY['SCT'::text, 'INST'::text]))),
  constraint payout_state_check CHECK ((state = ANY (ARRAY['HELD'::text, 'SUBMITTED'::text, 'SETTLED'::text, 'FAILED'::text, 'RETURNED'::text]))),
  constraint payout_units_check CHECK (((units >= (1)::numeric) AND (units <= ('99999999999'::bigint)::numeric))),
  constraint payout_version_check CHECK ((version > 0))
) with (fillfactor=80);

create table sepa.recall (
  id uuid not null,
  direction text not null,
  state text not null,
  partner_id uuid not null,
  payout_id uuid,
  deposit_id uuid,
  units numeric(38,0) not null,
  reason_code text not null,
  refusal_code text,
  assignment_id text,
  cancellation_id text,
  original_message_id text,
  original_transaction_id text,
  original_end_to_end_id text,
  outgoing_id uuid,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer not null,
  constraint recall_pkey PRIMARY KEY (id),
  constraint recall_check CHECK (((direction = 'OUT'::text) = (payout_id IS NOT NULL))),
  constraint recall_check1 CHECK (((direction = 'IN'::text) = (deposit_id IS NOT NULL))),
  constraint recall_check2 CHECK (((state = 'OPEN'::text) = (ended_at IS NULL))),
  constraint recall_check3 CHECK (((state = 'REFUSED'::text) = (refusal_code IS NOT NULL))),
  constraint recall_direction_check CHECK ((direction = ANY (ARRAY['OUT'::text, 'IN'::text]))),
  constraint recall_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'ACCEPTED'::text, 'REFUSED'::text]))),
  constraint recall_units_check CHECK ((units > (0)::numeric)),
  constraint recall_version_check CHECK ((version > 0))
);

create table sepa.reconciliation_break (
  id uuid not null,
  kind text not null,
  subject text not null,
  statement_id uuid,
  direction text,
  units numeric(38,0) not null,
  expected_units numeric(38,0),
  bank_reference text,
  booking_day date,
  found_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  resolution text,
  constraint reconciliation_break_pkey PRIMARY KEY (id),
  constraint reconciliation_break_kind_subject_key UNIQUE (kind, subject),
  constraint reconciliation_break_check CHECK (((resolved_at IS NULL) = (resolution IS NULL))),
  constraint reconciliation_break_direction_check CHECK ((direction = ANY (ARRAY['CRDT'::text, 'DBIT'::text]))),
  constraint reconciliation_break_kind_check CHECK ((kind = ANY (ARRAY['not-notified'::text, 'unexplained'::text, 'amount-differs'::text, 'not-on-statement'::text, 'sums-differ'::text, 'balance-gap'::text, 'ledger-differs'::text])))
);

create table sepa.statement (
  id uuid not null,
  message_id uuid not null,
  bank_statement_id text not null,
  from_day date not null,
  to_day date not null,
  opening_units numeric(38,0) not null,
  closing_units numeric(38,0) not null,
  credit_units numeric(38,0) not null,
  debit_units numeric(38,0) not null,
  entry_count integer not null,
  is_sound boolean not null,
  ledger_units numeric(38,0),
  arrived_at timestamp with time zone not null,
  compared_at timestamp with time zone,
  constraint statement_pkey PRIMARY KEY (id),
  constraint statement_bank_statement_id_key UNIQUE (bank_statement_id),
  constraint statement_check CHECK ((from_day <= to_day)),
  constraint statement_check1 CHECK (((compared_at IS NULL) = (ledger_units IS NULL))),
  constraint statement_check2 CHECK ((is_sound = (((opening_units + credit_units) - debit_units) = closing_units))),
  constraint statement_credit_units_check CHECK ((credit_units >= (0)::numeric)),
  constraint statement_debit_units_check CHECK ((debit_units >= (0)::numeric)),
  constraint statement_entry_count_check CHECK ((entry_count >= 0))
);

create table sepa.unexplained_entry (
  message_id uuid not null,
  entry_index integer not null,
  transaction_index integer not null,
  reason text not null,
  direction text not null,
  currency text not null,
  units numeric(38,0) not null,
  bank_reference text,
  identity bytea not null,
  seen_at timestamp with time zone not null,
  constraint unexplained_entry_pkey PRIMARY KEY (message_id, entry_index, transaction_index),
  constraint unexplained_entry_identity_key UNIQUE (identity),
  constraint unexplained_entry_direction_check CHECK ((direction = ANY (ARRAY['CRDT'::text, 'DBIT'::text]))),
  constraint unexplained_entry_reason_check CHECK ((reason = ANY (ARRAY['debit'::text, 'other-currency'::text, 'other-account'::text, 'amounts-differ'::text])))
);

create table sepa.virtual_iban (
  partner_id uuid not null,
  owner_id uuid not null,
  number bigint not null,
  iban text not null,
  reference text,
  allotted_at timestamp with time zone not null,
  constraint virtual_iban_pkey PRIMARY KEY (partner_id, owner_id),
  constraint virtual_iban_iban_key UNIQUE (iban),
  constraint virtual_iban_number_key UNIQUE (number),
  constraint virtual_iban_reference_key UNIQUE (reference),
  constraint virtual_iban_check CHECK (((reference IS NULL) = (owner_id <> partner_id)))
);

create table sim_bank.account (
  iban text not null,
  holder text not null,
  balance numeric(38,0) default 0 not null,
  opened_at timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (iban)
);

create table sim_bank.booking (
  id bigint generated always as identity not null,
  iban text not null,
  mail_id uuid not null,
  direction text not null,
  units numeric(38,0) not null,
  creditor_name text,
  creditor_iban text,
  debtor_name text,
  debtor_iban text,
  instruction_id text,
  end_to_end_id text,
  transaction_id text,
  remittance text,
  return_reason text,
  booked_at timestamp with time zone not null,
  booking_day date not null,
  constraint booking_pkey PRIMARY KEY (id),
  constraint booking_direction_check CHECK ((direction = ANY (ARRAY['CRDT'::text, 'DBIT'::text]))),
  constraint booking_units_check CHECK ((units > (0)::numeric))
);

create table sim_bank.fault (
  kind text not null,
  remaining integer not null,
  constraint fault_pkey PRIMARY KEY (kind),
  constraint fault_kind_check CHECK ((kind = ANY (ARRAY['slow'::text, 'unavailable'::text, 'accept-then-time-out'::text, 'twice'::text, 'out-of-order'::text, 'vanish'::text, 'charge'::text]))),
  constraint fault_remaining_check CHECK ((remaining > 0))
);

create table sim_bank.host (
  id uuid not null,
  url text not null,
  token text not null,
  seen_at timestamp with time zone not null,
  constraint host_pkey PRIMARY KEY (id)
);

create table sim_bank.inbox (
  name text not null,
  sha256 bytea not null,
  received_at timestamp with time zone not null,
  constraint inbox_pkey PRIMARY KEY (name)
);

create table sim_bank.instant (
  reference text not null,
  status text not null,
  reason text,
  decided_at timestamp with time zone not null,
  constraint instant_pkey PRIMARY KEY (reference),
  constraint instant_status_check CHECK ((status = ANY (ARRAY['ACCP'::text, 'RJCT'::text])))
);

create table sim_bank.mail (
  id uuid not null,
  iban text,
  due_at timestamp with time zone,
  copies smallint default 1 not null,
  content bytea,
  made_at timestamp with time zone not null,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_check CHECK (((iban IS NOT NULL) OR (content IS NOT NULL))),
  constraint mail_copies_check CHECK (((copies >= 1) AND (copies <= 2)))
);

create table sim_bank.offer (
  reference text not null,
  booking jsonb not null,
  accepted_at timestamp with time zone not null,
  status text,
  reason text,
  constraint offer_pkey PRIMARY KEY (reference),
  constraint offer_status_check CHECK ((status = ANY (ARRAY['ACCP'::text, 'RJCT'::text])))
);

create table sim_bank.receipt (
  mail_id uuid not null,
  copy smallint not null,
  confirmed_at timestamp with time zone not null,
  constraint receipt_pkey PRIMARY KEY (mail_id, copy)
);

create table sim_bank.statement (
  iban text not null,
  day date not null,
  due_at timestamp with time zone not null,
  mail_id uuid,
  constraint statement_pkey PRIMARY KEY (iban, day)
);

create table sim_bank.task (
  id bigint generated always as identity not null,
  due_at timestamp with time zone not null,
  task jsonb not null,
  constraint task_pkey PRIMARY KEY (id)
);

create table sim_rates.fault (
  kind text not null,
  source text,
  asset text,
  remaining integer not null,
  constraint fault_kind_source_asset_key UNIQUE NULLS NOT DISTINCT (kind, source, asset),
  constraint fault_kind_check CHECK ((kind = ANY (ARRAY['unavailable'::text, 'halt'::text, 'stale'::text, 'deviate'::text]))),
  constraint fault_remaining_check CHECK ((remaining > 0))
);

create table sim_rates.pinned_price (
  asset text not null,
  eur_price numeric not null,
  pinned_at timestamp with time zone not null,
  constraint pinned_price_pkey PRIMARY KEY (asset),
  constraint pinned_price_eur_price_check CHECK ((eur_price > (0)::numeric))
);

create table statement.line (
  partner_id uuid not null,
  owner_id uuid not null,
  id uuid not null,
  type text not null,
  direction text not null,
  status text not null,
  account_id uuid not null,
  asset text not null,
  units numeric(38,0) not null,
  fee_units numeric(38,0) default 0 not null,
  fee_asset text,
  counterparty text,
  reference text,
  sealed bytea,
  balance_after numeric(38,0),
  created_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  constraint line_pkey PRIMARY KEY (partner_id, owner_id, id),
  constraint line_direction_check CHECK ((direction = ANY (ARRAY['IN'::text, 'OUT'::text]))),
  constraint line_type_check CHECK ((type = ANY (ARRAY['SEPA_DEPOSIT'::text, 'SEPA_TRANSFER'::text, 'CRYPTO_DEPOSIT'::text, 'CRYPTO_WITHDRAWAL'::text, 'EXCHANGE'::text, 'P2P_TRANSFER'::text, 'CARD_TRANSACTION'::text, 'FEE'::text, 'ADJUSTMENT'::text, 'ORDER'::text, 'PAYMENT_LINK'::text]))),
  constraint line_units_check CHECK ((units > (0)::numeric))
) with (fillfactor=90);

create table transfers.transfer (
  partner_id uuid not null,
  id uuid not null,
  source_user_id uuid,
  source_external_user_id text,
  destination_user_id uuid,
  destination_external_user_id text,
  asset text not null,
  units numeric(38,0) not null,
  created_at timestamp with time zone not null,
  constraint transfer_pkey PRIMARY KEY (partner_id, id),
  constraint transfer_check CHECK ((source_user_id IS DISTINCT FROM destination_user_id)),
  constraint transfer_check1 CHECK (((source_user_id IS NULL) = (source_external_user_id IS NULL))),
  constraint transfer_check2 CHECK (((destination_user_id IS NULL) = (destination_external_user_id IS NULL))),
  constraint transfer_units_check CHECK ((units > (0)::numeric))
);

create table users."user" (
  partner_id uuid not null,
  id uuid not null,
  external_user_id text not null,
  model text not null,
  stage text not null,
  suspended_at timestamp with time zone,
  suspended_by text,
  restrained_at timestamp with time zone,
  risk text default 'LOW'::text not null,
  tier text default 'STANDARD'::text not null,
  kyc_status text,
  poa_status text,
  country text,
  fiat_status text not null,
  iban text,
  reference text,
  data_key_id uuid not null,
  sealed bytea,
  email_index bytea,
  phone_index bytea,
  last_name_index bytea,
  document_index bytea,
  birth_index bytea,
  version integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  erased_at timestamp with time zone,
  constraint user_pkey PRIMARY KEY (partner_id, id),
  constraint user_external_id UNIQUE (partner_id, external_user_id),
  constraint user_check CHECK (((stage = 'DELETED'::text) = (deleted_at IS NOT NULL))),
  constraint user_check1 CHECK (((suspended_at IS NULL) = (suspended_by IS NULL))),
  constraint user_check2 CHECK (((model = 'kyc'::text) OR ((kyc_status IS NULL) AND (poa_status IS NULL) AND (tier = 'STANDARD'::text) AND (stage = ANY (ARRAY['ACTIVE'::text, 'DELETED'::text]))))),
  constraint user_check3 CHECK (((model = 'no-kyc'::text) OR (stage <> 'ACTIVE'::text) OR (kyc_status IS NOT NULL))),
  constraint user_check4 CHECK (((erased_at IS NULL) OR ((deleted_at IS NOT NULL) AND (sealed IS NULL) AND (iban IS NULL) AND (reference IS NULL)))),
  constraint user_check5 CHECK (((deleted_at IS NULL) OR ((email_index IS NULL) AND (phone_index IS NULL) AND (last_name_index IS NULL) AND (document_index IS NULL) AND (birth_index IS NULL)))),
  constraint user_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint user_external_user_id_check CHECK (((length(external_user_id) >= 1) AND (length(external_user_id) <= 128))),
  constraint user_fiat_status_check CHECK ((fiat_status = ANY (ARRAY['WAITING_FOR_ACTIVATION'::text, 'ACTIVE'::text, 'BLOCKED'::text, 'CLOSED'::text]))),
  constraint user_kyc_status_check CHECK ((kyc_status = ANY (ARRAY['PENDING'::text, 'IN_REVIEW'::text, 'APPROVED'::text, 'REJECTED'::text, 'EXPIRED'::text]))),
  constraint user_model_check CHECK ((model = ANY (ARRAY['kyc'::text, 'no-kyc'::text]))),
  constraint user_poa_status_check CHECK ((poa_status = ANY (ARRAY['WAITING'::text, 'APPROVED'::text, 'REJECTED'::text, 'QUESTIONED'::text]))),
  constraint user_risk_check CHECK ((risk = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text]))),
  constraint user_stage_check CHECK ((stage = ANY (ARRAY['CREATED'::text, 'PENDING'::text, 'ACTIVE'::text, 'REJECTED'::text, 'DELETED'::text]))),
  constraint user_suspended_by_check CHECK ((suspended_by = ANY (ARRAY['partner'::text, 'operator'::text]))),
  constraint user_tier_check CHECK ((tier = ANY (ARRAY['STANDARD'::text, 'EXTENDED'::text]))),
  constraint user_version_check CHECK ((version > 0))
) with (fillfactor=80);

create table vault.data_key (
  partner_id uuid not null,
  id uuid not null,
  wrapped bytea,
  master_key_id text not null,
  created_at timestamp with time zone not null,
  delete_after timestamp with time zone,
  destroyed_at timestamp with time zone,
  constraint data_key_pkey PRIMARY KEY (partner_id, id),
  constraint data_key_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
);

create table webhooks.attempt (
  partner_id uuid not null,
  sequence bigint not null,
  id uuid not null,
  at timestamp with time zone not null,
  url text not null,
  status smallint,
  latency_ms integer not null,
  answer text,
  sealed bytea,
  data_key_id uuid,
  error text,
  constraint attempt_pkey PRIMARY KEY (partner_id, sequence, id),
  constraint attempt_check CHECK (((answer IS NULL) OR (sealed IS NULL))),
  constraint attempt_check1 CHECK (((sealed IS NULL) = (data_key_id IS NULL))),
  constraint attempt_check2 CHECK (((status IS NOT NULL) OR (error IS NOT NULL))),
  constraint attempt_latency_ms_check CHECK ((latency_ms >= 0))
);

create table webhooks.counter (
  partner_id uuid not null,
  last bigint not null,
  constraint counter_pkey PRIMARY KEY (partner_id),
  constraint counter_last_check CHECK ((last > 0))
) with (fillfactor=20);

create table webhooks.delivery (
  partner_id uuid not null,
  sequence bigint not null,
  event_id uuid not null,
  subject text not null,
  lane text not null,
  state text not null,
  attempt integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  since timestamp with time zone not null,
  lease_until timestamp with time zone,
  leased_by uuid,
  is_head boolean generated always as (((state = 'due'::text) AND (lane = 'ordered'::text))) stored not null,
  constraint delivery_pkey PRIMARY KEY (partner_id, sequence),
  constraint delivery_attempt_check CHECK ((attempt >= 0)),
  constraint delivery_check CHECK (((state <> 'behind'::text) OR (lane = 'ordered'::text))),
  constraint delivery_check1 CHECK (((lease_until IS NULL) = (leased_by IS NULL))),
  constraint delivery_lane_check CHECK ((lane = ANY (ARRAY['ordered'::text, 'free'::text]))),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['due'::text, 'behind'::text, 'undelivered'::text, 'erased'::text])))
) with (autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=2000, fillfactor=90);

create table webhooks.endpoint (
  partner_id uuid not null,
  url text,
  append_path boolean not null,
  overrides jsonb not null,
  events text[],
  data_key_id uuid not null,
  token bytea,
  secret bytea not null,
  previous_secret bytea,
  previous_valid_until timestamp with time zone,
  version integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  former_secrets bytea[] default '{}'::bytea[] not null,
  former_valid_until timestamp with time zone[] default '{}'::timestamp with time zone[] not null,
  constraint endpoint_pkey PRIMARY KEY (partner_id),
  constraint endpoint_check CHECK (((previous_secret IS NULL) = (previous_valid_until IS NULL))),
  constraint endpoint_former_secrets CHECK (((cardinality(former_secrets) = cardinality(former_valid_until)) AND (array_position(former_secrets, NULL::bytea) IS NULL) AND (array_position(former_valid_until, NULL::timestamp with time zone) IS NULL))),
  constraint endpoint_overrides_check CHECK ((jsonb_typeof(overrides) = 'object'::text)),
  constraint endpoint_version_check CHECK ((version > 0))
);

create table webhooks.health (
  partner_id uuid not null,
  failing_since timestamp with time zone not null,
  next_probe_at timestamp with time zone not null,
  probed_at timestamp with time zone,
  is_healthy boolean,
  error text,
  constraint health_pkey PRIMARY KEY (partner_id)
);

create table webhooks.lease (
  partner_id uuid not null,
  holder uuid not null,
  until timestamp with time zone not null,
  constraint lease_pkey PRIMARY KEY (partner_id)
) with (fillfactor=20);

create table webhooks.log (
  partner_id uuid not null,
  sequence bigint not null,
  event_id uuid not null,
  type text not null,
  subject text not null,
  wanted boolean not null,
  constraint log_pkey PRIMARY KEY (partner_id, sequence),
  constraint log_sequence_check CHECK ((sequence > 0))
);

create table work.idempotency (
  partner_id uuid not null,
  key text not null,
  method text not null,
  path text not null,
  body_hash bytea not null,
  status smallint not null,
  answer text not null,
  request_id text not null,
  created_at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (partner_id, key, method, path),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);

create table work.lease (
  name text not null,
  holder uuid not null,
  until timestamp with time zone not null,
  constraint lease_pkey PRIMARY KEY (name)
);

create table work.process (
  id uuid not null,
  roles text not null,
  seen_at timestamp with time zone not null,
  constraint process_pkey PRIMARY KEY (id)
);

-- foreign keys

alter table ledger.account add constraint account_asset_fkey FOREIGN KEY (asset) REFERENCES ledger.asset(asset);
alter table ledger.account add constraint account_code_fkey FOREIGN KEY (code) REFERENCES ledger.chart(code);
alter table ledger.hold add constraint hold_partner_id_account_id_fkey FOREIGN KEY (partner_id, account_id) REFERENCES ledger.account(partner_id, id);
alter table ledger.roll_up add constraint roll_up_block_number_fkey FOREIGN KEY (block_number) REFERENCES ledger.block(number);
alter table partners.api_key add constraint api_key_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners.partner(id);
alter table partners.ip_allow add constraint ip_allow_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners.partner(id);
alter table pricing.fee_schedule_item add constraint fee_schedule_item_version_fkey FOREIGN KEY (version) REFERENCES pricing.fee_schedule(version);
alter table screening.entry add constraint entry_list_code_fkey FOREIGN KEY (list_code) REFERENCES screening.list(code);
alter table screening.load add constraint load_list_code_fkey FOREIGN KEY (list_code) REFERENCES screening.list(code);
alter table screening.load_part add constraint load_part_load_id_fkey FOREIGN KEY (load_id) REFERENCES screening.load(id);
alter table screening.name add constraint name_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES screening.entry(id);
alter table screening.sweep add constraint sweep_load_id_fkey FOREIGN KEY (load_id) REFERENCES screening.load(id);
alter table sepa.deposit add constraint deposit_outgoing_id_fkey FOREIGN KEY (outgoing_id) REFERENCES sepa.outgoing(id);
alter table sepa.message_piece add constraint message_piece_message_id_fkey FOREIGN KEY (message_id) REFERENCES sepa.message(id) ON DELETE CASCADE;
alter table sepa.nostro_entry add constraint nostro_entry_message_id_fkey FOREIGN KEY (message_id) REFERENCES sepa.message(id);
alter table sepa.nostro_entry add constraint nostro_entry_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES sepa.statement(id);
alter table sepa.offer add constraint offer_message_id_fkey FOREIGN KEY (message_id) REFERENCES sepa.message(id);
alter table sepa.offer add constraint offer_outgoing_id_fkey FOREIGN KEY (outgoing_id) REFERENCES sepa.outgoing(id);
alter table sepa.payout add constraint payout_outgoing_id_fkey FOREIGN KEY (outgoing_id) REFERENCES sepa.outgoing(id);
alter table sepa.recall add constraint recall_outgoing_id_fkey FOREIGN KEY (outgoing_id) REFERENCES sepa.outgoing(id);
alter table sepa.reconciliation_break add constraint reconciliation_break_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES sepa.statement(id);
alter table sepa.statement add constraint statement_message_id_fkey FOREIGN KEY (message_id) REFERENCES sepa.message(id);
alter table sepa.unexplained_entry add constraint unexplained_entry_message_id_fkey FOREIGN KEY (message_id) REFERENCES sepa.message(id);
alter table sim_bank.booking add constraint booking_iban_fkey FOREIGN KEY (iban) REFERENCES sim_bank.account(iban);
alter table sim_bank.booking add constraint booking_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES sim_bank.mail(id);
alter table sim_bank.mail add constraint mail_iban_fkey FOREIGN KEY (iban) REFERENCES sim_bank.account(iban);
alter table sim_bank.receipt add constraint receipt_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES sim_bank.mail(id);
alter table sim_bank.statement add constraint statement_iban_fkey FOREIGN KEY (iban) REFERENCES sim_bank.account(iban);
alter table sim_bank.statement add constraint statement_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES sim_bank.mail(id);

-- functions that need a table

CREATE OR REPLACE FUNCTION clock.stamp(p_environment text, p_mode text)
 RETURNS clock.setting
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare v clock.setting;
begin
  insert into clock.setting (environment, mode, now) values (p_environment, p_mode, date_trunc('milliseconds', clock_timestamp()))
    on conflict do nothing;
  select * into v from clock.setting;
  return v;
end $function$;

-- indexes

CREATE INDEX record_actor ON audit.record USING btree (actor, id);
CREATE INDEX record_partner ON audit.record USING btree (partner_id, id);
CREATE INDEX record_subject ON audit.record USING btree (subject, id);
CREATE INDEX lock_expiry ON exchange.lock USING btree (expires_at);
CREATE UNIQUE INDEX verification_id ON hosted.verification USING btree (id);
CREATE UNIQUE INDEX verification_living ON hosted.verification USING btree (partner_id, user_id) WHERE (state = ANY (ARRAY['CREATED'::text, 'OPEN'::text]));
CREATE UNIQUE INDEX verification_token ON hosted.verification USING btree (token_hash) WHERE (token_hash IS NOT NULL);
CREATE INDEX job_dead ON jobs.job USING btree (created_at) WHERE (state = 'dead'::text);
CREATE INDEX job_due ON jobs.job USING btree (due_at) WHERE (state = 'waiting'::text);
CREATE INDEX job_leased ON jobs.job USING btree (lease_until) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX case_id ON kyc."case" USING btree (id);
CREATE INDEX case_state ON kyc."case" USING btree (state, id);
CREATE UNIQUE INDEX case_undecided ON kyc."case" USING btree (partner_id, user_id) WHERE (state = ANY (ARRAY['PENDING'::text, 'IN_REVIEW'::text]));
CREATE INDEX case_user ON kyc."case" USING btree (partner_id, user_id, id);
CREATE INDEX check_subject ON kyc."check" USING btree (partner_id, subject_id, id);
CREATE INDEX file_content ON kyc.file USING btree (partner_id, content_index);
CREATE INDEX file_due ON kyc.file USING btree (delete_after) WHERE ((delete_after IS NOT NULL) AND (erased_at IS NULL));
CREATE UNIQUE INDEX file_id ON kyc.file USING btree (id);
CREATE INDEX file_user ON kyc.file USING btree (partner_id, user_id, id);
CREATE UNIQUE INDEX poa_id ON kyc.poa USING btree (id);
CREATE INDEX poa_state ON kyc.poa USING btree (state, id);
CREATE INDEX poa_user ON kyc.poa USING btree (partner_id, user_id, id);
CREATE UNIQUE INDEX poa_waiting ON kyc.poa USING btree (partner_id, user_id) WHERE (state = 'WAITING'::text);
CREATE INDEX account_used ON ledger.account USING btree (partner_id, owner_id) WHERE used;
CREATE INDEX block_earliest ON ledger.block USING btree (earliest);
CREATE INDEX block_latest ON ledger.block USING btree (latest);
CREATE UNIQUE INDEX entry_reversal ON ledger.entry USING btree (partner_id, reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX entry_xid ON ledger.entry USING btree (xid);
CREATE INDEX hold_account ON ledger.hold USING btree (partner_id, account_id) WHERE (state = 'active'::text);
CREATE INDEX hold_expiry ON ledger.hold USING btree (expires_at) WHERE ((state = 'active'::text) AND (expires_at IS NOT NULL));
CREATE UNIQUE INDEX posting_credit ON ledger.posting USING btree (partner_id, credit_account, credit_version) WHERE (credit_version IS NOT NULL);
CREATE UNIQUE INDEX posting_debit ON ledger.posting USING btree (partner_id, debit_account, debit_version) WHERE (debit_version IS NOT NULL);
CREATE INDEX cap_rule ON limits.cap USING btree (partner_id, tier, operation, period, id);
CREATE INDEX request_batch_age ON partners.request_batch USING brin (last_at);
CREATE INDEX request_batch_status ON partners.request_batch USING btree (partner_id, status, last_at, id);
CREATE INDEX request_log_age ON partners.request_log USING brin (at);
CREATE INDEX request_log_refused ON partners.request_log USING btree (partner_id, status, at, id) WHERE (status >= 400);
CREATE INDEX fee_schedule_valid_from ON pricing.fee_schedule USING btree (valid_from DESC, version DESC);
CREATE INDEX note_subject ON review.note USING btree (partner_id, subject_id, id);
CREATE INDEX entry_document ON screening.entry USING gin (documents) WHERE (documents <> '{}'::text[]);
CREATE UNIQUE INDEX entry_entity ON screening.entry USING btree (list_code, entity_id, first_version);
CREATE UNIQUE INDEX hit_id ON screening.hit USING btree (id);
CREATE INDEX hit_state ON screening.hit USING btree (state, id);
CREATE INDEX hit_user ON screening.hit USING btree (user_id, id);
CREATE UNIQUE INDEX load_active ON screening.load USING btree (list_code) WHERE (state = 'ACTIVE'::text);
CREATE UNIQUE INDEX load_under_way ON screening.load USING btree (list_code) WHERE (state = ANY (ARRAY['RECEIVING'::text, 'READING'::text]));
CREATE INDEX name_sound ON screening.name USING gin (sound screening.gin_trgm_ops);
CREATE UNIQUE INDEX contact_iban ON sepa.contact USING btree (partner_id, owner_id, iban_index);
CREATE INDEX contact_id ON sepa.contact USING btree (id);
CREATE INDEX contact_owner ON sepa.contact USING btree (partner_id, owner_id, id);
CREATE INDEX contact_pending ON sepa.contact USING btree (id) WHERE (status = 'PENDING'::text);
CREATE INDEX deposit_bank_reference ON sepa.deposit USING btree (bank_reference) WHERE (bank_reference IS NOT NULL);
CREATE INDEX deposit_end_to_end ON sepa.deposit USING btree (end_to_end_index) WHERE (end_to_end_index IS NOT NULL);
CREATE UNIQUE INDEX deposit_id ON sepa.deposit USING btree (id);
CREATE UNIQUE INDEX deposit_identity ON sepa.deposit USING btree (identity);
CREATE INDEX deposit_outgoing ON sepa.deposit USING btree (outgoing_id) WHERE (outgoing_id IS NOT NULL);
CREATE INDEX deposit_suspense ON sepa.deposit USING btree (arrived_at, id) WHERE (state = 'IN_SUSPENSE'::text);
CREATE INDEX deposit_transaction ON sepa.deposit USING btree (transaction_id) WHERE (transaction_id IS NOT NULL);
CREATE INDEX deposit_uncredited_owner ON sepa.deposit USING btree (partner_id, owner_id) WHERE (state <> 'CREDITED'::text);
CREATE UNIQUE INDEX message_bank_id ON sepa.message USING btree (bank_id) WHERE (state <> 'ARRIVING'::text);
CREATE INDEX message_refused ON sepa.message USING btree (arrived_at) WHERE (state = 'REFUSED'::text);
CREATE INDEX message_unread ON sepa.message USING btree (arrived_at) WHERE (state = ANY (ARRAY['STORED'::text, 'SOUND'::text]));
CREATE INDEX nostro_entry_day ON sepa.nostro_entry USING btree (booking_day, direction, is_booked) INCLUDE (units);
CREATE INDEX nostro_entry_reference ON sepa.nostro_entry USING btree (entry_reference) WHERE (entry_reference IS NOT NULL);
CREATE INDEX nostro_entry_unconfirmed ON sepa.nostro_entry USING btree (booking_day) WHERE (statement_id IS NULL);
CREATE INDEX offer_accepted ON sepa.offer USING btree (offered_at) WHERE (state = 'ACCEPTED'::text);
CREATE INDEX offer_outgoing ON sepa.offer USING btree (outgoing_id);
CREATE INDEX offer_transaction ON sepa.offer USING btree (transaction_id) WHERE (ended_at IS NULL);
CREATE INDEX offer_uetr ON sepa.offer USING btree (uetr) WHERE (ended_at IS NULL);
CREATE INDEX outgoing_unsent ON sepa.outgoing USING btree (made_at) WHERE (state = 'STORED'::text);
CREATE INDEX payout_held ON sepa.payout USING btree (created_at, id) WHERE ((state = 'HELD'::text) AND (scheme = 'SCT'::text) AND (payee_check <> 'WAITING'::text));
CREATE UNIQUE INDEX payout_id ON sepa.payout USING btree (id);
CREATE INDEX payout_outgoing ON sepa.payout USING btree (outgoing_id) WHERE (outgoing_id IS NOT NULL);
CREATE INDEX payout_owner ON sepa.payout USING btree (partner_id, owner_id, id);
CREATE INDEX payout_undecided ON sepa.payout USING btree (submitted_at) WHERE ((state = 'SUBMITTED'::text) AND (scheme = 'INST'::text));
CREATE INDEX payout_under_way ON sepa.payout USING btree (partner_id, owner_id) WHERE (state = ANY (ARRAY['HELD'::text, 'SUBMITTED'::text]));
CREATE UNIQUE INDEX recall_cancellation ON sepa.recall USING btree (deposit_id, cancellation_id) WHERE (deposit_id IS NOT NULL);
CREATE INDEX recall_deposit ON sepa.recall USING btree (deposit_id) WHERE (deposit_id IS NOT NULL);
CREATE INDEX recall_open ON sepa.recall USING btree (id) WHERE (state = 'OPEN'::text);
CREATE UNIQUE INDEX recall_payout ON sepa.recall USING btree (payout_id) WHERE ((state = 'OPEN'::text) AND (payout_id IS NOT NULL));
CREATE INDEX reconciliation_break_kind ON sepa.reconciliation_break USING btree (kind, id);
CREATE INDEX reconciliation_break_open ON sepa.reconciliation_break USING btree (id) WHERE (resolved_at IS NULL);
CREATE INDEX statement_day ON sepa.statement USING btree (to_day, id);
CREATE INDEX statement_message ON sepa.statement USING btree (message_id);
CREATE INDEX booking_day ON sim_bank.booking USING btree (iban, booking_day, id);
CREATE INDEX booking_mail ON sim_bank.booking USING btree (mail_id, id);
CREATE INDEX mail_due ON sim_bank.mail USING btree (due_at);
CREATE INDEX statement_due ON sim_bank.statement USING btree (due_at) WHERE (mail_id IS NULL);
CREATE INDEX task_due ON sim_bank.task USING btree (due_at, id);
CREATE INDEX line_asset ON statement.line USING btree (partner_id, owner_id, asset, id) WHERE (asset <> 'eur'::text);
CREATE INDEX line_received ON statement.line USING btree (partner_id, owner_id, counterparty, id) WHERE (type = 'EXCHANGE'::text);
CREATE INDEX line_status ON statement.line USING btree (partner_id, owner_id, status, id) WHERE (status <> 'COMPLETED'::text);
CREATE INDEX line_type ON statement.line USING btree (partner_id, owner_id, type, id) WHERE (type <> 'P2P_TRANSFER'::text);
CREATE INDEX user_birth ON users."user" USING btree (partner_id, birth_index, id) WHERE (birth_index IS NOT NULL);
CREATE INDEX user_data_key ON users."user" USING btree (data_key_id);
CREATE INDEX user_document ON users."user" USING btree (partner_id, document_index, id) WHERE (document_index IS NOT NULL);
CREATE INDEX user_email ON users."user" USING btree (partner_id, email_index, id) WHERE (email_index IS NOT NULL);
CREATE UNIQUE INDEX user_iban ON users."user" USING btree (iban) WHERE (iban IS NOT NULL);
CREATE INDEX user_last_name ON users."user" USING btree (partner_id, last_name_index, id) WHERE (last_name_index IS NOT NULL);
CREATE INDEX user_living ON users."user" USING btree (partner_id, id) WHERE (stage <> 'DELETED'::text);
CREATE INDEX user_phone ON users."user" USING btree (partner_id, phone_index, id) WHERE (phone_index IS NOT NULL);
CREATE UNIQUE INDEX user_reference ON users."user" USING btree (reference) WHERE (reference IS NOT NULL);
CREATE INDEX data_key_deletable ON vault.data_key USING btree (delete_after) WHERE ((destroyed_at IS NULL) AND (delete_after IS NOT NULL));
CREATE INDEX data_key_master ON vault.data_key USING btree (master_key_id) WHERE (wrapped IS NOT NULL);
CREATE INDEX attempt_accepted ON webhooks.attempt USING btree (partner_id, sequence) WHERE ((status >= 200) AND (status <= 299));
CREATE INDEX delivery_behind ON webhooks.delivery USING btree (((((partner_id)::text || ':'::text) || subject)), sequence) WHERE (state = 'behind'::text);
CREATE INDEX delivery_due ON webhooks.delivery USING btree (partner_id, next_attempt_at, sequence) WHERE (state = 'due'::text);
CREATE UNIQUE INDEX delivery_head ON webhooks.delivery USING btree (((((partner_id)::text || ':'::text) || subject))) WHERE is_head;
CREATE INDEX health_probe ON webhooks.health USING btree (next_probe_at);
CREATE INDEX log_subject ON webhooks.log USING btree (partner_id, subject, sequence);
CREATE INDEX log_type ON webhooks.log USING btree (partner_id, type, sequence);
CREATE INDEX log_unwanted ON webhooks.log USING btree (partner_id, sequence) WHERE (NOT wanted);
CREATE INDEX idempotency_created ON work.idempotency USING brin (created_at);

-- grants

grant update (active_version) on table screening.list to florin_app;
grant update (after_partner_id) on table screening.sweep to florin_app;
grant update (after_user_id) on table screening.sweep to florin_app;
grant update (approved_by) on table kyc."case" to florin_app;
grant update (approved_by) on table kyc.poa to florin_app;
grant update (approved_by) on table screening.hit to florin_app;
grant update (challenge) on table kyc."case" to florin_app;
grant update (challenge_id) on table hosted.verification to florin_app;
grant update (challenge_poses) on table hosted.verification to florin_app;
grant update (challenge_until) on table hosted.verification to florin_app;
grant update (challenged_at) on table hosted.verification to florin_app;
grant update (claimed_at) on table kyc."case" to florin_app;
grant update (claimed_at) on table kyc.poa to florin_app;
grant update (claimed_at) on table screening.hit to florin_app;
grant update (claimed_by) on table kyc."case" to florin_app;
grant update (claimed_by) on table kyc.poa to florin_app;
grant update (claimed_by) on table screening.hit to florin_app;
grant update (consented_at) on table hosted.verification to florin_app;
grant update (decided_at) on table kyc."case" to florin_app;
grant update (decided_at) on table kyc.poa to florin_app;
grant update (decided_at) on table screening.hit to florin_app;
grant update (decided_by) on table screening.hit to florin_app;
grant update (delete_after) on table kyc.file to florin_app;
grant update (disabled_at) on table operator.operator to florin_app;
grant update (document_type) on table hosted.verification to florin_app;
grant update (document_type) on table kyc."case" to florin_app;
grant update (ended_at) on table screening.load to florin_app;
grant update (ended_at) on table screening.sweep to florin_app;
grant update (erased_at) on table kyc.file to florin_app;
grant update (failure) on table screening.load to florin_app;
grant update (format) on table screening.load to florin_app;
grant update (hits) on table screening.sweep to florin_app;
grant update (last_used_at) on table partners.api_key to florin_app;
grant update (last_version) on table screening.entry to florin_app;
grant update (name) on table partners.partner to florin_app;
grant update (number) on table partners.generation to florin_app;
grant update (opened_at) on table hosted.verification to florin_app;
grant update (parts) on table hosted.verification to florin_app;
grant update (parts) on table screening.load to florin_app;
grant update (people) on table screening.load to florin_app;
grant update (received_bytes) on table screening.load to florin_app;
grant update (revoked_at) on table partners.api_key to florin_app;
grant update (risk) on table kyc."case" to florin_app;
grant update (risk) on table screening.hit to florin_app;
grant update (score) on table screening.hit to florin_app;
grant update (sealed) on table screening.hit to florin_app;
grant update (sealed_document) on table hosted.verification to florin_app;
grant update (sealed_reasons) on table kyc."case" to florin_app;
grant update (settings) on table partners.partner to florin_app;
grant update (skipped) on table screening.load to florin_app;
grant update (state) on table exchange.lock to florin_app;
grant update (state) on table hosted.verification to florin_app;
grant update (state) on table kyc."case" to florin_app;
grant update (state) on table kyc.poa to florin_app;
grant update (state) on table partners.partner to florin_app;
grant update (state) on table screening.hit to florin_app;
grant update (state) on table screening.load to florin_app;
grant update (state) on table screening.sweep to florin_app;
grant update (submitted_at) on table hosted.verification to florin_app;
grant update (token_hash) on table hosted.verification to florin_app;
grant update (topics) on table screening.hit to florin_app;
grant update (updated_at) on table kyc."case" to florin_app;
grant update (updated_at) on table screening.hit to florin_app;
grant update (uploads) on table hosted.verification to florin_app;
grant update (users) on table screening.sweep to florin_app;
grant update (valid_to) on table limits.cap to florin_app;
grant update (valid_to) on table pricing.fee_override to florin_app;
grant update (version) on table exchange.lock to florin_app;
grant update (version) on table hosted.verification to florin_app;
grant update (version) on table kyc."case" to florin_app;
grant update (version) on table kyc.file to florin_app;
grant update (version) on table kyc.poa to florin_app;
grant update (version) on table operator.operator to florin_app;
grant update (version) on table partners.api_key to florin_app;
grant update (version) on table partners.partner to florin_app;
grant update (version) on table screening.hit to florin_app;
grant update (version) on table screening.list to florin_app;
grant update (version) on table screening.load to florin_app;
grant update (version) on table screening.sweep to florin_app;
revoke execute on function clock.advance(p_to timestamp with time zone) from public;
grant execute on function clock.advance(p_to timestamp with time zone) to florin_app;
revoke execute on function clock.stamp(p_environment text, p_mode text) from public;
grant execute on function clock.stamp(p_environment text, p_mode text) to florin_app;
revoke execute on function ledger.apply_holds(p_item integer, a_partner uuid[], a_id uuid[], p_holds json, p_now timestamp with time zone) from public;
revoke execute on function ledger.house_id(p_partner uuid, p_code text, p_asset text) from public;
grant execute on function ledger.house_id(p_partner uuid, p_code text, p_asset text) to florin_app;
revoke execute on function ledger.open_customer(p_partner uuid, p_owner uuid, p_state text, p_at timestamp with time zone, p_accounts json) from public;
grant execute on function ledger.open_customer(p_partner uuid, p_owner uuid, p_state text, p_at timestamp with time zone, p_accounts json) to florin_app;
revoke execute on function ledger.open_partner(p_partner uuid, p_at timestamp with time zone) from public;
grant execute on function ledger.open_partner(p_partner uuid, p_at timestamp with time zone) to florin_app;
revoke execute on function ledger.post(p_count integer, p_without integer[], i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], a_partner uuid[], a_id uuid[], a_net numeric[], a_moves integer[], e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[], l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units numeric[], l_forced boolean[], p_holds json, c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents numeric[], u_at timestamp with time zone[], OUT refused integer[], OUT verdicts text[], OUT debit_balances numeric[], OUT credit_balances numeric[]) from public;
grant execute on function ledger.post(p_count integer, p_without integer[], i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], a_partner uuid[], a_id uuid[], a_net numeric[], a_moves integer[], e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[], l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units numeric[], l_forced boolean[], p_holds json, c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents numeric[], u_at timestamp with time zone[], OUT refused integer[], OUT verdicts text[], OUT debit_balances numeric[], OUT credit_balances numeric[]) to florin_app;
revoke execute on function ledger.set_state(p_partner uuid, p_owner uuid, p_state text, p_asset text) from public;
grant execute on function ledger.set_state(p_partner uuid, p_owner uuid, p_state text, p_asset text) to florin_app;
revoke execute on function limits.caps(p_partner uuid, p_tier text, p_operation text, p_at timestamp with time zone, OUT transaction_cap numeric, OUT day_cap numeric, OUT month_cap numeric) from public;
grant execute on function limits.caps(p_partner uuid, p_tier text, p_operation text, p_at timestamp with time zone, OUT transaction_cap numeric, OUT day_cap numeric, OUT month_cap numeric) to florin_app;
revoke execute on function limits.take(c_partner uuid[], c_owner uuid[], c_operation text[], p_now timestamp with time zone, OUT zones text[], OUT days date[], OUT months date[], OUT day_used numeric[], OUT month_used numeric[], OUT transaction_caps numeric[], OUT day_caps numeric[], OUT month_caps numeric[]) from public;
revoke execute on function limits.zone(p_settings jsonb) from public;
grant execute on function limits.zone(p_settings jsonb) to florin_app;
revoke execute on function webhooks.claim(p_now timestamp with time zone, p_holder uuid, p_lease_ms integer, p_partners uuid[], p_counts integer[], p_in_hand int8multirange[]) from public;
grant execute on function webhooks.claim(p_now timestamp with time zone, p_holder uuid, p_lease_ms integer, p_partners uuid[], p_counts integer[], p_in_hand int8multirange[]) to florin_app;
revoke execute on function webhooks.find_due(p_now timestamp with time zone, p_holder uuid) from public;
grant execute on function webhooks.find_due(p_now timestamp with time zone, p_holder uuid) to florin_app;
revoke execute on function webhooks.lock_key(p_partner uuid) from public;
grant execute on function webhooks.lock_key(p_partner uuid) to florin_app;
revoke execute on function webhooks.number_events(p_from bigint, p_limit integer, p_now timestamp with time zone, p_types text[], p_unordered text[], p_always text[], p_by_status text[], p_statuses text[]) from public;
grant execute on function webhooks.number_events(p_from bigint, p_limit integer, p_now timestamp with time zone, p_types text[], p_unordered text[], p_always text[], p_by_status text[], p_statuses text[]) to florin_app;
revoke execute on function webhooks.record(p_at timestamp with time zone, p_partners uuid[], p_sequences bigint[], p_outcomes text[], p_lanes text[], p_failures integer[], p_next timestamp with time zone[], p_ids uuid[], p_urls text[], p_statuses integer[], p_latencies integer[], p_answers text[], p_sealed bytea[], p_data_keys uuid[], p_errors text[]) from public;
grant execute on function webhooks.record(p_at timestamp with time zone, p_partners uuid[], p_sequences bigint[], p_outcomes text[], p_lanes text[], p_failures integer[], p_next timestamp with time zone[], p_ids uuid[], p_urls text[], p_statuses integer[], p_latencies integer[], p_answers text[], p_sealed bytea[], p_data_keys uuid[], p_errors text[]) to florin_app;
revoke execute on function webhooks.replay(p_partner uuid, p_sequences bigint[], p_now timestamp with time zone, p_unordered text[]) from public;
grant execute on function webhooks.replay(p_partner uuid, p_sequences bigint[], p_now timestamp with time zone, p_unordered text[]) to florin_app;
revoke execute on function work.claim(p_partner uuid, p_key text, p_method text, p_path text, p_body_hash bytea, p_request text, p_at timestamp with time zone) from public;
grant execute on function work.claim(p_partner uuid, p_key text, p_method text, p_path text, p_body_hash bytea, p_request text, p_at timestamp with time zone) to florin_app;
revoke execute on function work.commit(p_count integer, i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], i_at timestamp with time zone[], k_o integer[], k_key text[], k_method text[], k_path text[], k_body_hash bytea[], k_status integer[], k_answer text[], a_partner uuid[], a_id uuid[], a_net text[], a_moves integer[], e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[], l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units text[], l_forced boolean[], h_o integer[], h_owner uuid[], h_id uuid[], h_type text[], h_direction text[], h_status text[], h_account uuid[], h_asset text[], h_units text[], h_fee_units text[], h_fee_asset text[], h_counterparty text[], h_reference text[], h_sealed bytea[], h_line integer[], h_created timestamp with time zone[], h_completed timestamp with time zone[], h_moves boolean[], v_o integer[], v_id uuid[], v_type text[], v_subject text[], v_version integer[], v_body text[], v_sealed bytea[], v_data_key uuid[], t_o integer[], t_id uuid[], t_source uuid[], t_source_name text[], t_destination uuid[], t_destination_name text[], t_asset text[], t_units text[], t_created timestamp with time zone[], r_table text[], r_rows text[], c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents text[], u_at timestamp with time zone[], p_holds json, p_jobs json, p_audit json, p_refusals json) from public;
grant execute on function work.commit(p_count integer, i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], i_at timestamp with time zone[], k_o integer[], k_key text[], k_method text[], k_path text[], k_body_hash bytea[], k_status integer[], k_answer text[], a_partner uuid[], a_id uuid[], a_net text[], a_moves integer[], e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[], l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units text[], l_forced boolean[], h_o integer[], h_owner uuid[], h_id uuid[], h_type text[], h_direction text[], h_status text[], h_account uuid[], h_asset text[], h_units text[], h_fee_units text[], h_fee_asset text[], h_counterparty text[], h_reference text[], h_sealed bytea[], h_line integer[], h_created timestamp with time zone[], h_completed timestamp with time zone[], h_moves boolean[], v_o integer[], v_id uuid[], v_type text[], v_subject text[], v_version integer[], v_body text[], v_sealed bytea[], v_data_key uuid[], t_o integer[], t_id uuid[], t_source uuid[], t_source_name text[], t_destination uuid[], t_destination_name text[], t_asset text[], t_units text[], t_created timestamp with time zone[], r_table text[], r_rows text[], c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents text[], u_at timestamp with time zone[], p_holds json, p_jobs json, p_audit json, p_refusals json) to florin_app;
grant usage on schema audit to florin_app;
grant usage on schema clock to florin_app;
grant usage on schema events to florin_app;
grant usage on schema exchange to florin_app;
grant usage on schema hosted to florin_app;
grant usage on schema jobs to florin_app;
grant usage on schema kyc to florin_app;
grant usage on schema ledger to florin_app;
grant usage on schema limits to florin_app;
grant usage on schema operator to florin_app;
grant usage on schema partners to florin_app;
grant usage on schema pricing to florin_app;
grant usage on schema review to florin_app;
grant usage on schema screening to florin_app;
grant usage on schema sepa to florin_app;
grant usage on schema sim_bank to florin_app;
grant usage on schema sim_rates to florin_app;
grant usage on schema statement to florin_app;
grant usage on schema transfers to florin_app;
grant usage on schema users to florin_app;
grant usage on schema vault to florin_app;
grant usage on schema webhooks to florin_app;
grant usage on schema work to florin_app;
grant usage on sequence sepa.account_number to florin_app;
grant insert, select on table audit.record to florin_app;
grant select on table clock.setting to florin_app;
grant insert, select on table events.event to florin_app;
grant delete, insert, select on table events.outbox to florin_app;
grant insert, select on table exchange.exchange to florin_app;
grant delete, insert, select on table exchange.lock to florin_app;
grant insert, select, update on table hosted.branding to florin_app;
grant insert, select on table hosted.verification to florin_app;
grant delete, insert, select, update on table jobs.job to florin_app;
grant insert, select on table kyc."case" to florin_app;
grant insert, select on table kyc."check" to florin_app;
grant insert, select on table kyc.file to florin_app;
grant insert, select on table kyc.poa to florin_app;
grant select on table ledger.account to florin_app;
grant select on table ledger.asset to florin_app;
grant insert, select on table ledger.block to florin_app;
grant select on table ledger.chart to florin_app;
grant select on table ledger.entry to florin_app;
grant select on table ledger.hold to florin_app;
grant insert, select on table ledger.leaf to florin_app;
grant select on table ledger.posting to florin_app;
grant insert, select on table ledger.roll_up to florin_app;
grant insert, select on table limits.cap to florin_app;
grant select on table limits.counter to florin_app;
grant insert, select on table limits.extension to florin_app;
grant insert, select on table operator.operator to florin_app;
grant insert, select on table partners.api_key to florin_app;
grant select on table partners.generation to florin_app;
grant delete, insert, select on table partners.ip_allow to florin_app;
grant insert, select on table partners.partner to florin_app;
grant delete, insert, select on table partners.request_batch to florin_app;
grant delete, insert, select on table partners.request_log to florin_app;
grant insert, select on table pricing.fee_override to florin_app;
grant insert, select on table pricing.fee_schedule to florin_app;
grant insert, select on table pricing.fee_schedule_item to florin_app;
grant insert, select, update on table pricing.guarded_rate to florin_app;
grant insert, select on table review.note to florin_app;
grant insert, select on table screening.entry to florin_app;
grant insert, select on table screening.hit to florin_app;
grant insert, select on table screening.list to florin_app;
grant insert, select on table screening.load to florin_app;
grant delete, insert, select on table screening.load_part to florin_app;
grant delete, insert, select on table screening.name to florin_app;
grant insert, select, update on table screening.screening to florin_app;
grant insert, select on table screening.sweep to florin_app;
grant insert, select, update on table sepa.contact to florin_app;
grant insert, select, update on table sepa.deposit to florin_app;
grant delete, insert, select on table sepa.instant_bank to florin_app;
grant delete, insert, select, update on table sepa.message to florin_app;
grant delete, insert, select, update on table sepa.message_piece to florin_app;
grant insert, select, update on table sepa.nostro_entry to florin_app;
grant insert, select, update on table sepa.offer to florin_app;
grant insert, select, update on table sepa.outgoing to florin_app;
grant insert, select, update on table sepa.payout to florin_app;
grant insert, select, update on table sepa.recall to florin_app;
grant insert, select, update on table sepa.reconciliation_break to florin_app;
grant insert, select, update on table sepa.statement to florin_app;
grant insert, select on table sepa.unexplained_entry to florin_app;
grant insert, select on table sepa.virtual_iban to florin_app;
grant insert, select, update on table sim_bank.account to florin_app;
grant insert, select on table sim_bank.booking to florin_app;
grant delete, insert, select, update on table sim_bank.fault to florin_app;
grant delete, insert, select, update on table sim_bank.host to florin_app;
grant insert, select on table sim_bank.inbox to florin_app;
grant insert, select, update on table sim_bank.instant to florin_app;
grant insert, select, update on table sim_bank.mail to florin_app;
grant insert, select, update on table sim_bank.offer to florin_app;
grant insert, select on table sim_bank.receipt to florin_app;
grant insert, select, update on table sim_bank.statement to florin_app;
grant delete, insert, select, update on table sim_bank.task to florin_app;
grant delete, insert, select, update on table sim_rates.fault to florin_app;
grant delete, insert, select, update on table sim_rates.pinned_price to florin_app;
grant insert, select, update on table statement.line to florin_app;
grant insert, select on table transfers.transfer to florin_app;
grant insert, select, update on table users."user" to florin_app;
grant insert, select, update on table vault.data_key to florin_app;
grant insert, select on table webhooks.attempt to florin_app;
grant insert, select, update on table webhooks.counter to florin_app;
grant delete, insert, select, update on table webhooks.delivery to florin_app;
grant insert, select, update on table webhooks.endpoint to florin_app;
grant delete, insert, select, update on table webhooks.health to florin_app;
grant delete, insert, select, update on table webhooks.lease to florin_app;
grant insert, select on table webhooks.log to florin_app;
grant delete, insert, select, update on table work.idempotency to florin_app;
grant delete, insert, select, update on table work.lease to florin_app;
grant delete, insert, select, update on table work.process to florin_app;
