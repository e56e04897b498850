package io.ticketflow.assignment;

import io.ticketflow.decision.Decision.Candidate;
import io.ticketflow.decision.Decision.Kind;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decision.Verdict;
import io.ticketflow.decision.Decisions;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds the person who works on a ticket: a table names team, skill and role, and the table's strategy chooses one of the people who fit. */
@Component
@Transactional
public class Dispatcher {

    private final Decisions decisions;
    private final Directory directory;
    private final ServiceDesk desk;
    private final Projection tickets;

    Dispatcher(Decisions decisions, Directory directory, ServiceDesk desk, Projection tickets) {
        this.decisions = decisions;
        this.directory = directory;
        this.desk = desk;
        this.tickets = tickets;
    }

    /**
     * Assigns the ticket according to a table's verdict. If a person chose an assignee before routing ran, that assignee stays.
     *
     * @return the outcome; if no person fits, the ticket is in the queue of the team that the table named
     */
    public Outcome dispatch(UUID ticketId, UUID decisionId) {
        var ticket = tickets.locked(ticketId);
        RoutingRule rule;
        try {
            rule = RoutingRule.of(decisions.verdict(decisionId), directory);
        } catch (RoutingRule.NotUsable reason) {
            decisions.conclude(decisionId, Outcome.ROUTING_FAILED, List.of(), null, reason.reason());
            return Outcome.ROUTING_FAILED;
        }
        if (ticket.assigneeId() != null) {
            var team = ticket.teamId() == null ? rule.team().id() : ticket.teamId();
            tickets.assign(ticketId, ticket.assigneeId(), team, null, Actor.SYSTEM);
            decisions.conclude(
                    decisionId, Outcome.DECIDED, List.of(), null, "A person had chosen the assignee before.");
            return Outcome.DECIDED;
        }
        return choose(ticket, rule, decisionId);
    }

    /** Records that the table could not be evaluated, so that a process owner can see why and mend it. */
    public void routingFailed(UUID ticketId, String table, String reason) {
        var decision = decisions.decided(ticketId, Kind.ASSIGNMENT, Verdict.none(table));
        decisions.conclude(decision, Outcome.ROUTING_FAILED, List.of(), null, reason);
    }

    private Outcome choose(Ticket ticket, RoutingRule rule, UUID decisionId) {
        // Locks the team before it counts open work. This is the only lock on people: a transaction that held one and
        // waited for another would deadlock.
        directory.reserveTeam(rule.team().id());
        var shortlist = shortlist(ticket, rule);
        var best = shortlist.first().map(Person::id).orElse(null);
        tickets.assign(ticket.id(), best, rule.team().id(), null, Actor.SYSTEM);
        var outcome = best == null ? Outcome.NOBODY : Outcome.DECIDED;
        var reason = best == null
                ? "No person of %s fits now; the ticket waits in the team's queue."
                        .formatted(rule.team().name())
                : null;
        decisions.conclude(decisionId, outcome, shortlist.asCandidates(), best, reason);
        return outcome;
    }

    private Shortlist shortlist(Ticket ticket, RoutingRule rule) {
        var members = directory.membersOf(rule.team().id());
        var ids = members.stream().map(Person::id).toList();
        var workloads = desk.workloads(ids);
        var lastGiven = decisions.lastGiven(ids);
        var fitting = new ArrayList<Person>();
        var passedOver = new ArrayList<Candidate>();
        for (var member : members) {
            var load = workloads.getOrDefault(member.id(), Workload.none(member.id()));
            var obstacle = obstacle(member, ticket, rule, load);
            if (obstacle == null) {
                fitting.add(member);
            } else {
                passedOver.add(new Candidate(member.id(), member.fullName(), false, load.weight(), obstacle));
            }
        }
        fitting.sort(order(rule.strategy(), workloads, lastGiven));
        return new Shortlist(fitting, passedOver, workloads);
    }

    private static @Nullable String obstacle(Person person, Ticket ticket, RoutingRule rule, Workload load) {
        if (person.id().equals(ticket.requesterId())) {
            return "is the requester";
        }
        if (!person.role().isAtLeast(rule.minimumRole())) {
            return "is no " + rule.minimumRole();
        }
        if (rule.skill() != null && !person.skills().contains(rule.skill())) {
            return "lacks the skill " + rule.skill();
        }
        if (!person.available()) {
            return "is not available";
        }
        if (load.openTickets() >= person.maxOpenTickets()) {
            return "has %d of %d open tickets".formatted(load.openTickets(), person.maxOpenTickets());
        }
        return null;
    }

    private static Comparator<Person> order(
            Strategy strategy, Map<UUID, Workload> workloads, Map<UUID, Instant> lastGiven) {
        Comparator<Person> longestWaiting =
                Comparator.comparing(person -> lastGiven.getOrDefault(person.id(), Instant.EPOCH));
        Comparator<Person> fair = longestWaiting.thenComparing(Person::handle);
        return strategy == Strategy.ROUND_ROBIN
                ? fair
                : Comparator.<Person>comparingLong(person -> workloads
                                .getOrDefault(person.id(), Workload.none(person.id()))
                                .weight())
                        .thenComparing(fair);
    }

    /** The people who fit, best first, and those who do not. */
    private record Shortlist(List<Person> fitting, List<Candidate> passedOver, Map<UUID, Workload> workloads) {

        Optional<Person> first() {
            return fitting.stream().findFirst();
        }

        List<Candidate> asCandidates() {
            var all = new ArrayList<Candidate>();
            for (var person : fitting) {
                var chosen = all.isEmpty();
                var weight = workloads
                        .getOrDefault(person.id(), Workload.none(person.id()))
                        .weight();
                all.add(new Candidate(
                        person.id(),
                        person.fullName(),
                        chosen,
                        weight,
                        chosen ? "fits best" : "fits, but another fits better"));
            }
            all.addAll(passedOver);
            return all;
        }
    }
}
