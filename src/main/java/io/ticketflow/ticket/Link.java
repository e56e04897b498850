package io.ticketflow.ticket;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A link between two tickets: what the first one is to the second. */
@Entity
@Immutable
@SuppressWarnings("UnusedVariable") // people read who created it and when
@Table(name = "ticket_links")
class Link {

    @Id
    private UUID id;

    private UUID ticketId;

    @Enumerated(EnumType.STRING)
    private LinkType type;

    private UUID otherId;
    private UUID createdBy;
    private Instant createdAt;

    protected Link() {}

    Link(UUID ticketId, LinkType type, UUID otherId, UUID createdBy, Instant createdAt) {
        this.id = Ids.next();
        this.ticketId = ticketId;
        this.type = type;
        this.otherId = otherId;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    LinkType type() {
        return type;
    }

    boolean joins(UUID ticket) {
        return ticketId.equals(ticket) || otherId.equals(ticket);
    }

    /** Whether the link was created on this ticket; otherwise on the other one. */
    boolean isMadeOn(UUID ticket) {
        return ticketId.equals(ticket);
    }

    /** The other ticket of the link. */
    UUID from(UUID ticket) {
        return isMadeOn(ticket) ? otherId : ticketId;
    }

    /** The link as this ticket shows it. */
    Relation seenFrom(UUID ticket) {
        return isMadeOn(ticket) ? type.here() : type.there();
    }
}
