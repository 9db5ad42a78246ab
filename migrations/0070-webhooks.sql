-- The partner's event log, and the delivery of it.

create schema webhooks;

-- Where and how a partner's events are sent. Secrets are ciphertext under the partner's data key.
create table webhooks.endpoint (
  partner_id uuid primary key,
  url text,
  append_path boolean not null,
  -- Event type -> URL that is called as it is.
  overrides jsonb not null check (jsonb_typeof(overrides) = 'object'),
  -- Null: the defaults of the contract.
  events text[],
  data_key_id uuid not null,
  token bytea,
  secret bytea not null,
  previous_secret bytea,
  previous_valid_until timestamptz,
  version integer not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((previous_secret is null) = (previous_valid_until is null))
);

-- A row exists while an endpoint is failing.
create table webhooks.health (
  partner_id uuid primary key,
  failing_since timestamptz not null,
  next_probe_at timestamptz not null,
  probed_at timestamptz,
  -- Of the last probe; null before the first.
  is_healthy boolean,
  error text
);
create index health_probe on webhooks.health (next_probe_at);

-- The last number given to a partner's events.
create table webhooks.counter (
  partner_id uuid primary key,
  last bigint not null check (last > 0)
) with (fillfactor = 20);

-- Append-only: what a partner sees, in its order. The body is in events.event.
create table webhooks.log (
  partner_id uuid not null,
  sequence bigint not null check (sequence > 0),
  event_id uuid not null,
  type text not null,
  subject text not null,
  -- The partner had chosen the type and had a URL for it when the event was numbered.
  wanted boolean not null,
  primary key (partner_id, sequence)
);
create index log_type on webhooks.log (partner_id, type, sequence);
-- Also finds an event by its id: events.event says its subject.
create index log_subject on webhooks.log (partner_id, subject, sequence);
create index log_unwanted on webhooks.log (partner_id, sequence) where not wanted;

-- What is still to be sent, or was given up. A row leaves when its event is delivered.
create table webhooks.delivery (
  partner_id uuid not null,
  sequence bigint not null,
  event_id uuid not null,
  subject text not null,
  -- ordered: later events of the subject wait for it. free: waits for nobody and nobody for it.
  lane text not null check (lane in ('ordered', 'free')),
  state text not null check (state in ('due', 'behind', 'undelivered', 'erased')),
  -- Failures since it was opened.
  attempt integer not null default 0 check (attempt >= 0),
  next_attempt_at timestamptz not null,
  -- Opened: the days of retrying count from here.
  since timestamptz not null,
  -- Somebody is sending it until then, in real time.
  lease_until timestamptz,
  leased_by uuid,
  -- Of its subject: the one that others wait for.
  is_head boolean not null generated always as (state = 'due' and lane = 'ordered') stored,
  primary key (partner_id, sequence),
  check (state <> 'behind' or lane = 'ordered'),
  check ((lease_until is null) = (leased_by is null))
  -- Half-filled pages, because a lease is then an update in its page that touches no index.
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000);
create index delivery_due on webhooks.delivery (partner_id, next_attempt_at, sequence) where state = 'due';
-- At most one event of a subject is under way in order. This and the next are made so that each question below can be
-- answered by one index only: the table goes from empty to large and back within seconds, and a plan that was made
-- when all indexes cost the same would search a whole queue for ever.
create unique index delivery_head on webhooks.delivery ((partner_id::text || ':' || subject)) where is_head;
create index delivery_behind on webhooks.delivery ((partner_id::text || ':' || subject), sequence) where state = 'behind';

-- Append-only. `answer` is the first kilobyte; sealed under the event's data key where the event itself is, because
-- receivers like to answer with what they got.
create table webhooks.attempt (
  partner_id uuid not null,
  sequence bigint not null,
  id uuid not null,
  at timestamptz not null,
  url text not null,
  status smallint,
  latency_ms integer not null check (latency_ms >= 0),
  answer text,
  sealed bytea,
  data_key_id uuid,
  error text,
  primary key (partner_id, sequence, id),
  check (answer is null or sealed is null),
  check ((sealed is null) = (data_key_id is null)),
  check (status is not null or error is not null)
);
create index attempt_accepted on webhooks.attempt (partner_id, sequence) where status between 200 and 299;

/*
 * Order. Whoever opens deliveries of a partner (the sequencer, a replay) holds the partner's lock exclusively, whoever
 * ends or frees them holds it shared, both to the end of the transaction and before looking at rows of others. So an
 * opener sees each subject's head as it will be, and nobody ends a head without seeing who waits behind it.
 * Keys are taken in their own order, so two batches never deadlock.
 */
create function webhooks.lock_key(p_partner uuid) returns integer language sql immutable
  as $$ select hashtext(p_partner::text) $$;

-- Numbers the oldest rows of the outbox and opens deliveries for those that are wanted. Safe to run twice at once: the
-- rows and the counters are locked, and the second finds nothing.
-- p_types: what partners see at all. p_unordered: types without order. Types without a partner's choice: p_always, and
-- those of p_by_status with a status of p_statuses ('type:status').
create function webhooks.number_events(
  p_limit integer, p_now timestamptz, p_types text[], p_unordered text[], p_always text[], p_by_status text[], p_statuses text[]
) returns table (taken bigint, opened integer) language plpgsql set search_path = pg_catalog
  -- A plan made when the tables were small would scan them for ever.
  set enable_seqscan = off as $$
declare
  v_partners uuid[];
  v_sequences bigint[];
  v_events uuid[];
  v_subjects text[];
  v_ordered boolean[];
begin
  with taken as (
    delete from events.outbox o
    where o.position = any (array(select i.position from events.outbox i order by i.position limit p_limit))
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
  select (select count(*) from taken), array_agg(n.partner_id), array_agg(n.sequence), array_agg(n.id),
         array_agg(n.subject), array_agg(n.type <> all (p_unordered))
  into taken, v_partners, v_sequences, v_events, v_subjects, v_ordered
  from (select * from numbered w where w.wanted order by w.position) n;

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
    from unnest(v_partners, v_sequences, v_events, v_subjects, v_ordered) u(partner_id, sequence, event_id, subject, ordered);
    perform pg_notify('webhooks', '');
  end if;
  return next;
end $$;

-- The partners for which something can be sent now. A step from partner to partner, however long their queues are.
create function webhooks.find_due(p_now timestamptz) returns setof uuid language plpgsql stable
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
    where s.partner_id is not null and exists (
      select from webhooks.delivery d
      where d.partner_id = s.partner_id and d.state = 'due' and d.next_attempt_at <= p_now
        and (d.lease_until is null or d.lease_until < clock_timestamp()));
end $$;

-- Leases up to so many due deliveries of each partner. Workers take turns at a partner's queue: locking each row to pass
-- over those of others would write every row twice.
create function webhooks.claim(p_now timestamptz, p_holder uuid, p_lease_ms integer, p_partners uuid[], p_counts integer[])
returns table (
  partner_id uuid, sequence bigint, event_id uuid, lane text, attempt integer, since timestamptz,
  type text, version smallint, body text, sealed bytea, data_key_id uuid, endpoint_version integer
) language plpgsql set search_path = pg_catalog set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_bitmapscan = off set enable_sort = off as $$
begin
  -- A lease that a crash forgets is taken anew: no commit waits for the disk.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock(71, k.key)
  from (select distinct webhooks.lock_key(u) as key from unnest(p_partners) u order by key) k;
  return query
    with taken as materialized (
      select c.partner_id, c.sequence, c.event_id, p.version
      from unnest(p_partners, p_counts) w(partner, wanted)
      left join webhooks.endpoint p on p.partner_id = w.partner
      cross join lateral (
        select d.partner_id, d.sequence, d.event_id from webhooks.delivery d
        where d.partner_id = w.partner and d.state = 'due' and d.next_attempt_at <= p_now
          and (d.lease_until is null or d.lease_until < clock_timestamp())
        order by d.next_attempt_at, d.sequence limit w.wanted
      ) c
    )
    update webhooks.delivery d set lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond', leased_by = p_holder
    from taken t
    join events.event e on e.id = t.event_id
    where d.partner_id = t.partner_id and d.sequence = t.sequence
    returning d.partner_id, d.sequence, d.event_id, d.lane, d.attempt, d.since,
              e.type, e.version, e.body, e.sealed, e.data_key_id, t.version;
end $$;

-- Writes what became of deliveries: their attempts, their next states, and the heads that follow. Returns how many
-- became heads. A success counts whoever has it; anything else only from the holder of the lease. A result is what stands
-- at its place in each array; those of attempts are null where none was made.
create function webhooks.record(
  p_holder uuid, p_at timestamptz, p_partners uuid[], p_sequences bigint[], p_outcomes text[], p_lanes text[], p_failures integer[],
  p_next timestamptz[], p_ids uuid[], p_urls text[], p_statuses integer[], p_latencies integer[], p_answers text[], p_sealed bytea[],
  p_data_keys uuid[], p_errors text[]
) returns integer language plpgsql
  set search_path = pg_catalog set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_partners uuid[];
  v_subjects text[];
  v_promoted integer := 0;
begin
  -- What a crash forgets is sent again: at least once.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock_shared(70, k.key)
  from (select distinct webhooks.lock_key(u) as key from unnest(p_partners) u order by key) k;

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
        attempt = coalesce(r.attempt, d.attempt), next_attempt_at = coalesce(r.next_attempt_at, d.next_attempt_at),
        lease_until = null, leased_by = null
    from result r
    where r.outcome <> 'delivered' and d.partner_id = r.partner_id and d.sequence = r.sequence and d.leased_by = p_holder
    returning d.partner_id, d.subject, not d.is_head as left_head
  )
  select array_agg(m.partner_id), array_agg(m.subject) into v_partners, v_subjects
  from (select * from gone union all select * from moved) m where m.left_head;

  if v_partners is not null and exists (select from webhooks.delivery b where b.state = 'behind') then
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

-- Opens deliveries of logged events anew. What is already open is brought forward and keeps its place.
create function webhooks.replay(p_partner uuid, p_sequences bigint[], p_now timestamptz, p_unordered text[]) returns integer
  language plpgsql set search_path = pg_catalog set enable_seqscan = off as $$
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
end $$;

revoke all on all functions in schema webhooks from public;
grant usage on schema webhooks to florin_app;
grant select, insert, update on webhooks.endpoint, webhooks.counter to florin_app;
grant select, insert, update, delete on webhooks.health, webhooks.delivery to florin_app;
grant select, insert on webhooks.log, webhooks.attempt to florin_app;
grant execute on all functions in schema webhooks to florin_app;
