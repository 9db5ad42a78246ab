import { afterEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { dumpSchema } from './dump-schema.ts'

const made: TestDatabase[] = []
afterEach(async () => {
  for (const db of made.splice(0)) await db.drop()
})

async function dumpOf(sql: string | undefined): Promise<string> {
  const db = await createTestDatabase({ empty: sql !== undefined })
  made.push(db)
  const client = await db.owner.connect()
  try {
    if (sql !== undefined) await client.query(sql)
    await client.query('reset all')
    return await dumpSchema(client)
  } finally {
    client.release()
  }
}

test('the dump of the migrated database, executed in an empty one, makes the same schema again', async () => {
  const dump = await dumpOf(undefined)
  expect(dump).toContain('create table ')
  expect(await dumpOf(dump)).toBe(dump)
})

const EVERY_KIND = `
  create schema bank; create schema "Odd name"; grant usage on schema bank to florin_app;
  create extension pg_trgm schema bank;
  create type bank.colour as enum ('red', 'dark "blue"', 'it''s');
  create domain bank.iban as text collate "C" not null default 'x' constraint short check (length(value) < 35);
  create type bank.line_in as (o integer, units numeric(38,0), at timestamptz);
  create sequence bank.counter start 10 increment 5 cycle maxvalue 100;
  create sequence bank.owned;
  create function bank.double(n integer) returns integer language sql immutable return n * 2;
  create table bank.account (
    id bigint generated always as identity primary key, name text not null default 'it''s', iban bank.iban,
    twice integer generated always as (bank.double(1)) stored, colour bank.colour default 'red',
    seen bigint not null default nextval('bank.owned'), tags text[] not null default '{}', xid xid8 default pg_current_xact_id(),
    note text collate "de-x-icu", unique (name, iban), constraint named check (name <> ''), exclude using gist (name bank.gist_trgm_ops with operator(bank.%))
  ) with (fillfactor = 50);
  alter sequence bank.owned owned by bank.account.seen;
  create unlogged table "Odd name"."Odd table" ("Odd column" int, account bigint not null references bank.account on delete cascade deferrable);
  create table bank.event (at date not null, id int not null, account bigint references bank.account, primary key (at, id)) partition by range (at);
  create table bank.event_2026 partition of bank.event for values from ('2026-01-01') to ('2027-01-01');
  create table bank.event_rest partition of bank.event default;
  create index event_account on bank.event (account) where account > 3;
  create unique index account_lower on bank.account (lower(name));
  create function bank.of_row(a bank.account) returns text language plpgsql as $$ begin return a.name; end $$;
  create function bank.refuse() returns trigger language plpgsql as $$ begin raise exception 'append only'; end $$;
  create procedure bank.nothing(inout n int) language plpgsql security definer set search_path = pg_catalog as $$ begin end $$;
  create trigger no_update before update or delete on bank.account for each row execute function bank.refuse();
  create trigger off before truncate on bank.account execute function bank.refuse(); alter table bank.account disable trigger off;
  create view bank.names as select name from bank.account; create materialized view bank.frozen as select 1 as one;
  alter table bank.account enable row level security;
  create policy mine on bank.account for select to florin_app using (name = current_user);
  comment on table bank.account is 'whose'; comment on column bank.account.name is 'it''s'; comment on schema bank is 's';
  comment on function bank.double(integer) is 'twice'; comment on type bank.line_in is 'line';
  grant select, insert on bank.account to florin_app; grant update (name, iban) on bank.account to florin_app;
  grant usage on sequence bank.counter to florin_app; revoke all on function bank.double(integer) from public;
  grant execute on function bank.double(integer) to florin_app with grant option; revoke usage on type bank.colour from public;
  grant select on bank.names to public;`

test('every kind of object comes through the dump unchanged', async () => {
  const dump = await dumpOf(EVERY_KIND)
  for (const part of [
    'deferrable',
    'partition of bank.event',
    '"Odd column"',
    'disable trigger off',
    'grant update (name) on table bank.account to florin_app',
  ])
    expect(dump.toLowerCase()).toContain(part.toLowerCase())
  expect(await dumpOf(dump)).toBe(dump)
})
