-- no-transaction
-- An exchange is one line of history, on the account that gave; asked for by currency it is found by what was received too.
create index concurrently line_received on statement.line (partner_id, owner_id, counterparty, id) where type = 'EXCHANGE';
