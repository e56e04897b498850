package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Links between tickets. Staff create a link on one of the two tickets, and both show it; a person who may not see the other ticket does not see the link. */
@Component
@RepeatedWhenOvertaken
@Transactional
public class CrossReferences {

    /** A link as one of its tickets shows it. */
    public record Reference(UUID id, Relation type, TicketSummary ticket) {

        private static Reference of(Link link, Ticket ticket, Ticket other) {
            return new Reference(link.id(), link.seenFrom(ticket.id()), TicketSummary.of(other));
        }
    }

    private final TicketAccess access;
    private final Tickets tickets;
    private final Links links;
    private final Clock clock;

    CrossReferences(TicketAccess access, Tickets tickets, Links links, Clock clock) {
        this.access = access;
        this.tickets = tickets;
        this.links = links;
        this.clock = clock;
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    public List<Reference> of(String ref, Actor by) {
        var caller = access.caller(by);
        var ticket = access.visible(ref, caller);
        var found = links.of(ticket.id());
        var others = access.visibleAmong(
                found.stream().map(link -> link.from(ticket.id())).toList(), caller);
        return found.stream()
                .flatMap(link -> Optional.ofNullable(others.get(link.from(ticket.id()))).stream()
                        .map(other -> Reference.of(link, ticket, other)))
                .toList();
    }

    /** Links this ticket to another one. */
    public Reference link(String ref, LinkType type, String otherRef, Actor by) {
        var caller = access.caller(by);
        var id = access.idOf(ref);
        var otherId = access.idOf(otherRef);
        var locked = access.lockedTogether(
                Stream.of(id, otherId).flatMap(Optional::stream).distinct().toList(), caller);
        var ticket = id.map(locked::get).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        TicketAccess.checkStaff(caller);
        var other = otherId.map(locked::get).orElseThrow(() -> InvalidException.field("ticketId", "is no ticket"));
        if (ticket.id().equals(other.id())) {
            throw InvalidException.field("ticketId", "is this ticket itself");
        }
        links.oneAtATime();
        checkNew(ticket, type, other);
        var link = links.add(ticket, type, other, by);
        ticket.staffActed(clock.instant());
        tickets.save(ticket);
        return Reference.of(link, ticket, other);
    }

    private void checkNew(Ticket ticket, LinkType type, Ticket other) {
        if (links.isCircular(ticket.id(), type, other.id())) {
            throw new ConflictException(
                    "CIRCULAR_LINK", "%s %s %s already.".formatted(other.number(), type, ticket.number()));
        }
        if (links.joins(ticket.id(), type, other.id())) {
            throw new ConflictException(
                    "ALREADY_LINKED", "%s %s %s already.".formatted(ticket.number(), type, other.number()));
        }
    }

    /** Removes a link, from either ticket. */
    public void unlink(String ref, UUID linkId, Actor by) {
        var caller = access.caller(by);
        var id = access.idOf(ref).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        var link = links.find(linkId).filter(found -> found.joins(id));
        var locked = access.lockedTogether(
                Stream.concat(Stream.of(id), link.map(found -> found.from(id)).stream())
                        .toList(),
                caller);
        var ticket = Optional.ofNullable(locked.get(id)).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        TicketAccess.checkStaff(caller);
        var other = link.map(found -> locked.get(found.from(id)))
                .orElseThrow(() -> new NotFoundException("LINK_NOT_FOUND", "%s has no such link.".formatted(ref)));
        links.remove(link.orElseThrow(), ticket, other, by);
        ticket.staffActed(clock.instant());
        tickets.save(ticket);
    }
}
