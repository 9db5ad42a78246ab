-- The simulated market's memory: prices that somebody set, and faults that somebody asked for. Used in sandbox mode only.

create schema sim_rates;

-- An asset without a row moves by itself.
create table sim_rates.pinned_price (
  asset text primary key,
  eur_price numeric not null check (eur_price > 0),
  pinned_at timestamptz not null
);

create table sim_rates.fault (
  kind text not null check (kind in ('unavailable', 'halt', 'stale', 'deviate')),
  -- Null: every source, every asset.
  source text,
  asset text,
  -- How many more answers bear it.
  remaining integer not null check (remaining > 0),
  unique nulls not distinct (kind, source, asset)
);

grant usage on schema sim_rates to florin_app;
grant select, insert, update, delete on sim_rates.pinned_price, sim_rates.fault to florin_app;
