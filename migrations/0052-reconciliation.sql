-- The account at our bank, entry by entry, as the bank has told it; its statements; and where these and our books differ.

create table sepa.statement (
  id uuid primary key,
  message_id uuid not null references sepa.message,
  -- The bank's own name of it: told twice, it is one.
  bank_statement_id text not null unique,
  from_day date not null,
  to_day date not null,
  opening_units numeric(38,0) not null,
  closing_units numeric(38,0) not null,
  credit_units numeric(38,0) not null check (credit_units >= 0),
  debit_units numeric(38,0) not null check (debit_units >= 0),
  entry_count integer not null check (entry_count >= 0),
  -- Opening and movements make the closing. One that is not sound is not believed: nothing of it is booked or compared.
  is_sound boolean not null,
  -- What our books had for the account up to its last day, when it was compared.
  ledger_units numeric(38,0),
  arrived_at timestamptz not null,
  compared_at timestamptz,
  check (from_day <= to_day),
  check ((compared_at is null) = (ledger_units is null)),
  check (is_sound = (opening_units + credit_units - debit_units = closing_units))
);
create index statement_message on sepa.statement (message_id);
create index statement_day on sepa.statement (to_day, id);

create table sepa.nostro_entry (
  -- What makes it this movement and no other, however often and in however many messages it is told.
  identity bytea primary key,
  -- The bank's reference of the whole entry, where one entry is many payments.
  entry_reference text,
  direction text not null check (direction in ('CRDT', 'DBIT')),
  units numeric(38,0) not null check (units > 0),
  booking_day date not null,
  -- Whether our books have it. What no rule explains is listed instead.
  is_booked boolean not null,
  message_id uuid not null references sepa.message,
  -- The statement that has shown it.
  statement_id uuid references sepa.statement,
  seen_at timestamptz not null
);
create index nostro_entry_reference on sepa.nostro_entry (entry_reference) where entry_reference is not null;
create index nostro_entry_unconfirmed on sepa.nostro_entry (booking_day) where statement_id is null;
create index nostro_entry_day on sepa.nostro_entry (booking_day, direction, is_booked) include (units);

-- Where a statement and our books differ. It is open until they agree, or somebody has said why they do not.
create table sepa.reconciliation_break (
  id uuid primary key,
  kind text not null check (kind in ('not-notified', 'unexplained', 'amount-differs', 'not-on-statement', 'sums-differ', 'balance-gap',
    'ledger-differs')),
  -- Of what: found again, it is the same break.
  subject text not null,
  statement_id uuid references sepa.statement,
  direction text check (direction in ('CRDT', 'DBIT')),
  units numeric(38,0) not null,
  -- Where two amounts differ: ours.
  expected_units numeric(38,0),
  bank_reference text,
  booking_day date,
  found_at timestamptz not null,
  resolved_at timestamptz,
  resolution text,
  check ((resolved_at is null) = (resolution is null)),
  unique (kind, subject)
);
create index reconciliation_break_open on sepa.reconciliation_break (id) where resolved_at is null;
create index reconciliation_break_kind on sepa.reconciliation_break (kind, id);

grant select, insert, update on sepa.statement, sepa.nostro_entry, sepa.reconciliation_break to florin_app;
