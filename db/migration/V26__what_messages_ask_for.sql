-- A message that waits is withdrawn when what it asks for is over. Messages of former versions ask for nothing and are sent.
ALTER TABLE notifications
    ADD COLUMN asks text,
    ADD CONSTRAINT ck_notifications_asks CHECK (asks IN (
        'ACCEPT', 'GO_ON', 'RESPOND', 'SOLVE', 'LOOK', 'ACKNOWLEDGE', 'ANSWER', 'REMEMBER', 'CONFIRM'));
