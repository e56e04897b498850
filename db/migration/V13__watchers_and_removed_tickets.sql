-- Who follows a ticket without being its requester or assignee. A requester sees own and watched tickets.
CREATE TABLE ticket_watchers (
    ticket_id  uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_ticket_watchers PRIMARY KEY (ticket_id, user_id),
    CONSTRAINT fk_ticket_watchers_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_watchers_user FOREIGN KEY (user_id) REFERENCES users (id)
);

-- GET /tickets?watching=me, and what a requester may see.
CREATE INDEX ix_ticket_watchers_user ON ticket_watchers (user_id, ticket_id);

-- A deleted ticket is gone for everybody, but its history stays; one that was merged says where it went on.
ALTER TABLE tickets
    ADD COLUMN deleted_at timestamptz,
    ADD COLUMN merged_into_id uuid,
    ADD CONSTRAINT fk_tickets_merged_into FOREIGN KEY (merged_into_id) REFERENCES tickets (id),
    ADD CONSTRAINT ck_tickets_merged_into CHECK (merged_into_id <> id);
