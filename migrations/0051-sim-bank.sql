-- The simulated bank's own books and mailbox. It knows nothing of ours but what messages tell it. Used in sandbox mode
-- only: what stands here in clear is made up.

create schema sim_bank;

-- Our account there, as the bank keeps it.
create table sim_bank.account (
  iban text primary key,
  holder text not null,
  -- In cents; a loan where it is negative.
  balance numeric(38,0) not null default 0,
  opened_at timestamptz not null
);

-- What the bank has for us to fetch. A notification of bookings fills until it is due; then its content is fixed.
create table sim_bank.mail (
  id uuid primary key,
  -- Of a notification: the account.
  iban text references sim_bank.account,
  -- By the clock. Null: it never comes.
  due_at timestamptz,
  -- How often it is in the mailbox; each copy is fetched and confirmed by itself.
  copies smallint not null default 1 check (copies between 1 and 2),
  content bytea,
  made_at timestamptz not null,
  check (iban is not null or content is not null)
);
create index mail_due on sim_bank.mail (due_at);

create table sim_bank.booking (
  id bigint generated always as identity primary key,
  iban text not null references sim_bank.account,
  mail_id uuid not null references sim_bank.mail,
  direction text not null check (direction in ('CRDT', 'DBIT')),
  units numeric(38,0) not null check (units > 0),
  creditor_name text,
  -- Of a credit: the account that was paid, below ours.
  creditor_iban text,
  debtor_name text,
  debtor_iban text,
  instruction_id text,
  end_to_end_id text,
  -- What the payer's bank calls it.
  transaction_id text,
  remittance text,
  -- It comes back, and why.
  return_reason text,
  booked_at timestamptz not null,
  booking_day date not null
);
create index booking_mail on sim_bank.booking (mail_id, id);
create index booking_day on sim_bank.booking (iban, booking_day, id);

create table sim_bank.receipt (
  mail_id uuid not null references sim_bank.mail,
  copy smallint not null,
  confirmed_at timestamptz not null,
  primary key (mail_id, copy)
);

-- What was sent to the bank: one of each name.
create table sim_bank.inbox (
  name text primary key,
  sha256 bytea not null,
  received_at timestamptz not null
);

-- What the bank will book, by the clock, and what comes back of it later.
create table sim_bank.task (
  id bigint generated always as identity primary key,
  due_at timestamptz not null,
  task jsonb not null
);
create index task_due on sim_bank.task (due_at, id);

-- Days of which the customer gets a statement: those with bookings. It comes in the first minutes of the next day.
create table sim_bank.statement (
  iban text not null references sim_bank.account,
  day date not null,
  due_at timestamptz not null,
  -- Once it is made.
  mail_id uuid references sim_bank.mail,
  primary key (iban, day)
);
create index statement_due on sim_bank.statement (due_at) where mail_id is null;

-- Instant payments of the customer's, by their end-to-end id: what the receiver's bank has decided.
create table sim_bank.instant (
  reference text primary key,
  -- ACCP, RJCT.
  status text not null check (status in ('ACCP', 'RJCT')),
  reason text,
  -- Before it a question is answered with 'not known yet'.
  decided_at timestamptz not null
);

-- Instant payments to the customer, by the id that the payer's bank gave them: without the customer's word, or with it.
create table sim_bank.offer (
  reference text primary key,
  booking jsonb not null,
  accepted_at timestamptz not null,
  -- ACCP, RJCT.
  status text check (status in ('ACCP', 'RJCT')),
  reason text
);

-- Where the bank listens: one row a process. A row that was not seen for a while is of a process that is gone.
create table sim_bank.host (
  id uuid primary key,
  url text not null,
  token text not null,
  -- Real time.
  seen_at timestamptz not null
);

create table sim_bank.fault (
  kind text primary key check (kind in ('slow', 'unavailable', 'accept-then-time-out', 'twice', 'out-of-order', 'vanish', 'charge')),
  remaining integer not null check (remaining > 0)
);

grant usage on schema sim_bank to florin_app;
grant select, insert on sim_bank.booking, sim_bank.receipt, sim_bank.inbox to florin_app;
grant select, insert, update on sim_bank.account, sim_bank.mail, sim_bank.statement, sim_bank.instant, sim_bank.offer to florin_app;
grant select, insert, update, delete on sim_bank.task, sim_bank.host, sim_bank.fault to florin_app;
