package io.ticketflow.ticket;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Team;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.NotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reconstructs an earlier state of a ticket by undoing the changes in its history. Nothing is stored twice: a text that was blanked in the history is blank
 * here, too. A change without a history entry would give a wrong answer; the tests look for that after each step of random lives.
 */
@Component
@Transactional(readOnly = true)
public class Past {

    private final TicketAccess access;
    private final History history;
    private final Directory directory;
    private final ServiceDesk desk;

    Past(TicketAccess access, History history, Directory directory, ServiceDesk desk) {
        this.access = access;
        this.history = history;
        this.directory = directory;
        this.desk = desk;
    }

    /**
     * The ticket as it was at an instant, after all changes at that instant; for administrators also a deleted one.
     *
     * @throws NotFoundException TICKET_NOT_FOUND when the ticket did not exist yet
     */
    public PastTicket at(String ref, Instant instant, Actor by) {
        var ticket = access.visibleEver(ref, access.caller(by));
        if (instant.isBefore(ticket.createdAt())) {
            throw new NotFoundException("TICKET_NOT_FOUND", "%s was submitted later.".formatted(ticket.number()));
        }
        var entries = history.of(ticket.id(), true);
        var state = new State(ticket);
        for (var i = entries.size() - 1; i >= 0 && entries.get(i).at().isAfter(instant); i--) {
            state.takeBack(entries.get(i));
        }
        return state.with(
                entries.stream().filter(entry -> !entry.at().isAfter(instant)).toList());
    }

    /**
     * Gives a field back its value before a change, if the field was not changed since.
     *
     * @throws ConflictException NOT_REVERTIBLE when the entry is no change of a field, CHANGED_SINCE when the field has another value now
     */
    @Transactional
    public Ticket revert(String ref, UUID entryId, @Nullable String ifMatch, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        var entry = history.of(ticket.id(), caller.isStaff()).stream()
                .filter(candidate -> candidate.id().equals(entryId))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("ENTRY_NOT_FOUND", "There is no such entry."));
        var field = entry.field();
        var former = entry.from();
        if (field == null || former == null || !TicketChanges.isField(field)) {
            throw new ConflictException(
                    "NOT_REVERTIBLE",
                    "Only changes of title, description, category, priority and tags can be reverted.");
        }
        if (!Objects.equals(entry.to(), TicketChanges.present(ticket, field))) {
            throw new ConflictException("CHANGED_SINCE", "The %s has been changed since.".formatted(field));
        }
        return desk.edit(ref, TicketChanges.of(field, former), ifMatch, by);
    }

    /** The fields of the ticket, from which changes are undone one by one. */
    private final class State {

        private final Ticket ticket;
        private String title;
        private String description;
        private TicketStatus status;
        private Priority priority;
        private Category category;
        private List<String> tags;
        private UUID requesterId;
        private @Nullable UUID assigneeId;
        private @Nullable Team team;
        private int escalationLevel;
        private int reopenCount;
        private @Nullable ResolutionCode resolutionCode;
        private @Nullable String resolution;

        State(Ticket ticket) {
            this.ticket = ticket;
            title = ticket.title();
            description = ticket.description();
            status = ticket.status();
            priority = ticket.priority();
            category = ticket.category();
            tags = ticket.tags();
            requesterId = ticket.requesterId();
            assigneeId = ticket.assigneeId();
            team = ticket.teamId() == null ? null : directory.team(ticket.teamId());
            escalationLevel = ticket.escalationLevel();
            reopenCount = ticket.reopenCount();
            resolutionCode = ticket.resolutionCode();
            resolution = ticket.resolution();
        }

        void takeBack(HistoryEntry entry) {
            var from = entry.from();
            switch (String.valueOf(entry.field())) {
                // A text that was blanked later is blank.
                case "title" -> title = Objects.requireNonNullElse(from, "");
                case "description" -> description = Objects.requireNonNullElse(from, "");
                case "status" -> {
                    var left = TicketStatus.valueOf(String.valueOf(from));
                    if (left == TicketStatus.RESOLVED && status != TicketStatus.CLOSED) {
                        reopenCount--;
                    }
                    status = left;
                }
                case "priority" -> priority = Priority.valueOf(String.valueOf(from));
                case "category" -> category = Category.valueOf(String.valueOf(from));
                case "tags" -> tags = TicketChanges.tagsIn(Objects.requireNonNullElse(from, ""));
                case "requester" ->
                    directory.findByHandle(String.valueOf(from)).ifPresent(former -> requesterId = former.id());
                case "assignee" ->
                    assigneeId = from == null
                            ? null
                            : directory.findByHandle(from).map(Person::id).orElse(null);
                case "team" ->
                    team = from == null ? null : directory.findTeamByName(from).orElse(null);
                case "escalationLevel" -> escalationLevel = from == null ? 0 : Integer.parseInt(from);
                case "resolutionCode" -> resolutionCode = from == null ? null : ResolutionCode.valueOf(from);
                case "resolution" -> resolution = from;
                default -> {
                    // The entry is not about a field of the ticket but about a comment, a call or a link.
                }
            }
        }

        PastTicket with(List<HistoryEntry> before) {
            var updatedAt = before.isEmpty()
                    ? ticket.createdAt()
                    : before.get(before.size() - 1).at();
            Instant resolvedAt = null;
            for (var entry : before) {
                if ("status".equals(entry.field())
                        && TicketStatus.RESOLVED.name().equals(entry.to())) {
                    resolvedAt = entry.at();
                } else if ("status".equals(entry.field())
                        && !TicketStatus.CLOSED.name().equals(entry.to())) {
                    resolvedAt = null;
                }
            }
            return new PastTicket(
                    ticket.id(),
                    ticket.number(),
                    title,
                    description,
                    status,
                    priority,
                    category,
                    tags,
                    requesterId,
                    assigneeId,
                    team,
                    escalationLevel,
                    reopenCount,
                    resolutionCode,
                    resolution,
                    ticket.parentId(),
                    ticket.createdAt(),
                    updatedAt,
                    resolvedAt,
                    status == TicketStatus.CLOSED ? ticket.closedAt() : null);
        }
    }
}
