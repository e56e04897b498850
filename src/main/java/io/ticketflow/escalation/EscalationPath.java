package io.ticketflow.escalation;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the people on each rung of the path for a ticket, as far as they are available. */
@Component
class EscalationPath {

    private final Directory directory;
    private final ServiceDesk desk;

    EscalationPath(Directory directory, ServiceDesk desk) {
        this.directory = directory;
        this.desk = desk;
    }

    /** The lead of the ticket's team, if their account is active. */
    Optional<Person> leadOf(Ticket ticket) {
        return Optional.ofNullable(ticket.teamId())
                .map(directory::team)
                .map(Team::leadId)
                .flatMap(directory::find)
                .filter(Person::active);
    }

    /**
     * The rung to call next: above the present level and above the assignee's role. A higher role that the table named is called directly, and a rung without
     * available people is skipped.
     *
     * @param decided the role that the table named; null when the table could not be evaluated
     */
    Rung next(Ticket ticket, @Nullable Role assignee, @Nullable Role decided) {
        var assigneeLevel = assignee == null ? 0 : Rung.levelOf(assignee);
        var lowest = Math.max(ticket.escalationLevel(), assigneeLevel) + 1;
        var wished = decided == null ? 0 : Rung.levelOf(decided);
        var level = Math.min(Math.max(lowest, wished), Rung.TOP);
        String note = null;
        while (true) {
            var role = Rung.roleOf(level);
            var rung = peopleOn(role, ticket, note);
            if (!rung.recipients().isEmpty() || level == Rung.TOP) {
                return rung;
            }
            note = (note == null ? "" : note + ", ") + "no %s is available".formatted(role);
            level++;
        }
    }

    private Rung peopleOn(Role role, Ticket ticket, @Nullable String note) {
        if (role == Role.MANAGER || role == Role.ADMIN) {
            return new Rung(role, null, directory.withRole(role), note);
        }
        var team = ticket.teamId() == null ? null : directory.team(ticket.teamId());
        var target = team == null ? Optional.<Person>empty() : oneOf(role, team, ticket);
        return new Rung(role, target.orElse(null), target.map(List::of).orElse(List.of()), note);
    }

    private Optional<Person> oneOf(Role role, Team team, Ticket ticket) {
        var available = directory.membersOf(team.id()).stream()
                .filter(person -> person.role() == role
                        && person.available()
                        && !person.id().equals(ticket.requesterId()))
                .toList();
        if (role == Role.TEAM_LEAD) {
            return available.stream()
                    .max(Comparator.comparing(person -> person.id().equals(team.leadId())));
        }
        var workloads = desk.workloads(available.stream().map(Person::id).toList());
        return available.stream()
                .min(Comparator.comparingLong((Person person) -> openWork(workloads, person))
                        .thenComparing(Person::handle));
    }

    private static long openWork(Map<UUID, Workload> workloads, Person person) {
        var workload = workloads.get(person.id());
        return workload == null ? 0 : workload.weight();
    }
}
