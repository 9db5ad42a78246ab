-- Every former signing secret signs until its own day has ended; with one place for them, a second rotation within a day ended the
-- first one's at once. Newest first, ciphertext like the others, by place with their ends. previous_secret and previous_valid_until
-- stay the newest of them, because the version before reads and writes those alone: what it put there is read as one more.
alter table webhooks.endpoint
  add column former_secrets bytea[] not null default '{}',
  add column former_valid_until timestamptz[] not null default '{}',
  add constraint endpoint_former_secrets check (
    cardinality(former_secrets) = cardinality(former_valid_until)
    and array_position(former_secrets, null) is null and array_position(former_valid_until, null) is null
  );

-- So that a rotation by the version before does not lose it.
update webhooks.endpoint set former_secrets = array[previous_secret], former_valid_until = array[previous_valid_until]
where previous_secret is not null;
