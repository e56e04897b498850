package io.ticketflow.report;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.database.ReadDatabase;
import io.ticketflow.sla.ServiceLevels;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Numbers about the work, computed from the facts of tickets. A lead reads about the tickets of their own team, managers and administrators about all; every
 * person reads their own figures.
 */
@Component
public class Reports {

    private final ReadDatabase database;
    private final Directory directory;
    private final ServiceLevels levels;
    private final Clock clock;

    Reports(ReadDatabase database, Directory directory, ServiceLevels levels, Clock clock) {
        this.database = database;
        this.directory = directory;
        this.levels = levels;
        this.clock = clock;
    }

    public Dashboard dashboard(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new Overview(db, allowed, directory).dashboard());
    }

    public Statistics statistics(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new Overview(db, allowed, directory).statistics());
    }

    public SlaCompliance compliance(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new Overview(db, allowed, directory).compliance());
    }

    public Performance performance(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new Overview(db, allowed, directory).performance());
    }

    public Trends trends(Window window, Trends.Interval interval, Actor by) {
        return answer(window, by, (db, allowed) -> new Course(db, allowed).trends(interval));
    }

    public TimeInStatus timeInStatus(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new StatusTimes(db, allowed, levels).timeInStatus());
    }

    public Backlog backlog(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new Ages(db, allowed).backlog());
    }

    public Arrivals arrivals(Window window, Actor by) {
        return answer(window, by, (db, allowed) -> new Ages(db, allowed).arrivals());
    }

    /** The instant as of which reports answer at present, in the resolution of the database: a replica may be a little behind. */
    public Instant latest() {
        return database.latest().truncatedTo(ChronoUnit.MICROS);
    }

    private <T> T answer(Window window, Actor by, BiFunction<JdbcClient, Window, T> report) {
        var allowed = allowed(window, by);
        return database.read(allowed.asOf(), db -> report.apply(db, allowed));
    }

    /** The part of the window that the caller may read about. */
    private Window allowed(Window window, Actor by) {
        if (window.asOf().isAfter(clock.instant())) {
            throw InvalidException.field("asOf", "must not be in the future");
        }
        return window.ofTeams(teamsFor(window.teams(), by));
    }

    /**
     * The teams about which this caller may read, of those that they asked for.
     *
     * @param asked empty for all teams
     * @return empty when the caller may read about all
     * @throws ForbiddenException when the caller may read about none of them, or not about each
     */
    public Set<UUID> teamsFor(Set<UUID> asked, Actor by) {
        var caller = directory.person(Objects.requireNonNull(by.userId()));
        if (caller.role().isAtLeast(Role.MANAGER)) {
            return asked;
        }
        if (caller.role() != Role.TEAM_LEAD) {
            throw new ForbiddenException("LEADS_ONLY", "Only leads and higher roles may read reports.");
        }
        if (caller.teamId() == null || !Set.of(caller.teamId()).containsAll(asked)) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "A team lead may read reports about their own team.");
        }
        return Set.of(caller.teamId());
    }

    /**
     * Whether this person may read reports about these teams. If there are none, a lead reads about their own.
     *
     * @param teams empty for all teams
     */
    public boolean mayRead(Person person, Set<UUID> teams) {
        var ofOwnTeam = person.role() == Role.TEAM_LEAD
                && person.teamId() != null
                && Set.of(person.teamId()).containsAll(teams);
        return person.active() && (person.role().isAtLeast(Role.MANAGER) || ofOwnTeam);
    }

    /** Numbers about one person. The person, the lead of their team and the roles above may read them. */
    public PersonalFigures figuresOf(UUID personId, Actor by) {
        var caller = directory.person(Objects.requireNonNull(by.userId()));
        var person = directory
                .find(personId)
                .filter(found -> caller.isStaff() || found.id().equals(caller.id()))
                .orElseThrow(
                        () -> new NotFoundException("USER_NOT_FOUND", "There is no person %s.".formatted(personId)));
        if (!answersFor(caller, person)) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "These are the figures of a person in another team.");
        }
        var asOf = latest();
        return database.read(asOf, db -> PersonalFigures.of(person.id(), asOf, db));
    }

    private static boolean answersFor(Person caller, Person person) {
        return caller.id().equals(person.id())
                || caller.role().isAtLeast(Role.MANAGER)
                || (caller.role() == Role.TEAM_LEAD && caller.isInTeam(person.teamId()));
    }
}
