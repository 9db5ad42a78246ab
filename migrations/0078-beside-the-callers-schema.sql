-- The functions that write once more, in place: processes of the version before call them under the same names.
-- 1. A function that runs with its owner's rights looks into the caller's temporary schema last. Where `pg_temp` is not named it comes first
--    for types: a domain `date` made there had the owner carry out what its check says.
-- 2. An entry is booked at a moment after its locks, not before: along the versions of an account moments rise, so that a balance at an
--    instant is what was booked by then.
-- 3. What the books rest on is held against the caller's word: accounts are named once, and what a call comes to is whole.
-- 4. Arrays are taken apart side by side in a target list. In `from`, each of them is written into a store of its own first: of 17
--    columns that took 1.3 us a row instead of 0.35.
-- 5. The sequencer begins where nothing can appear any more, and not where the highest transaction that is done with says so.
-- The former functions of these names, which only versions before the last one call, go.

do $$
declare
  f record;
begin
  for f in select p.oid::regprocedure as name
           from (values ('ledger', 'post', 29), ('work', 'commit', 67), ('webhooks', 'number_events', 7), ('webhooks', 'find_due', 1),
                        ('webhooks', 'claim', 5), ('webhooks', 'record', 16)) as k(schema, name, arguments)
           join pg_proc p on (p.pronamespace::regnamespace::text, p.proname::text, p.pronargs::integer) = (k.schema, k.name, k.arguments) loop
    execute format('drop function %s', f.name);
  end loop;
end $$;

-- The only door to the books. Items (i) are numbered from 1 to p_count, each booked or refused as a whole, one after the
-- other; those in p_without are left out. Accounts (a) are named once and lines (l) point at them and at their entry (e)
-- by place, in the order of the items. Holds: [{o, op, id, a, units, kind, business_id, expires_at}].
-- Uses of limits (u) point at their counters (c), named once and in the order of their keys. Each is checked and counted after
-- all else of its item; one below zero gives back what was taken at a moment (u_at), in those windows of then that still run.
-- Returns the refused items with their verdicts, and the balances of each line's two accounts after it (null: a house
-- account, or refused).
-- Rows are read and written in sets; what lies between, the rules, runs over arrays in memory: that is a tenth of what
-- window functions over the same lines cost, and it is the order in which the items would be booked alone.
create or replace function ledger.post(
  p_count integer, p_without integer[],
  i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[],
  a_partner uuid[], a_id uuid[], a_net numeric[], a_moves integer[],
  e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[],
  l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units numeric[], l_forced boolean[],
  p_holds json,
  c_partner uuid[], c_owner uuid[], c_operation text[],
  u_o integer[], u_counter integer[], u_cents numeric[], u_at timestamptz[],
  out refused integer[], out verdicts text[], out debit_balances numeric[], out credit_balances numeric[]
) language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  -- A plan made when the tables were small would scan them for ever.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;

-- Writes the items of one call. Whose an item (i) is, who acts and when stands once; its rows point at it (o, from 1):
-- idempotency rows (k), entries (e) with their lines (l) on accounts (a), holds, history (h),
-- events (v), uses of limits (u) with their counters (c), jobs, audit, and rows of the contexts' own tables (r). Each item is written as a whole or refused with a
-- verdict; a refusal touches no other item.
-- A line of history shows the balance of its account after a line of its item: `h_line` is that line's place, negative
-- for the debit side, 0 where no line touches the account.
-- What every transfer writes comes as one array a column; what is rare comes as JSON.
-- Locks: idempotency keys first, then counters of limits, then accounts, then holds, each in key order, so that two calls never deadlock.
create or replace function work.commit(
  p_count integer,
  i_partner uuid[], i_actor text[], i_reason text[], i_request text[], i_cause text[], i_at timestamptz[],
  k_o integer[], k_key text[], k_method text[], k_path text[], k_body_hash bytea[], k_status integer[], k_answer text[],
  a_partner uuid[], a_id uuid[], a_net text[], a_moves integer[],
  e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[],
  l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units text[], l_forced boolean[],
  h_o integer[], h_owner uuid[], h_id uuid[], h_type text[], h_direction text[], h_status text[],
  h_account uuid[], h_asset text[], h_units text[], h_fee_units text[], h_fee_asset text[], h_counterparty text[],
  h_reference text[], h_sealed bytea[], h_line integer[], h_created timestamptz[], h_completed timestamptz[], h_moves boolean[],
  v_o integer[], v_id uuid[], v_type text[], v_subject text[], v_version integer[], v_body text[], v_sealed bytea[], v_data_key uuid[],
  t_o integer[], t_id uuid[], t_source uuid[], t_source_name text[], t_destination uuid[], t_destination_name text[], t_asset text[],
  t_units text[], t_created timestamptz[],
  r_table text[], r_rows text[],
  c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents text[], u_at timestamptz[],
  p_holds json, p_jobs json, p_audit json, p_refusals json
) returns table (o integer, verdict text) language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  -- A plan made while a table was small would scan it for ever.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;

-- Returns how far it came (the highest position taken), the oldest transaction that ran when it began, and one that was not there yet when it
-- looked: positions are drawn by transactions that have their id already, so when the oldest has reached that one, nothing can
-- appear any more below what was reached.
create or replace function webhooks.number_events(
  p_from bigint, p_limit integer, p_now timestamptz, p_types text[], p_unordered text[], p_always text[], p_by_status text[], p_statuses text[]
) returns table (taken bigint, opened integer, reached bigint, oldest text, next text) language plpgsql set search_path = pg_catalog, pg_temp
  -- A plan made when the tables were small would scan them for ever.
  set enable_seqscan = off as $$
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
end $$;

-- Writes what became of deliveries: their attempts, their next states, and the heads that follow. Returns how many
-- became heads. A success counts whoever has it; a failure counts once for an attempt. A result is what stands at its place in
-- each array; those of attempts are null where none was made.
create or replace function webhooks.record(
  p_at timestamptz, p_partners uuid[], p_sequences bigint[], p_outcomes text[], p_lanes text[], p_failures integer[],
  p_next timestamptz[], p_ids uuid[], p_urls text[], p_statuses integer[], p_latencies integer[], p_answers text[], p_sealed bytea[],
  p_data_keys uuid[], p_errors text[]
) returns integer language plpgsql
  set search_path = pg_catalog, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;

do $$
declare
  f record;
begin
  for f in select p.oid::regprocedure as name from pg_proc p
           where p.prosecdef and p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)' loop
    execute format('alter function %s set search_path = pg_catalog, pg_temp', f.name);
  end loop;
end $$;
