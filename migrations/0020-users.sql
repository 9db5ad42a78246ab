-- End users of the partners. Personal data is ciphertext under the user's own data key, searched by blind indexes.
-- A row is never deleted: the externalUserId stays taken, and the books keep the id.

create schema users;
create table users.user (
  partner_id uuid not null,
  id uuid not null,
  external_user_id text not null check (length(external_user_id) between 1 and 128),
  -- The partner's model at creation; no user ever changes it.
  model text not null check (model in ('kyc', 'no-kyc')),
  -- How far the user has come; a suspension lies over it and takes nothing back.
  stage text not null check (stage in ('CREATED', 'PENDING', 'ACTIVE', 'REJECTED', 'DELETED')),
  suspended_at timestamptz,
  -- A partner cannot lift what the operator has ordered.
  suspended_by text check (suspended_by in ('partner', 'operator')),
  -- While somebody on a sanctions list may be this person: nobody lifts it but who settles the hit.
  restrained_at timestamptz,
  -- As the operator sees the person; the checks of a verification can only add to it.
  risk text not null default 'LOW' check (risk in ('LOW', 'MEDIUM', 'HIGH')),
  tier text not null default 'STANDARD' check (tier in ('STANDARD', 'EXTENDED')),
  kyc_status text check (kyc_status in ('PENDING', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED')),
  poa_status text check (poa_status in ('WAITING', 'APPROVED', 'REJECTED', 'QUESTIONED')),
  -- Of residence. In clear: what is offered depends on it.
  country text check (country ~ '^[A-Z]{2}$'),
  fiat_status text not null check (fiat_status in ('WAITING_FOR_ACTIVATION', 'ACTIVE', 'BLOCKED', 'CLOSED')),
  -- Account numbers of ours: in clear, since money is matched by them. Emptied when the data key is destroyed.
  iban text,
  reference text,
  data_key_id uuid not null,
  sealed bytea,
  -- Emptied at deletion: from then on nobody is found by personal data.
  email_index bytea,
  phone_index bytea,
  last_name_index bytea,
  document_index bytea,
  birth_index bytea,
  version integer not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  erased_at timestamptz,
  primary key (partner_id, id),
  constraint user_external_id unique (partner_id, external_user_id),
  check ((stage = 'DELETED') = (deleted_at is not null)),
  check ((suspended_at is null) = (suspended_by is null)),
  check (model = 'kyc' or (kyc_status is null and poa_status is null and tier = 'STANDARD' and stage in ('ACTIVE', 'DELETED'))),
  -- Nobody is active unverified.
  check (model = 'no-kyc' or stage <> 'ACTIVE' or kyc_status is not null),
  check (erased_at is null or (deleted_at is not null and sealed is null and iban is null and reference is null)),
  check (deleted_at is null or (email_index is null and phone_index is null and last_name_index is null
    and document_index is null and birth_index is null))
) with (fillfactor = 80);
create index user_living on users.user (partner_id, id) where stage <> 'DELETED';
create index user_data_key on users.user (data_key_id);
create unique index user_iban on users.user (iban) where iban is not null;
create unique index user_reference on users.user (reference) where reference is not null;
create index user_email on users.user (partner_id, email_index, id) where email_index is not null;
create index user_phone on users.user (partner_id, phone_index, id) where phone_index is not null;
create index user_last_name on users.user (partner_id, last_name_index, id) where last_name_index is not null;
create index user_document on users.user (partner_id, document_index, id) where document_index is not null;
create index user_birth on users.user (partner_id, birth_index, id) where birth_index is not null;

grant usage on schema users to florin_app;
grant select, insert, update on users.user to florin_app;
