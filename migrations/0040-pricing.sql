-- Fees as data, and the guarded prices that all processes share.
-- Units are the ledger's: eur 10^-2, btc ltc doge 10^-8, usdc usdt 10^-6, eth pol 10^-18.

create schema pricing;

-- Versions are only ever added. Every journal entry keeps the version that it used.
create table pricing.fee_schedule (
  version integer primary key check (version > 0),
  valid_from timestamptz not null,
  note text not null,
  created_at timestamptz not null
);
create index fee_schedule_valid_from on pricing.fee_schedule (valid_from desc, version desc);

create table pricing.fee_schedule_item (
  version integer not null references pricing.fee_schedule,
  kind text not null check (kind in ('exchange', 'sepa_transfer', 'crypto_withdrawal', 'card_month')),
  currency text not null,
  network text,
  fraction numeric not null check (fraction >= 0 and fraction < 1),
  minimum_units numeric(38, 0) not null check (minimum_units >= 0),
  fixed_units numeric(38, 0) not null check (fixed_units >= 0),
  unique nulls not distinct (version, kind, currency, network),
  check ((kind = 'crypto_withdrawal') = (network is not null))
);

-- A partner's own terms. The one made last wins; only its end may be changed afterwards.
create table pricing.fee_override (
  partner_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('exchange', 'sepa_transfer', 'crypto_withdrawal', 'card_month')),
  currency text not null,
  network text,
  fraction numeric not null check (fraction >= 0 and fraction < 1),
  minimum_units numeric(38, 0) not null check (minimum_units >= 0),
  fixed_units numeric(38, 0) not null check (fixed_units >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz,
  created_at timestamptz not null,
  primary key (partner_id, id),
  -- Ended before it began is as good as never made.
  check (valid_to is null or valid_to >= valid_from),
  check ((kind = 'crypto_withdrawal') = (network is not null))
);

-- The latest word of the median guard on each asset: EUR for one of it, or why there is no price at the moment.
create table pricing.guarded_rate (
  asset text primary key,
  -- Of the last time that there was a price.
  bid numeric check (bid > 0),
  ask numeric,
  observed_at timestamptz,
  sources text[],
  refusal text check (refusal in ('halted', 'stale', 'deviating')),
  checked_at timestamptz not null,
  check (ask >= bid),
  check (num_nulls(bid, ask, observed_at, sources) in (0, 4)),
  check (refusal is not null or bid is not null)
);

-- The documented fees, in force from the beginning of time.
insert into pricing.fee_schedule (version, valid_from, note, created_at)
values (1, '1970-01-01 00:00:00+00', 'The documented fees', '1970-01-01 00:00:00+00');
insert into pricing.fee_schedule_item (version, kind, currency, network, fraction, minimum_units, fixed_units) values
  (1, 'exchange', 'eur', null, 0.0149, 0, 0),
  (1, 'sepa_transfer', 'eur', null, 0.001, 100, 0),
  (1, 'card_month', 'eur', null, 0, 0, 25),
  (1, 'crypto_withdrawal', 'btc', 'btc', 0, 0, 30000),
  (1, 'crypto_withdrawal', 'eth', 'ethereum', 0, 0, 3000000000000000),
  (1, 'crypto_withdrawal', 'ltc', 'ltc', 0, 0, 200000),
  (1, 'crypto_withdrawal', 'doge', 'doge', 0, 0, 500000000),
  (1, 'crypto_withdrawal', 'pol', 'polygon', 0, 0, 500000000000000000),
  (1, 'crypto_withdrawal', 'usdc', 'ethereum', 0, 0, 10000000),
  (1, 'crypto_withdrawal', 'usdc', 'polygon', 0, 0, 500000),
  (1, 'crypto_withdrawal', 'usdt', 'ethereum', 0, 0, 10000000),
  (1, 'crypto_withdrawal', 'usdt', 'polygon', 0, 0, 500000);

grant usage on schema pricing to florin_app;
grant select, insert on pricing.fee_schedule, pricing.fee_schedule_item, pricing.fee_override to florin_app;
grant update (valid_to) on pricing.fee_override to florin_app;
grant select, insert, update on pricing.guarded_rate to florin_app;
