-- V29 brought tags into their one form with the letters and spaces of the database's locale: in the locale C, letters beyond ASCII kept their case, and invisible
-- characters stayed everywhere. Only the application knows the form, so it renews these tickets in the background, with their texts.
UPDATE ticket_texts SET is_former = true
WHERE part = 0 AND NOT is_former
    AND ticket_id IN (SELECT id FROM tickets WHERE array_to_string(tags, ',') ~ '[^ -~]' COLLATE "C");

-- The application renews texts and tags of the same tickets in one transaction, so it takes the tickets itself.
DROP FUNCTION IF EXISTS renew_former_texts(integer);
