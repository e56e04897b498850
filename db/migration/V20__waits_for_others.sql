-- A state that a process owner drew may wait for somebody else than the requester (waitsFor in the model): then it is PENDING_INFO, but not the requester's turn.
ALTER TABLE tickets ADD COLUMN waits_for_others boolean NOT NULL DEFAULT false;
