-- The words of a mail, an SMS or a post are made when it is sent, in the language and time zone of its reader at that moment: of the name of the message and
-- its facts, in no language. Title and body stay, for the application. Notifications of former versions have only those.
ALTER TABLE notifications
    ADD COLUMN message text,
    ADD COLUMN facts   jsonb;

COMMENT ON COLUMN notifications.message IS 'Which message it is: the name of its templates.';
COMMENT ON COLUMN notifications.facts IS 'What the words are made of: names, quotes, instants, lengths of time. Redacted like title and body.';
