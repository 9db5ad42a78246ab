-- Instant payments that another bank offers us: answered within seconds, and the owner's as soon as our bank has the answer.

create table sepa.offer (
  id uuid primary key,
  -- What makes it this payment and no other, from the payer's bank: offered twice, it is answered once.
  identity bytea not null unique,
  message_id uuid not null references sepa.message,
  -- Where it stands in the message.
  transaction_index integer not null check (transaction_index >= 0),
  state text not null check (state in ('ACCEPTING', 'ACCEPTED', 'LAPSED', 'SETTLED', 'REFUSED')),
  -- By these our bank's booking of it is known.
  transaction_id text,
  uetr text,
  units numeric(38,0) not null check (units >= 0),
  refusal_code text,
  -- Our answer.
  outgoing_id uuid not null references sepa.outgoing,
  offered_at timestamptz not null,
  ended_at timestamptz,
  version integer not null check (version > 0),
  check ((state = 'REFUSED') = (refusal_code is not null)),
  check ((state in ('ACCEPTING', 'ACCEPTED')) = (ended_at is null))
);
create index offer_outgoing on sepa.offer (outgoing_id);
create index offer_transaction on sepa.offer (transaction_id) where ended_at is null;
create index offer_uetr on sepa.offer (uetr) where ended_at is null;
create index offer_accepted on sepa.offer (offered_at) where state = 'ACCEPTED';

grant select, insert, update on sepa.offer to florin_app;
