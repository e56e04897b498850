-- What people want to be told by which way, and when not. Who has no row has chosen nothing and is told everything.

CREATE TABLE notification_preferences (
    user_id uuid NOT NULL,
    -- By event: which ways are open. Events that were made later than the row are told by every way.
    events jsonb NOT NULL,
    -- Local times of the person: mails and SMS wait until the end. Both or neither.
    quiet_from time,
    quiet_to time,
    CONSTRAINT pk_notification_preferences PRIMARY KEY (user_id),
    CONSTRAINT fk_notification_preferences_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT ck_notification_preferences_quiet CHECK ((quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from <> quiet_to)
);

-- false: only the ways to the outside are open; there because a delivery belongs to a notification.
ALTER TABLE notifications ADD COLUMN in_app boolean NOT NULL DEFAULT true;
