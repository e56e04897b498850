package io.ticketflow.escalation.web;

import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.web.EscalationResponse.PersonRef;
import io.ticketflow.escalation.web.EscalationResponse.TeamRef;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.TicketSummary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns escalations into responses: loads the tickets and the people of a page in one statement each. */
@Component
class EscalationResponses {

    private final ServiceDesk desk;
    private final Directory directory;

    EscalationResponses(ServiceDesk desk, Directory directory) {
        this.desk = desk;
        this.directory = directory;
    }

    EscalationResponse of(Escalation escalation) {
        return of(List.of(escalation)).stream()
                .findFirst()
                .orElseThrow(() -> Escalations.noSuchEscalation(escalation.id()));
    }

    List<EscalationResponse> of(List<Escalation> escalations) {
        var tickets = desk.summaries(
                escalations.stream().map(Escalation::ticketId).distinct().toList());
        var people = directory.people(escalations.stream()
                .flatMap(each -> Stream.of(each.targetId(), each.acknowledgedBy()))
                .filter(Objects::nonNull)
                .toList());
        // Skips escalations whose ticket was deleted in the meantime.
        return escalations.stream()
                .filter(each -> tickets.containsKey(each.ticketId()))
                .map(each -> of(each, tickets, people))
                .toList();
    }

    private EscalationResponse of(Escalation escalation, Map<UUID, TicketSummary> tickets, Map<UUID, Person> people) {
        return new EscalationResponse(
                escalation.id(),
                Objects.requireNonNull(tickets.get(escalation.ticketId())),
                escalation.level(),
                escalation.trigger(),
                escalation.fromRole(),
                escalation.toRole(),
                person(escalation.targetId(), people),
                team(escalation.teamId()),
                escalation.reason(),
                escalation.handedOver(),
                escalation.raisedAt(),
                escalation.acknowledgeBy(),
                person(escalation.acknowledgedBy(), people),
                escalation.acknowledgedAt(),
                escalation.closedAt(),
                escalation.state(),
                escalation.timesTold());
    }

    private static @Nullable PersonRef person(@Nullable UUID id, Map<UUID, Person> people) {
        var person = id == null ? null : people.get(id);
        return person == null ? null : new PersonRef(person.id(), person.fullName());
    }

    private @Nullable TeamRef team(@Nullable UUID id) {
        return id == null
                ? null
                : directory
                        .findTeam(id)
                        .map(team -> new TeamRef(team.id(), team.name()))
                        .orElse(null);
    }
}
