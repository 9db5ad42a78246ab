-- As before, but for the refusals of a call: an answer is taken out of its JSON once for a row of items that are refused for the
-- same. It was for each pair of refused items, which held 128 refused transfers, and the accounts that they had locked, for 60 ms.

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
  a_partner uuid[], a_id uuid[],
  e_o integer[], e_id uuid[], e_kind text[], e_business uuid[], e_value_date text[], e_reverses uuid[],
  l_entry integer[], l_debit integer[], l_credit integer[], l_asset text[], l_units text[], l_forced boolean[],
  h_o integer[], h_owner uuid[], h_id uuid[], h_type text[], h_direction text[], h_status text[],
  h_account uuid[], h_asset text[], h_units text[], h_fee_units text[], h_fee_asset text[], h_counterparty text[],
  h_reference text[], h_sealed bytea[], h_line integer[], h_created timestamptz[], h_completed timestamptz[], h_moves boolean[],
  v_o integer[], v_id uuid[], v_type text[], v_subject text[], v_version integer[], v_body text[], v_sealed bytea[], v_data_key uuid[],
  r_table text[], r_rows text[],
  c_partner uuid[], c_owner uuid[], c_operation text[], u_o integer[], u_counter integer[], u_cents text[], u_at timestamptz[],
  p_holds json, p_jobs json, p_audit json, p_refusals json
) returns table (o integer, verdict text) language plpgsql
  set search_path = pg_catalog set plan_cache_mode = force_generic_plan
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
    from unnest(k_o, k_key, k_method, k_path, k_body_hash, k_status, k_answer) as k(o, key, method, path, body_hash, status, answer)
    order by 1, 2, 3, 4
    on conflict do nothing;
    get diagnostics v_claimed = row_count;
    if v_claimed < cardinality(k_o) then
      -- Only who finds its own row there has the key: another's may be forgotten by now, and then there is none.
      v_refused := array(
        select k.o from unnest(k_o, k_key, k_method, k_path) as k(o, key, method, path)
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
    from ledger.post(p_count, v_refused, i_partner, i_actor, i_reason, i_request, i_cause, a_partner, a_id, e_o, e_id, e_kind,
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
      from unnest(v_keeping, v_statuses, v_answers) as r(k, status, answer)
      where (i.partner_id, i.key, i.method, i.path) = (i_partner[k_o[r.k]], k_key[r.k], k_method[r.k], k_path[r.k]);
      delete from work.idempotency i using unnest(v_free) as r(k)
      where (i.partner_id, i.key, i.method, i.path) = (i_partner[k_o[r.k]], k_key[r.k], k_method[r.k], k_path[r.k]);
    end if;
    v_refused := v_refused || v_refusals;
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
        select a.posted from unnest(h_o, h_account) with ordinality as h(o, account_id, n)
        left join ledger.account a on a.partner_id = i_partner[h.o] and a.id = h.account_id order by h.n);
    end if;
    insert into statement.line (partner_id, owner_id, id, type, direction, status, account_id, asset, units, fee_units, fee_asset,
                                counterparty, reference, sealed, balance_after, created_at, completed_at)
    select i_partner[h.o], h.owner_id, h.id, h.type, h.direction, h.status, h.account_id, h.asset, h.units::numeric,
           coalesce(h.fee_units::numeric, 0), h.fee_asset, h.counterparty, h.reference, h.sealed,
           case when h.line > 0 then v_credits[h.line] when h.line < 0 then v_debits[-h.line] else h.posted end,
           h.created_at, h.completed_at
    from unnest(h_o, h_owner, h_id, h_type, h_direction, h_status, h_account, h_asset, h_units, h_fee_units, h_fee_asset,
                h_counterparty, h_reference, h_sealed, h_line, v_posted, h_created, h_completed, h_moves)
      as h(o, owner_id, id, type, direction, status, account_id, asset, units, fee_units, fee_asset, counterparty,
           reference, sealed, line, posted, created_at, completed_at, moves_on)
    where h.o <> all (v_refused) and not h.moves_on;
    if true = any (h_moves) then
      update statement.line l set status = h.status, completed_at = h.completed_at, fee_asset = h.fee_asset,
             fee_units = coalesce(h.fee_units::numeric, 0),
             balance_after = case when h.line > 0 then v_credits[h.line] when h.line < 0 then v_debits[-h.line] else h.posted end
      from unnest(h_o, h_owner, h_id, h_status, h_account, h_fee_units, h_fee_asset, h_line, v_posted, h_completed, h_moves)
        as h(o, owner_id, id, status, account_id, fee_units, fee_asset, line, posted, completed_at, moves_on)
      where h.o <> all (v_refused) and h.moves_on and l.partner_id = i_partner[h.o] and l.owner_id = h.owner_id and l.id = h.id;
    end if;
  end if;

  if cardinality(v_o) > 0 then
    insert into events.event (id, partner_id, type, subject, version, body, sealed, data_key_id, actor, request_id, cause, created_at)
    select v.id, i_partner[v.o], v.type, v.subject, v.version, v.body, v.sealed, v.data_key, i_actor[v.o], i_request[v.o], i_cause[v.o],
           i_at[v.o]
    from unnest(v_o, v_id, v_type, v_subject, v_version, v_body, v_sealed, v_data_key)
      as v(o, id, type, subject, version, body, sealed, data_key)
    where v.o <> all (v_refused);
    insert into events.outbox (partner_id, event_id)
    select i_partner[v.o], v.id from unnest(v_o, v_id) with ordinality as v(o, id, n) where v.o <> all (v_refused) order by v.n;
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
