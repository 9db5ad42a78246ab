-- What operators write to one another about what they decide: verifications, proofs of address, hits on lists.

create schema review;
create table review.note (
  partner_id uuid not null,
  id uuid not null,
  -- The verification, the proof of address or the hit.
  subject_id uuid not null,
  author text not null,
  -- Under the user's data key.
  sealed_text bytea not null,
  written_at timestamptz not null,
  primary key (partner_id, id)
);
create index note_subject on review.note (partner_id, subject_id, id);

grant usage on schema review to florin_app;
grant select, insert on review.note to florin_app;
