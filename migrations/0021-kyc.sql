-- Identity verifications. A user has at most one that is undecided; every decided one stays.

create schema kyc;
create table kyc."case" (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  state text not null check (state in ('PENDING', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED')),
  document_type text check (document_type in ('PASSPORT', 'ID_CARD', 'RESIDENCE_PERMIT')),
  -- Whether the head was turned before the camera, where the hosted pages asked for it.
  challenge text check (challenge in ('DONE', 'UNDONE')),
  -- JSON array of the reasons for a rejection, or of what must be sent again, under the user's data key: whoever
  -- decides may have named the person.
  sealed_reasons bytea,
  -- What the checks made of it; null before they ran.
  risk text check (risk in ('LOW', 'MEDIUM', 'HIGH')),
  -- The operator who looks at it, and since when.
  claimed_by text,
  claimed_at timestamptz,
  -- The first of the two operators who must approve a high risk.
  approved_by text,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  decided_at timestamptz,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check (sealed_reasons is null or state in ('REJECTED', 'PENDING')),
  check ((decided_at is null) = (state in ('PENDING', 'IN_REVIEW'))),
  check ((claimed_by is null) = (claimed_at is null))
) with (fillfactor = 80);
create unique index case_undecided on kyc."case" (partner_id, user_id) where state in ('PENDING', 'IN_REVIEW');
create index case_user on kyc."case" (partner_id, user_id, id);
-- For the operator, who sees all partners.
create unique index case_id on kyc."case" (id);
create index case_state on kyc."case" (state, id);

grant usage on schema kyc to florin_app;
grant select, insert on kyc."case" to florin_app;
grant update (state, document_type, challenge, sealed_reasons, risk, claimed_by, claimed_at, approved_by, updated_at, decided_at, version) on kyc."case" to florin_app;
