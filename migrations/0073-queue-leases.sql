-- A partner's queue of deliveries is one worker's at a time, and its rows are no longer leased one by one: to write each of
-- them when it is claimed took half of the time that the database spent on a webhook.
-- Expands: workers of the version before go on with the functions and the columns of a lease in its row, which go with a later
-- migration. What such a worker has leased is not read by the others.

create table webhooks.lease (
  partner_id uuid primary key,
  holder uuid not null,
  -- In real time.
  until timestamptz not null
) with (fillfactor = 20);

alter table webhooks.delivery set (fillfactor = 90);

-- The partners for which this worker can send something now. A step from partner to partner, however long their queues are.
create function webhooks.find_due(p_now timestamptz, p_holder uuid) returns setof uuid language plpgsql stable
  -- Without sorting only one index gives the order that is asked for, however small the tables were at planning.
  set search_path = pg_catalog set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
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
end $$;

-- Takes or renews the leases of these partners' queues, and reads up to so many due deliveries of each that are not in the
-- worker's hand yet: those are ranges of sequences, few where a list would be long. At least a row for each partner whose lease
-- the worker now has: without a delivery where there is none.
create function webhooks.claim(
  p_now timestamptz, p_holder uuid, p_lease_ms integer, p_partners uuid[], p_counts integer[], p_in_hand int8multirange[]
) returns table (
  partner_id uuid, sequence bigint, event_id uuid, lane text, attempt integer, since timestamptz,
  type text, version smallint, body text, sealed bytea, data_key_id uuid, endpoint_version integer
) language plpgsql set search_path = pg_catalog set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_bitmapscan = off set enable_sort = off as $$
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
end $$;

-- Writes what became of deliveries: their attempts, their next states, and the heads that follow. Returns how many
-- became heads. A success counts whoever has it; a failure counts once for an attempt. A result is what stands at its place in
-- each array; those of attempts are null where none was made.
create function webhooks.record(
  p_at timestamptz, p_partners uuid[], p_sequences bigint[], p_outcomes text[], p_lanes text[], p_failures integer[],
  p_next timestamptz[], p_ids uuid[], p_urls text[], p_statuses integer[], p_latencies integer[], p_answers text[], p_sealed bytea[],
  p_data_keys uuid[], p_errors text[]
) returns integer language plpgsql
  set search_path = pg_catalog set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
    select * from unnest(p_partners, p_sequences, p_outcomes, p_lanes, p_failures, p_next, p_ids, p_urls, p_statuses, p_latencies,
      p_answers, p_sealed, p_data_keys, p_errors)
      as r(partner_id, sequence, outcome, lane, attempt, next_attempt_at, id, url, status, latency_ms, answer, sealed, data_key_id, error)
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

revoke all on all functions in schema webhooks from public;
grant select, insert, update, delete on webhooks.lease to florin_app;
grant execute on all functions in schema webhooks to florin_app;
