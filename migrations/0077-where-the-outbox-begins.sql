-- As before, beside the former function, which processes of the version before call until they are replaced; but the outbox is looked
-- through from a position that the caller knows. What left it stays in its index until it is vacuumed, and each look went over all of that:
-- half a minute of full load made numbering an event twice as dear.
-- Returns how far it came (the highest position taken), the oldest transaction that ran when it began, and the next one when it had looked:
-- positions are drawn by transactions that have their id already, so when the oldest has reached what was the next, nothing can
-- appear any more below what was reached.
create function webhooks.number_events(
  p_from bigint, p_limit integer, p_now timestamptz, p_types text[], p_unordered text[], p_always text[], p_by_status text[], p_statuses text[]
) returns table (taken bigint, opened integer, reached bigint, oldest text, next text) language plpgsql set search_path = pg_catalog
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

  next := pg_snapshot_xmax(pg_current_snapshot())::text;
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

revoke all on all functions in schema webhooks from public;
grant execute on all functions in schema webhooks to florin_app;
