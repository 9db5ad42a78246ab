-- Rate locks and exchanges. Units are the ledger's; rates and prices are exact decimals.
create schema exchange;

-- A promise of a rate: for one exchange of one pair by one owner, up to an amount, until a moment of our clock.
create table exchange.lock (
  partner_id uuid not null,
  id uuid not null,
  -- The user, or the partner itself.
  owner_id uuid not null,
  asset_from text not null,
  asset_to text not null,
  -- The most that may be exchanged, and what was promised for all of it.
  amount_units numeric(38,0) not null check (amount_units > 0),
  received_units numeric(38,0) not null check (received_units > 0),
  fee_units numeric(38,0) not null check (fee_units >= 0),
  rate numeric not null check (rate > 0),
  -- EUR for one of the asset; null on the side of eur. From these and the terms a smaller amount is quoted.
  price_from numeric check (price_from > 0),
  price_to numeric check (price_to > 0),
  fee_fraction numeric not null check (fee_fraction >= 0 and fee_fraction < 1),
  fee_minimum_units numeric(38,0) not null check (fee_minimum_units >= 0),
  fee_fixed_units numeric(38,0) not null check (fee_fixed_units >= 0),
  fee_schedule_version integer not null,
  fee_override_id uuid,
  -- Expiry is no state: it is judged by the clock at the moment of use.
  state text not null check (state in ('OPEN', 'USED')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check (asset_from <> asset_to),
  check ((price_from is null) = (asset_from = 'eur')),
  check ((price_to is null) = (asset_to = 'eur')),
  check (expires_at > created_at)
);
create index lock_expiry on exchange.lock (expires_at);

create table exchange.exchange (
  partner_id uuid not null,
  id uuid not null,
  -- The user, or the partner itself: then without an externalUserId.
  owner_id uuid not null,
  external_user_id text,
  -- One lock, one exchange. The lock itself is deleted some time after its expiry.
  lock_id uuid not null,
  status text not null check (status in ('PENDING', 'COMPLETED', 'FAILED')),
  asset_from text not null,
  amount_units numeric(38,0) not null check (amount_units > 0),
  asset_to text not null,
  received_units numeric(38,0) not null check (received_units > 0),
  -- Of the received asset, below one wire unit.
  remainder_units numeric(38,0) not null check (remainder_units >= 0),
  -- Both in eur.
  value_units numeric(38,0) not null check (value_units > 0),
  fee_units numeric(38,0) not null check (fee_units >= 0),
  rate numeric not null check (rate > 0),
  fee_schedule_version integer not null,
  fee_override_id uuid,
  created_at timestamptz not null,
  completed_at timestamptz,
  primary key (partner_id, id),
  unique (partner_id, lock_id),
  check ((owner_id = partner_id) = (external_user_id is null)),
  check (asset_from <> asset_to),
  check ((status = 'PENDING') = (completed_at is null))
);

grant usage on schema exchange to florin_app;
grant select, insert, update (state, version), delete on exchange.lock to florin_app;
grant select, insert on exchange.exchange to florin_app;
