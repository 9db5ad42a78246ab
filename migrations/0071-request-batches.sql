-- Lines of the request log that were written together, of one partner, one status and at most ten minutes: a row for
-- each took a fifth of the reads a second that a process could answer.
create table partners.request_batch (
  partner_id uuid not null,
  status smallint not null,
  -- Of the oldest and the newest line.
  first_at timestamptz not null,
  last_at timestamptz not null,
  id uuid not null,
  -- A JSON array of lines, each an array of values in the order that request-batch.ts says.
  lines text not null,
  primary key (partner_id, last_at, id),
  check (last_at between first_at and first_at + interval '10 minutes')
);
-- Compressing costs more than the disk that it spares for 30 days.
alter table partners.request_batch alter column lines set storage external;
create index request_batch_status on partners.request_batch (partner_id, status, last_at, id);
create index request_batch_age on partners.request_batch using brin (last_at);

-- request_log stays for processes of the version before, and is forgotten with age. Lines that they still write are not
-- in the batches.
insert into partners.request_batch (partner_id, status, first_at, last_at, id, lines)
select partner_id, status, min(at), max(at), gen_random_uuid(),
  json_agg(json_build_array(id, floor(extract(epoch from at) * 1000), key_id, method, path, error_code, latency_ms, ip,
    idempotency_key, endpoint_id, error_message, replayed))
from (
  select *, (row_number() over (partition by partner_id, status, span order by at) - 1) / 500 as part
  from (select *, floor(extract(epoch from at) / 600) as span from partners.request_log) as spanned
) as parted
group by partner_id, status, span, part;

grant select, insert, delete on partners.request_batch to florin_app;
