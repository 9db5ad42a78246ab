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

-- The time zone of a partner's days; a partner that was made before the setting existed has its default.
create function limits.zone(p_settings jsonb) returns text language sql immutable parallel safe
  return coalesce(p_settings ->> 'timeZone', 'Europe/Warsaw');

-- The caps in force at a moment; null where there is none.
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
-- partner's time zone was changed. Read in one set; partners and caps are few and looked up once each.
create function limits.take(c_partner uuid[], c_owner uuid[], c_operation text[], p_now timestamptz,
    out zones text[], out days date[], out months date[], out day_used numeric[], out month_used numeric[],
    out transaction_caps numeric[], out day_caps numeric[], out month_caps numeric[])
  language plpgsql set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
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
