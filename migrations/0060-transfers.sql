-- A transfer exists if and only if it is booked: it is written with its postings, and never changes.
create schema transfers;
create table transfers.transfer (
  partner_id uuid not null,
  id uuid not null,
  -- Null: the partner itself.
  source_user_id uuid,
  source_external_user_id text,
  destination_user_id uuid,
  destination_external_user_id text,
  asset text not null,
  units numeric(38,0) not null check (units > 0),
  created_at timestamptz not null,
  primary key (partner_id, id),
  check (source_user_id is distinct from destination_user_id),
  check ((source_user_id is null) = (source_external_user_id is null)),
  check ((destination_user_id is null) = (destination_external_user_id is null))
);
grant usage on schema transfers to florin_app;
grant select, insert on transfers.transfer to florin_app;
