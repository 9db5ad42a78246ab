-- A customer has an account in each asset and uses few of them: a read of balances looks at those alone. That an account was
-- used is a column of its own, which changes once in its life: with an index on the sums, every posting would write to all
-- indexes of its accounts.
-- The table is written anew: some seconds for a million accounts, in which nothing is booked.

alter table ledger.account
  add column used boolean not null generated always as (version > 0 or posted <> 0 or held > 0 or receivable > 0) stored;

create index account_used on ledger.account (partner_id, owner_id) where used;
