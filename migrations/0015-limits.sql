-- How much may move for a user: caps by tier, operation and period, and what is used of them. Sums are cents of EUR.
-- `ledger.post` reads the caps and writes the counters in the call that books; see docs/limits.md.

create schema limits;

-- The defaults stand under the nil UUID; what is agreed with a partner under its own id. Of several in force the one made last
-- counts, and a partner's before a default. Only the end of one may be changed afterwards.
create table limits.cap (
  partner_id uuid not null,
  id uuid not null,
  tier text not null check (tier in ('STANDARD', 'EXTENDED')),
  operation text not null check (operation in ('DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'EXCHANGE')),
  period text not null check (period in ('TRANSACTION', 'DAY', 'MONTH')),
  cents numeric(38,0) not null check (cents >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz,
  created_at timestamptz not null,
  primary key (partner_id, id),
  check (valid_to is null or valid_to >= valid_from)
);
create index cap_rule on limits.cap (partner_id, tier, operation, period, id);

-- Users of the extended tier: whoever has no row here is of the standard one.
create table limits.extension (
  partner_id uuid not null,
  owner_id uuid not null,
  extended_at timestamptz not null,
  primary key (partner_id, owner_id)
);

-- What an owner has used of the day and the month that it was last counted in; both are dates of the partner's time zone.
create table limits.counter (
  partner_id uuid not null,
  owner_id uuid not null,
  operation text not null check (operation in ('DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'EXCHANGE')),
  day date not null,
  day_cents numeric(38,0) not null check (day_cents >= 0),
  month date not null check (extract(day from month) = 1),
  month_cents numeric(38,0) not null check (month_cents >= 0),
  primary key (partner_id, owner_id, operation)
) with (fillfactor = 50);

-- The caps in force at a moment; null where there is none.
-- The time zone of a partner's days; a partner that was made before the setting existed has its default.
create function limits.zone(p_settings jsonb) returns text language sql immutable parallel safe
  return coalesce(p_settings ->> 'timeZone', 'Europe/Warsaw');

create function limits.caps(p_partner uuid, p_tier text, p_operation text, p_at timestamptz,
    out transaction_cap numeric, out day_cap numeric, out month_cap numeric)
  language sql stable set search_path = pg_catalog as $$
  select max(c.cents) filter (where c.period = 'TRANSACTION'), max(c.cents) filter (where c.period = 'DAY'),
         max(c.cents) filter (where c.period = 'MONTH')
  from (
    select distinct on (a.period) a.period, a.cents from limits.cap a
    where a.partner_id in (p_partner, '00000000-0000-0000-0000-000000000000') and a.tier = p_tier and a.operation = p_operation
      and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
    order by a.period, a.partner_id = '00000000-0000-0000-0000-000000000000', a.id desc
  ) c;
$$;

-- Locks counters, which are named once and in the order of their keys, and makes those that are missing. Gives for each what
-- is used of the day and the month that run now, and the caps of its owner's tier. A window never goes back, also where the
-- partner's time zone was changed.
create function limits.take(c_partner uuid[], c_owner uuid[], c_operation text[], p_now timestamptz,
    out zones text[], out days date[], out months date[], out day_used numeric[], out month_used numeric[],
    out transaction_caps numeric[], out day_caps numeric[], out month_caps numeric[])
  language plpgsql set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
begin
  insert into limits.counter (partner_id, owner_id, operation, day, day_cents, month, month_cents)
  select k.partner_id, k.owner_id, k.operation, '0001-01-01', 0, '0001-01-01', 0
  from unnest(c_partner, c_owner, c_operation) as k(partner_id, owner_id, operation)
  where not exists (select 1 from limits.counter c
                    where (c.partner_id, c.owner_id, c.operation) = (k.partner_id, k.owner_id, k.operation))
  order by k.partner_id, k.owner_id, k.operation collate "C"
  on conflict do nothing;

  select array_agg(x.zone), array_agg(greatest(x.day, x.today)), array_agg(greatest(x.month, x.this_month)),
         array_agg(case when x.day >= x.today then x.day_cents else 0 end),
         array_agg(case when x.month >= x.this_month then x.month_cents else 0 end)
    into zones, days, months, day_used, month_used
  from (
    select c.day, c.day_cents, c.month, c.month_cents, limits.zone(p.settings) as zone,
           (p_now at time zone limits.zone(p.settings))::date as today,
           date_trunc('month', p_now at time zone limits.zone(p.settings))::date as this_month
    from unnest(c_partner, c_owner, c_operation) as k(partner_id, owner_id, operation)
    join limits.counter c on (c.partner_id, c.owner_id, c.operation) = (k.partner_id, k.owner_id, k.operation)
    join partners.partner p on p.id = k.partner_id
    order by c.partner_id, c.owner_id, c.operation collate "C" for no key update of c
  ) x;
  if cardinality(days) is distinct from cardinality(c_owner) then
    raise exception 'a counter of a limit belongs to a partner and is named once' using errcode = '23503';
  end if;

  with key as materialized (
    select k.n, k.partner_id, k.operation, case when e.owner_id is null then 'STANDARD' else 'EXTENDED' end as tier
    from unnest(c_partner, c_owner, c_operation) with ordinality as k(partner_id, owner_id, operation, n)
    left join limits.extension e on e.partner_id = k.partner_id and e.owner_id = k.owner_id
  ), rule as materialized (
    -- Few, however many owners there are.
    select d.partner_id, d.operation, d.tier, c.*
    from (select distinct partner_id, operation, tier from key) d, limits.caps(d.partner_id, d.tier, d.operation, p_now) c
  )
  select array_agg(r.transaction_cap order by k.n), array_agg(r.day_cap order by k.n), array_agg(r.month_cap order by k.n)
    into transaction_caps, day_caps, month_caps
  from key k join rule r on (r.partner_id, r.operation, r.tier) = (k.partner_id, k.operation, k.tier);
end $$;

-- The documented caps, in force from the beginning of time.
insert into limits.cap (partner_id, id, tier, operation, period, cents, valid_from, created_at)
select '00000000-0000-0000-0000-000000000000', md5('cap|' || d.tier || '|' || d.operation || '|' || p.period)::uuid,
       d.tier, d.operation, p.period, p.euros * 100, '1970-01-01 00:00:00+00', '1970-01-01 00:00:00+00'
from (values
  ('STANDARD', 'DEPOSIT', 10000, 20000, 50000),
  ('STANDARD', 'WITHDRAWAL', 10000, 20000, 50000),
  ('STANDARD', 'TRANSFER', 5000, 10000, 25000),
  ('STANDARD', 'EXCHANGE', 10000, 20000, 50000),
  ('EXTENDED', 'DEPOSIT', 100000, 200000, 1000000),
  ('EXTENDED', 'WITHDRAWAL', 100000, 200000, 1000000),
  ('EXTENDED', 'TRANSFER', 50000, 100000, 500000),
  ('EXTENDED', 'EXCHANGE', 100000, 200000, 1000000)
) as d(tier, operation, transaction_euros, day_euros, month_euros)
cross join lateral (values
  ('TRANSACTION', d.transaction_euros), ('DAY', d.day_euros), ('MONTH', d.month_euros)
) as p(period, euros);

revoke all on all functions in schema limits from public;
grant usage on schema limits to florin_app;
grant select on all tables in schema limits to florin_app;
grant insert on limits.cap, limits.extension to florin_app;
grant update (valid_to) on limits.cap to florin_app;
grant execute on function limits.caps, limits.zone to florin_app;
