-- Sanctions and PEP lists, and what comparing people with them found.
-- The lists are public: their names stand in clear. Whom they were compared with is ciphertext under the user's data key,
-- the entry that was hit too: it would name the person.

create schema screening;
create extension pg_trgm with schema screening;

create table screening.list (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9_-]{0,49}$'),
  -- The version that is compared with; 0 before the first one is there.
  active_version integer not null default 0,
  version integer not null check (version > 0)
);

-- One load of a list by the operator: it becomes the list's next version, or fails.
create table screening.load (
  id uuid primary key,
  list_code text not null references screening.list,
  -- The list's version that it becomes. Never given twice, also if the load fails.
  number integer not null check (number > 0),
  state text not null check (state in ('RECEIVING', 'READING', 'ACTIVE', 'SUPERSEDED', 'FAILED')),
  -- Of the whole file, as announced: what arrives must be that.
  sha256 bytea not null check (length(sha256) = 32),
  size_bytes bigint not null check (size_bytes > 0),
  received_bytes bigint not null default 0,
  parts integer not null default 0,
  -- A version with far fewer people than the one before is refused unless it was said to be so.
  is_shrink_allowed boolean not null,
  format text,
  people integer,
  skipped integer,
  failure text,
  begun_by text not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  version integer not null check (version > 0),
  constraint load_number unique (list_code, number),
  check (received_bytes <= size_bytes),
  check ((state = 'FAILED') = (failure is not null)),
  check ((ended_at is null) = (state in ('RECEIVING', 'READING'))),
  check (state not in ('ACTIVE', 'SUPERSEDED') or (format is not null and people is not null and skipped is not null))
);
create unique index load_active on screening.load (list_code) where state = 'ACTIVE';
create unique index load_under_way on screening.load (list_code) where state in ('RECEIVING', 'READING');

-- The file as it arrives; emptied once it is read.
create table screening.load_part (
  load_id uuid not null references screening.load,
  position integer not null check (position >= 0),
  content bytea not null,
  primary key (load_id, position)
);

-- A person on a list, as it stood from one version to another. An unchanged entry is one row for all its versions.
create table screening.entry (
  id bigint generated always as identity primary key,
  list_code text not null references screening.list,
  entity_id text not null,
  hash bytea not null,
  first_version integer not null,
  last_version integer not null,
  topics text[] not null,
  documents text[] not null,
  entry jsonb not null,
  check (first_version <= last_version)
) with (fillfactor = 80);
-- Two readers of one load write a person once.
create unique index entry_entity on screening.entry (list_code, entity_id, first_version);
create index entry_document on screening.entry using gin (documents) where documents <> '{}';

-- The names of entries as they sound, to search by. Only of entries of a current version or one that is being read.
create table screening.name (
  entry_id bigint not null references screening.entry,
  sound text not null,
  primary key (entry_id, sound)
);
create index name_sound on screening.name using gin (sound screening.gin_trgm_ops);

-- Comparing every user anew, after a list has changed. The highest number says against what a user has to be compared.
create table screening.sweep (
  number integer primary key check (number > 0),
  load_id uuid not null references screening.load,
  state text not null check (state in ('RUNNING', 'DONE', 'SUPERSEDED')),
  -- The last user that was compared.
  after_partner_id uuid,
  after_user_id uuid,
  users integer not null default 0,
  hits integer not null default 0,
  begun_at timestamptz not null,
  ended_at timestamptz,
  version integer not null check (version > 0),
  check ((ended_at is null) = (state = 'RUNNING')),
  check ((after_partner_id is null) = (after_user_id is null))
);

-- When each user was compared last, by which sweep's lists and which rules.
create table screening.screening (
  partner_id uuid not null,
  user_id uuid not null,
  sweep_number integer not null,
  rules text not null,
  hits smallint not null,
  screened_at timestamptz not null,
  primary key (partner_id, user_id)
) with (fillfactor = 80);

create table screening.hit (
  partner_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  external_user_id text not null,
  -- Keyed fingerprint of user, list and entry: the same person on the same list is one hit.
  fingerprint bytea not null,
  list_code text not null,
  topics text[] not null,
  score smallint not null check (score between 0 and 100),
  risk text not null check (risk in ('LOW', 'MEDIUM', 'HIGH')),
  state text not null check (state in ('OPEN', 'FALSE_POSITIVE', 'TRUE_MATCH', 'LAPSED')),
  -- The operator who looks at it, and since when.
  claimed_by text,
  claimed_at timestamptz,
  -- The first of the two operators who must dismiss one of high risk.
  approved_by text,
  -- The entry and the evidence, under the user's data key.
  sealed bytea not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  version integer not null check (version > 0),
  primary key (partner_id, id),
  constraint hit_person unique (partner_id, user_id, fingerprint),
  check ((decided_at is null) = (decided_by is null)),
  check ((claimed_by is null) = (claimed_at is null)),
  check (claimed_by is null or state = 'OPEN'),
  check (state not in ('FALSE_POSITIVE', 'TRUE_MATCH') or decided_at is not null)
) with (fillfactor = 80);
-- For the operator, who sees all partners.
create unique index hit_id on screening.hit (id);
create index hit_state on screening.hit (state, id);
create index hit_user on screening.hit (user_id, id);

grant usage on schema screening to florin_app;
grant select, insert on screening.list, screening.load, screening.entry, screening.sweep, screening.hit to florin_app;
grant select, insert, delete on screening.load_part, screening.name to florin_app;
grant select, insert, update on screening.screening to florin_app;
grant update (active_version, version) on screening.list to florin_app;
grant update (state, received_bytes, parts, format, people, skipped, failure, ended_at, version) on screening.load to florin_app;
grant update (last_version) on screening.entry to florin_app;
grant update (state, after_partner_id, after_user_id, users, hits, ended_at, version) on screening.sweep to florin_app;
grant update (topics, score, risk, state, claimed_by, claimed_at, approved_by, sealed, updated_at, decided_at, decided_by, version) on screening.hit to florin_app;
