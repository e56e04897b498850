package io.ticketflow.notification;

import java.util.Set;
import java.util.UUID;

/**
 * A message in the own words of a process owner, about a ticket that has reached a task in their model. Published in the transaction in which the ticket
 * reaches it; if that is rolled back, the message is not sent.
 *
 * @param subject what happens to the ticket, as the end of a sentence; blank when the model computed nothing
 * @param ways the channels that the process owner chose; each person gets the message by those of them that the person wants
 */
public record Notice(UUID ticketId, String subject, String text, Set<Audience> audience, Ways ways) {

    public Notice {
        audience = Set.copyOf(audience);
    }

    /** Whether requesters may not read it, whether they watch the ticket or not: true unless the process owner wrote it for the requester, too. */
    public boolean isForStaffOnly() {
        return !audience.contains(Audience.REQUESTER);
    }
}
