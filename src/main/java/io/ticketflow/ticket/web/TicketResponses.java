package io.ticketflow.ticket.web;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Team;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Deadlines;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketSummary;
import io.ticketflow.ticket.web.TicketResponse.Named;
import io.ticketflow.ticket.web.TicketResponse.Reference;
import io.ticketflow.ticket.web.TicketResponse.Sla;
import io.ticketflow.ticket.web.TicketResponse.TeamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Adds the names of people and teams, and the deadlines, to tickets: a page needs as many statements as one ticket. */
@Component
class TicketResponses {

    private final ServiceDesk desk;
    private final Directory directory;
    private final Deadlines deadlines;

    TicketResponses(ServiceDesk desk, Directory directory, Deadlines deadlines) {
        this.desk = desk;
        this.directory = directory;
        this.deadlines = deadlines;
    }

    TicketResponse of(Ticket ticket, Actor reader) {
        return of(ticket, List.of(), reader);
    }

    TicketResponse of(Ticket ticket, List<String> warnings, Actor reader) {
        return page(List.of(ticket), warnings, reader).get(0);
    }

    List<TicketResponse> page(Collection<Ticket> tickets, Actor reader) {
        return page(tickets, List.of(), reader);
    }

    private List<TicketResponse> page(Collection<Ticket> tickets, List<String> warnings, Actor reader) {
        var people = names(tickets.stream().flatMap(ticket -> Stream.of(ticket.requesterId(), ticket.assigneeId())));
        var teams = teams(tickets);
        var merged = merged(tickets);
        var clocks = deadlines.of(tickets.stream().map(Ticket::id).toList());
        var forStaff = directory.person(Objects.requireNonNull(reader.userId())).isStaff();
        return tickets.stream()
                .map(ticket -> new TicketResponse(
                        ticket.id(),
                        ticket.number(),
                        ticket.title(),
                        ticket.description(),
                        ticket.status(),
                        ticket.stage(),
                        ticket.openTasks(),
                        ticket.priority(),
                        ticket.category(),
                        ticket.tags(),
                        people.get(ticket.requesterId()),
                        ticket.assigneeId() == null ? null : people.get(ticket.assigneeId()),
                        ticket.teamId() == null ? null : teams.get(ticket.teamId()),
                        ticket.escalationLevel(),
                        ticket.reopenCount(),
                        ticket.resolutionCode(),
                        ticket.resolution(),
                        ticket.parentId(),
                        ticket.mergedIntoId() == null ? null : merged.get(ticket.mergedIntoId()),
                        ticket.watcherCount(),
                        sla(clocks.get(ticket.id())),
                        ticket.createdAt(),
                        ticket.updatedAt(),
                        forStaff ? ticket.lastActivityAt() : null,
                        ticket.firstRespondedAt(),
                        ticket.resolvedAt(),
                        ticket.closedAt(),
                        ticket.version(),
                        warnings))
                .toList();
    }

    /** The names of the people with these ids; null among the ids stands for the system. */
    Map<UUID, Named> names(Stream<? extends @Nullable UUID> ids) {
        Set<UUID> known =
                ids.filter(Objects::nonNull).map(Objects::requireNonNull).collect(Collectors.toSet());
        return directory.people(known).values().stream()
                .collect(Collectors.toMap(Person::id, person -> new Named(person.id(), person.fullName())));
    }

    private Map<UUID, TeamName> teams(Collection<Ticket> tickets) {
        if (tickets.stream().allMatch(ticket -> ticket.teamId() == null)) {
            return Map.of();
        }
        return directory.teams().stream()
                .collect(Collectors.toMap(Team::id, team -> new TeamName(team.id(), team.name())));
    }

    /** The tickets into which others were merged; most pages have none. */
    private Map<UUID, Reference> merged(Collection<Ticket> tickets) {
        var into = tickets.stream()
                .map(Ticket::mergedIntoId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return into.isEmpty()
                ? Map.of()
                : desk.summaries(into).values().stream()
                        .collect(Collectors.toMap(
                                TicketSummary::id, ticket -> new Reference(ticket.id(), ticket.number())));
    }

    private static @Nullable Sla sla(Deadlines.@Nullable TicketDeadlines clocks) {
        return clocks == null ? null : new Sla(clocks.response(), clocks.resolution());
    }
}
