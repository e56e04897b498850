-- A migration takes as long as it takes, unlike the statements of a request.
set local statement_timeout = 0;
