-- What a filter of the history needs beside the primary key. Each leaves out what nearly every row has, so that the
-- transfers between balances, which are most of the rows, cost no index entry: they are found along the key.

create index line_type on statement.line (partner_id, owner_id, type, id) where type <> 'P2P_TRANSFER';
create index line_asset on statement.line (partner_id, owner_id, asset, id) where asset <> 'eur';
create index line_status on statement.line (partner_id, owner_id, status, id) where status <> 'COMPLETED';
