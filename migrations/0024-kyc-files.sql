-- What a verification is decided on: the files, and the proofs of address. The files themselves stand in the object
-- store, sealed under the user's data key; a row outlives its object, and says when that was erased.

create table kyc.file (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  part text not null check (part in ('FRONT', 'BACK', 'SELFIE', 'LEFT', 'RIGHT', 'ADDRESS')),
  -- The proof of address that it belongs to.
  poa_id uuid,
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  size_bytes integer not null check (size_bytes > 0),
  pages integer not null check (pages > 0),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  -- A keyed fingerprint of the content: tells the same file again, and that what the store gives back is what it got.
  content_index bytea not null,
  object_key text not null,
  data_key_id uuid not null,
  created_at timestamptz not null,
  -- The user is gone: kept as long as the law wants it, then erased.
  delete_after timestamptz,
  erased_at timestamptz,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check ((part = 'ADDRESS') = (poa_id is not null)),
  check (erased_at is null or delete_after is not null)
);
create index file_user on kyc.file (partner_id, user_id, id);
create index file_content on kyc.file (partner_id, content_index);
create unique index file_id on kyc.file (id);
create index file_due on kyc.file (delete_after) where delete_after is not null and erased_at is null;

create table kyc.poa (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  state text not null check (state in ('WAITING', 'APPROVED', 'REJECTED', 'QUESTIONED', 'CLOSED')),
  claimed_by text,
  claimed_at timestamptz,
  -- The first of the two operators who must approve where the person's risk is high.
  approved_by text,
  submitted_at timestamptz not null,
  decided_at timestamptz,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check ((decided_at is null) = (state = 'WAITING')),
  check ((claimed_by is null) = (claimed_at is null))
) with (fillfactor = 80);
create unique index poa_waiting on kyc.poa (partner_id, user_id) where state = 'WAITING';
create index poa_user on kyc.poa (partner_id, user_id, id);
create unique index poa_id on kyc.poa (id);
create index poa_state on kyc.poa (state, id);

-- Every check of every run over a case, as it was made: under which version of the rules, what it found, what it saw.
create table kyc."check" (
  partner_id uuid not null,
  id uuid not null,
  -- The case, or the proof of address, that was checked.
  subject_id uuid not null,
  run_id uuid not null,
  name text not null,
  outcome text not null check (outcome in ('PASS', 'REVIEW', 'REJECT')),
  reasons text[] not null,
  risk text not null check (risk in ('LOW', 'MEDIUM', 'HIGH')),
  rules_version text not null,
  -- JSON, under the user's data key.
  sealed_evidence bytea not null,
  checked_at timestamptz not null,
  primary key (partner_id, id)
);
create index check_subject on kyc."check" (partner_id, subject_id, id);

grant select, insert on kyc.file, kyc.poa, kyc."check" to florin_app;
grant update (delete_after, erased_at, version) on kyc.file to florin_app;
grant update (state, claimed_by, claimed_at, approved_by, decided_at, version) on kyc.poa to florin_app;
