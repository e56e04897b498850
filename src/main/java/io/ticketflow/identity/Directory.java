package io.ticketflow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.ShortMemory;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Finds people, teams and skills. */
@Component
public class Directory {

    /** Cached, because one request asks for its caller several times. Changes of other nodes take effect after this time. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final Limit SLICE = Limit.of(500);

    private final Users users;
    private final Teams teams;
    private final EntityManager entities;
    private final Clock clock;
    private final Cache<UUID, Person> byId;
    private final Cache<String, Person> byHandle;
    private final Cache<Class<Team>, List<Team>> allTeams;
    private final Cache<String, String> skills;

    Directory(Users users, Teams teams, EntityManager entities, Clock clock) {
        this.users = users;
        this.teams = teams;
        this.entities = entities;
        this.clock = clock;
        this.byId = ShortMemory.of("people.by-id", REMEMBERED, clock);
        this.byHandle = ShortMemory.of("people.by-handle", REMEMBERED, clock);
        this.allTeams = ShortMemory.of("teams", REMEMBERED, clock);
        this.skills = ShortMemory.of("skills", REMEMBERED, clock);
    }

    /** The person, or 404 {@code USER_NOT_FOUND}. */
    public Person person(UUID id) {
        return find(id).orElseThrow(() -> noSuchPerson(id));
    }

    static NotFoundException noSuchPerson(UUID id) {
        return new NotFoundException("USER_NOT_FOUND", "There is no person " + id + ".");
    }

    public Optional<Person> find(UUID id) {
        var known = byId.getIfPresent(id);
        return known != null ? Optional.of(known) : users.findById(id).map(this::remember);
    }

    public Optional<Person> findByHandle(String handle) {
        var known = byHandle.getIfPresent(handle);
        return known != null ? Optional.of(known) : users.findByHandle(handle).map(this::remember);
    }

    /** Finds also a person whose account has ended, and a person by their handle. */
    public Optional<Person> findByEmail(String email) {
        return users.findByHandleOrEmail(email).map(this::remember);
    }

    /** The existing people with these handles. Costs one statement. */
    public List<Person> called(Collection<String> handles) {
        return users.findByHandleIn(handles).stream().map(this::remember).toList();
    }

    /** The existing people with these ids. Costs one statement. */
    public Map<UUID, Person> people(Collection<UUID> ids) {
        var people = new HashMap<UUID, Person>(byId.getAllPresent(ids));
        var unknown =
                ids.stream().filter(id -> !people.containsKey(id)).distinct().toList();
        if (!unknown.isEmpty()) {
            users.findByIdIn(unknown).stream().map(this::remember).forEach(person -> people.put(person.id(), person));
        }
        return people;
    }

    /** Active members of a team, by full name. */
    public List<Person> membersOf(UUID teamId) {
        return users.activeMembersOf(teamId).stream().map(this::remember).toList();
    }

    /** Active people with exactly this role, by full name. */
    public List<Person> withRole(Role role) {
        return users.findByRoleAndActiveTrueOrderByFullName(role).stream()
                .map(this::remember)
                .toList();
    }

    /** All staff who may sign in, by full name. */
    public List<Person> staff() {
        return users.findByRoleNotAndActiveTrueOrderByFullName(Role.END_USER).stream()
                .map(this::remember)
                .toList();
    }

    /**
     * All people who may sign in, in no order. They are read a few hundred at a time and not kept, so it must not be used in a transaction that changes people.
     */
    public Stream<Person> everybody() {
        return Stream.iterate(
                        users.activeAfter(new UUID(0, 0), SLICE),
                        ids -> !ids.isEmpty(),
                        ids -> users.activeAfter(ids.get(ids.size() - 1), SLICE))
                .flatMap(ids -> users.findByIdIn(ids).stream())
                .map(user -> {
                    var person = user.toPerson(clock.instant());
                    entities.detach(user);
                    return person;
                });
    }

    /** The teams that have not ended, by name. */
    public List<Team> teams() {
        return everyTeam().stream().filter(Team::isLive).toList();
    }

    /** The team, or 404 {@code TEAM_NOT_FOUND}. */
    public Team team(UUID id) {
        return findTeam(id).orElseThrow();
    }

    /** Finds also a team that has ended, because old tickets refer to it. */
    public Optional<Team> findTeam(UUID id) {
        return everyTeam().stream().filter(team -> team.id().equals(id)).findFirst();
    }

    /** The webhook of a team that has not ended. */
    public Optional<SlackWebhook> slackWebhookOf(String handle) {
        return teams.findLiveByHandle(handle).flatMap(team -> Optional.ofNullable(team.slackWebhookUrl())
                .map(url -> new SlackWebhook(url, team.isSlackInternal())));
    }

    /** Cached as a whole, because there are few teams and every shown ticket names one. */
    private List<Team> everyTeam() {
        var known = allTeams.getIfPresent(Team.class);
        if (known != null) {
            return known;
        }
        var found =
                teams.findAllByOrderByName().stream().map(StoredTeam::toTeam).toList();
        allTeams.put(Team.class, found);
        return found;
    }

    /** Finds a team by the name that people write, which decision tables use. */
    public Optional<Team> findTeamByName(String name) {
        return teams().stream()
                .filter(team -> team.name().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    public boolean skillExists(String name) {
        var exists = skills.getIfPresent(name) != null || users.skillExists(name);
        if (exists) {
            skills.put(name, name);
        }
        return exists;
    }

    /**
     * Locks a team's row until the transaction ends, so that two tickets never take the last free place of one of its people. Waits for another transaction
     * that holds it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reserveTeam(UUID teamId) {
        teams.lock(teamId);
    }

    /** Removes a changed person from the cache, at once and again after the commit. */
    void changed(Person person) {
        ShortMemory.nowAndAtTheEnd(() -> forget(person));
    }

    /** Like {@link #changed}, for all teams. */
    void teamsChanged() {
        ShortMemory.nowAndAtTheEnd(allTeams::invalidateAll);
    }

    void forget(Person person) {
        byId.invalidate(person.id());
        byHandle.invalidate(person.handle());
    }

    private Person remember(User user) {
        var person = user.toPerson(clock.instant());
        byId.put(person.id(), person);
        byHandle.put(person.handle(), person);
        return person;
    }
}
