-- SEPA: virtual IBANs, what the bank has told us, and the money that came in by it.

create schema sepa;

-- One number for each virtual IBAN that was ever allotted: none is given twice, whatever country or bank code is set.
create sequence sepa.account_number minvalue 1;
create table sepa.virtual_iban (
  partner_id uuid not null,
  -- The user, or the partner itself.
  owner_id uuid not null,
  number bigint not null unique,
  iban text not null unique,
  -- A partner's own; a user's stands with the user.
  reference text unique,
  allotted_at timestamptz not null,
  primary key (partner_id, owner_id),
  check ((reference is null) = (owner_id <> partner_id))
);

-- Messages of the bank, stored before they are read. The bytes are personal data of many: sealed under a key of the
-- message's own, of the nil partner.
create table sepa.message (
  id uuid primary key,
  -- The bank's own name of it. Of two attempts to fetch a message one is kept.
  bank_id text not null,
  state text not null check (state in ('ARRIVING', 'STORED', 'SOUND', 'READ', 'REFUSED')),
  -- `camt.054.001.08`; null until it was looked at, and where it cannot be told.
  kind text,
  data_key_id uuid not null,
  size_bytes bigint not null default 0 check (size_bytes >= 0),
  sha256 bytea,
  -- Entries that are booked: reading goes on after them.
  entries_done integer not null default 0 check (entries_done >= 0),
  refusal text,
  arrived_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null check (version > 0),
  check ((state = 'ARRIVING') = (sha256 is null)),
  check ((state = 'REFUSED') = (refusal is not null))
);
create unique index message_bank_id on sepa.message (bank_id) where state <> 'ARRIVING';
create index message_unread on sepa.message (arrived_at) where state in ('STORED', 'SOUND');
create index message_refused on sepa.message (arrived_at) where state = 'REFUSED';
create table sepa.message_piece (
  message_id uuid not null references sepa.message on delete cascade,
  number integer not null check (number >= 0),
  sealed bytea not null,
  primary key (message_id, number)
);

-- Messages of ours: stored before they are sent, and sent again under the same name until the bank has said that it has them.
create table sepa.outgoing (
  id uuid primary key,
  kind text not null,
  state text not null check (state in ('STORED', 'SENT', 'REFUSED')),
  -- Of the nil partner, one a message.
  data_key_id uuid not null,
  sealed bytea not null,
  refusal text,
  made_at timestamptz not null,
  ended_at timestamptz,
  version integer not null check (version > 0),
  check ((state = 'STORED') = (ended_at is null)),
  check ((state = 'REFUSED') = (refusal is not null))
);
create index outgoing_unsent on sepa.outgoing (made_at) where state = 'STORED';

-- One payment that came in. The partner is the nil one as long as nobody knows whose it is.
create table sepa.deposit (
  partner_id uuid not null,
  id uuid not null,
  -- What makes it this payment and no other, from the bank's references: the same one, told twice, is one row.
  identity bytea not null,
  message_id uuid not null,
  entry_index integer not null,
  transaction_index integer not null,
  state text not null check (state in ('CREDITED', 'IN_SUSPENSE', 'RETURNING', 'RETURNED')),
  suspense_reason text check (suspense_reason in ('unmatched', 'user-not-verified', 'user-closed', 'sender-pending', 'sender-rejected',
    'return-failed', 'recalled', 'limit-exceeded')),
  matched_by text check (matched_by in ('iban', 'reference')),
  -- The payer named the owner's reference, and so says that it is the owner itself.
  with_reference boolean not null,
  owner_id uuid,
  external_user_id text,
  units numeric(38,0) not null check (units > 0),
  value_date date,
  -- The bank's own reference; no personal data, unlike all that the payer writes.
  bank_reference text,
  -- INST: it was accepted, and credited before the bank has booked it.
  scheme text not null check (scheme in ('SCT', 'INST')),
  -- What the payer's bank calls it, and the end-to-end id that the payer gave it (a blind index): recalls name them.
  transaction_id text,
  end_to_end_index bytea,
  -- {senderName, senderIban, senderBic, remittance, endToEndId} under this key of this partner.
  key_partner_id uuid not null,
  data_key_id uuid not null,
  sealed bytea not null,
  arrived_at timestamptz not null,
  credited_at timestamptz,
  -- Since when the present reason holds: it goes back some time after that.
  suspended_at timestamptz,
  -- The message that gives it back.
  outgoing_id uuid references sepa.outgoing,
  updated_at timestamptz not null,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check (state <> 'CREDITED' or credited_at is not null),
  -- Kept when it goes back: it says why.
  check ((state = 'CREDITED') = (suspense_reason is null)),
  check (state not in ('RETURNING', 'RETURNED') or outgoing_id is not null),
  check ((owner_id is null) = (partner_id = '00000000-0000-0000-0000-000000000000')),
  check ((owner_id is null) = (matched_by is null))
) with (fillfactor = 90);
-- Across partners on purpose: the bank's references know nothing of ours.
create unique index deposit_identity on sepa.deposit (identity);
create index deposit_bank_reference on sepa.deposit (bank_reference) where bank_reference is not null;
create index deposit_transaction on sepa.deposit (transaction_id) where transaction_id is not null;
create index deposit_end_to_end on sepa.deposit (end_to_end_index) where end_to_end_index is not null;
create unique index deposit_id on sepa.deposit (id);
create index deposit_outgoing on sepa.deposit (outgoing_id) where outgoing_id is not null;
create index deposit_suspense on sepa.deposit (arrived_at, id) where state = 'IN_SUSPENSE';
create index deposit_uncredited_owner on sepa.deposit (partner_id, owner_id) where state <> 'CREDITED';

-- An account from which an owner has paid in under its reference. Where it is the owner's own, money may go out to it.
create table sepa.contact (
  partner_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  external_user_id text,
  -- Of the owner and the IBAN together.
  iban_index bytea not null,
  -- {iban, holderName} under the owner's data key.
  data_key_id uuid not null,
  sealed bytea not null,
  status text not null check (status in ('PENDING', 'APPROVED', 'REJECTED')),
  first_seen_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null check (version > 0),
  primary key (partner_id, id)
);
create unique index contact_iban on sepa.contact (partner_id, owner_id, iban_index);
create index contact_owner on sepa.contact (partner_id, owner_id, id);
create index contact_pending on sepa.contact (id) where status = 'PENDING';
create index contact_id on sepa.contact (id);

-- Bookings of the bank that no rule of ours explains: they are for the operator and for reconciliation.
create table sepa.unexplained_entry (
  message_id uuid not null references sepa.message,
  entry_index integer not null,
  transaction_index integer not null,
  reason text not null check (reason in ('debit', 'other-currency', 'other-account', 'amounts-differ')),
  direction text not null check (direction in ('CRDT', 'DBIT')),
  currency text not null,
  units numeric(38,0) not null,
  bank_reference text,
  -- Told again, also by another message, it is the same one.
  identity bytea not null unique,
  seen_at timestamptz not null,
  primary key (message_id, entry_index, transaction_index)
);

-- A payment to an account at another bank.
create table sepa.payout (
  partner_id uuid not null,
  -- Without its dashes it is the end-to-end id: the bank's word about it comes back under it.
  id uuid not null,
  owner_id uuid not null,
  external_user_id text,
  account_id uuid not null,
  state text not null check (state in ('HELD', 'SUBMITTED', 'SETTLED', 'FAILED', 'RETURNED')),
  scheme text not null check (scheme in ('SCT', 'INST')),
  -- What the receiver's bank says of the receiver's name. A payment that waits for it is not ordered.
  payee_check text not null check (payee_check in ('NOT_ASKED', 'WAITING', 'MTCH', 'CMTC', 'NMTC', 'NOAP')),
  units numeric(38,0) not null check (units between 1 and 99999999999),
  fee_units numeric(38,0) not null check (fee_units >= 0),
  -- Counted against a limit of its owner: given back if it does not happen.
  uses_limit boolean not null,
  fee_schedule_version integer not null,
  fee_override_id uuid,
  hold_id uuid not null,
  -- The order under the owner's data key.
  data_key_id uuid not null,
  sealed bytea not null,
  -- The message that ordered it.
  outgoing_id uuid references sepa.outgoing,
  -- When the bank took the money from our account, as its notification says; whatever else it has said.
  debited_at timestamptz,
  -- The bank's reference of that booking: another one is another booking.
  debit_reference text,
  -- Id of the history line of its return, and what makes the return itself and no other payment.
  return_id uuid,
  return_identity bytea,
  returned_units numeric(38,0) check (returned_units > 0),
  -- The bank's reason code, or a word of ours, and what it means.
  error_status text,
  error_text text,
  created_at timestamptz not null,
  submitted_at timestamptz,
  ended_at timestamptz,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check ((state in ('FAILED', 'RETURNED')) = (error_text is not null)),
  check ((state = 'RETURNED') = (return_id is not null)),
  -- An instant payment is final before the bank tells its booking.
  check (state <> 'SETTLED' or debited_at is not null or scheme = 'INST'),
  check (state in ('HELD', 'FAILED') or (outgoing_id is not null and payee_check not in ('WAITING', 'NMTC')))
) with (fillfactor = 80);
-- Across partners on purpose: the bank knows payments by this alone.
create unique index payout_id on sepa.payout (id);
create index payout_held on sepa.payout (created_at, id) where state = 'HELD' and scheme = 'SCT' and payee_check <> 'WAITING';
create index payout_undecided on sepa.payout (submitted_at) where state = 'SUBMITTED' and scheme = 'INST';
create index payout_outgoing on sepa.payout (outgoing_id) where outgoing_id is not null;
-- For the export of a person's data.
create index payout_owner on sepa.payout (partner_id, owner_id, id);
create index payout_under_way on sepa.payout (partner_id, owner_id) where state in ('HELD', 'SUBMITTED');

-- Who takes SCT Inst: beginnings of country and bank code, as our bank's directory lists them.
create table sepa.instant_bank (
  prefix text primary key check (prefix ~ '^[A-Z]{2}[A-Z0-9]*$')
);

grant usage on schema sepa to florin_app;
grant select, insert, delete on sepa.instant_bank to florin_app;
grant select, insert, update on sepa.outgoing, sepa.payout to florin_app;
grant usage on sequence sepa.account_number to florin_app;
grant select, insert on sepa.virtual_iban, sepa.unexplained_entry to florin_app;
grant select, insert, update on sepa.deposit, sepa.contact to florin_app;
-- Deleted are attempts to fetch a message that did not end.
grant select, insert, update, delete on sepa.message, sepa.message_piece to florin_app;
