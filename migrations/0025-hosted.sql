-- What the hosted pages keep: links to verifications, and how the pages look for each partner.

create schema hosted;

create table hosted.verification (
  partner_id uuid not null,
  -- Random throughout: whoever knows it may open the link.
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  state text not null check (state in ('CREATED', 'OPEN', 'SUBMITTED', 'REPLACED')),
  -- SHA-256 of what the browser that opened it holds.
  token_hash bytea check (length(token_hash) = 32),
  locale text check (locale in ('en', 'pl', 'de', 'es')),
  success_url text,
  error_url text,
  consented_at timestamptz,
  document_type text check (document_type in ('PASSPORT', 'ID_CARD', 'RESIDENCE_PERMIT')),
  -- The document's country, number and expiry as JSON, under the user's data key.
  sealed_document bytea,
  data_key_id uuid not null,
  parts text[] not null default '{}',
  uploads smallint not null default 0,
  -- The turn of the head that is asked for now: good for one set of frames, and not for long.
  challenge_id uuid,
  challenge_poses text[] check (challenge_poses <@ array['STRAIGHT', 'LEFT', 'RIGHT'] and cardinality(challenge_poses) = 3),
  challenge_until timestamptz,
  -- When the frames came of which the selfie is one; null where it was sent alone.
  challenged_at timestamptz,
  created_at timestamptz not null,
  opened_at timestamptz,
  submitted_at timestamptz,
  expires_at timestamptz not null,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  check ((token_hash is null) = (opened_at is null)),
  check ((document_type is null) = (sealed_document is null)),
  check ((challenge_id is null) = (challenge_poses is null) and (challenge_id is null) = (challenge_until is null)),
  check (state not in ('OPEN', 'SUBMITTED') or opened_at is not null),
  check ((state = 'SUBMITTED') = (submitted_at is not null)),
  check (submitted_at is null or (consented_at is not null and document_type is not null))
) with (fillfactor = 70);
create unique index verification_id on hosted.verification (id);
create unique index verification_token on hosted.verification (token_hash) where token_hash is not null;
-- One link of a user at a time leads anywhere.
create unique index verification_living on hosted.verification (partner_id, user_id) where state in ('CREATED', 'OPEN');

create table hosted.branding (
  partner_id uuid primary key,
  display_name text,
  accent_colour text check (accent_colour ~ '^#[0-9a-f]{6}$'),
  logo text check (length(logo) <= 90000),
  updated_at timestamptz not null
);

grant usage on schema hosted to florin_app;
grant select, insert on hosted.verification to florin_app;
grant update (state, token_hash, consented_at, document_type, sealed_document, parts, uploads, challenge_id, challenge_poses,
    challenge_until, challenged_at, opened_at, submitted_at, version)
  on hosted.verification to florin_app;
grant select, insert, update on hosted.branding to florin_app;
