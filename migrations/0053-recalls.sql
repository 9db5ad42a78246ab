-- Payments that somebody wants back: of ours that we have asked for, and of others that their banks ask us for.

create table sepa.recall (
  id uuid primary key,
  direction text not null check (direction in ('OUT', 'IN')),
  state text not null check (state in ('OPEN', 'ACCEPTED', 'REFUSED')),
  partner_id uuid not null,
  -- OUT: what we paid. IN: what came in.
  payout_id uuid,
  deposit_id uuid,
  units numeric(38,0) not null check (units > 0),
  -- Why it is wanted back, and why it does not come.
  reason_code text not null,
  refusal_code text,
  -- What the other bank's message says of itself and of the payment: its answer has to say it again.
  assignment_id text,
  cancellation_id text,
  original_message_id text,
  original_transaction_id text,
  original_end_to_end_id text,
  -- Our message: the question (OUT), or the answer (IN).
  outgoing_id uuid references sepa.outgoing,
  asked_at timestamptz not null,
  -- IN: until then it has to be answered.
  due_at timestamptz,
  ended_at timestamptz,
  version integer not null check (version > 0),
  check ((direction = 'OUT') = (payout_id is not null)),
  check ((direction = 'IN') = (deposit_id is not null)),
  check ((state = 'OPEN') = (ended_at is null)),
  check ((state = 'REFUSED') = (refusal_code is not null))
);
-- A payment is asked for by one recall at a time; a bank's recall, told twice, is one.
create unique index recall_payout on sepa.recall (payout_id) where state = 'OPEN' and payout_id is not null;
create unique index recall_cancellation on sepa.recall (deposit_id, cancellation_id) where deposit_id is not null;
create index recall_open on sepa.recall (id) where state = 'OPEN';
create index recall_deposit on sepa.recall (deposit_id) where deposit_id is not null;

grant select, insert, update on sepa.recall to florin_app;
