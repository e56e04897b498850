package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes who is who: accounts, teams, availability. */
@Component
public class Accounts {

    /**
     * Somebody to be given an account.
     *
     * @param password null: cannot sign in until one is set
     * @param skills those that nobody had before are new skills
     */
    public record NewPerson(
            String email,
            String fullName,
            Role role,
            @Nullable String password,
            @Nullable UUID teamId,
            Set<String> skills,
            int maxOpenTickets,
            boolean processOwner) {

        public static final int DEFAULT_MAX_OPEN_TICKETS = 10;

        public NewPerson {
            email = email.strip().toLowerCase(Locale.ROOT);
            fullName = fullName.strip();
            skills = Set.copyOf(skills);
        }

        public NewPerson(String email, String fullName, Role role, @Nullable String password) {
            this(email, fullName, role, password, null, Set.of(), DEFAULT_MAX_OPEN_TICKETS, false);
        }

        public NewPerson inTeam(UUID team, String... skills) {
            return new NewPerson(email, fullName, role, password, team, Set.of(skills), maxOpenTickets, processOwner);
        }

        public NewPerson withMaxOpenTickets(int max) {
            return new NewPerson(email, fullName, role, password, teamId, skills, max, processOwner);
        }

        public NewPerson asProcessOwner() {
            return new NewPerson(email, fullName, role, password, teamId, skills, maxOpenTickets, true);
        }
    }

    /** Whether somebody takes new work, and until when not. */
    public record Presence(
            Availability availability, @Nullable Instant awayUntil) {}

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private final Users users;
    private final Teams teams;
    private final Directory directory;
    private final Passwords passwords;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Accounts(
            Users users,
            Teams teams,
            Directory directory,
            Passwords passwords,
            ApplicationEventPublisher events,
            Clock clock) {
        this.users = users;
        this.teams = teams;
        this.directory = directory;
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    public Person create(NewPerson newPerson) {
        var password = newPerson.password();
        var hash = password == null ? null : passwords.hashNew(password, newPerson.email());
        return create(newPerson, hash);
    }

    /** With a password that has been checked and hashed already. */
    @Transactional
    Person create(NewPerson newPerson, @Nullable String passwordHash) {
        if (!EMAIL.matcher(newPerson.email()).matches() || newPerson.email().length() > 254) {
            throw InvalidException.field("email", "is not an e-mail address");
        }
        if (users.existsByEmail(newPerson.email())) {
            throw new ConflictException("EMAIL_TAKEN", "There is an account with this e-mail address already.");
        }
        var now = clock.instant();
        var user = new User(
                Ids.next(),
                handleFor(newPerson.email()),
                newPerson.email(),
                newPerson.fullName(),
                newPerson.role(),
                newPerson.maxOpenTickets(),
                now);
        if (newPerson.processOwner()) {
            user.markProcessOwner();
        }
        if (passwordHash != null) {
            user.setPasswordHash(passwordHash);
        }
        user.join(newPerson.teamId());
        if (!newPerson.skills().isEmpty()) {
            users.addSkills(newPerson.skills().toArray(String[]::new));
            user.learn(newPerson.skills());
        }
        var person = users.saveAndFlush(user).toPerson(now);
        if (person.isStaff()) {
            events.publishEvent(new IdentityEvent.BecameAvailable(person.id()));
        }
        return person;
    }

    @Transactional
    public Team createTeam(String name, @Nullable String description) {
        if (teams.findByName(name.strip()).isPresent()) {
            throw new ConflictException("TEAM_NAME_TAKEN", "There is a team of this name already.");
        }
        var handle = firstFree(slug(name, "[^a-z0-9]+", "team"), teams::existsByHandle);
        var team = teams.saveAndFlush(new StoredTeam(Ids.next(), handle, name.strip(), description, clock.instant()));
        directory.teamsChanged();
        return team.toTeam();
    }

    /** Makes somebody the team's lead, and a member if they are not. */
    @Transactional
    public void lead(UUID teamId, UUID personId) {
        var team = teams.findById(teamId)
                .orElseThrow(() -> new NotFoundException("TEAM_NOT_FOUND", "There is no team " + teamId + "."));
        var user = user(personId);
        user.join(teamId);
        team.ledBy(personId);
        changed(user);
        directory.teamsChanged();
    }

    /** For themselves, their team's lead and those above. */
    @Transactional(readOnly = true)
    public Presence presence(Actor actor, UUID id) {
        var user = userInCareOf(actor, id);
        return new Presence(user.availability(), user.awayUntil());
    }

    /** People say it themselves; their team's lead and those above may say it for them. */
    @Transactional
    public Presence setAvailability(Actor actor, UUID id, Availability availability, @Nullable Instant awayUntil) {
        var user = userInCareOf(actor, id);
        if (awayUntil != null && availability != Availability.AWAY) {
            throw InvalidException.field("awayUntil", "goes with AWAY only");
        }
        var now = clock.instant();
        var wasAvailable = user.isAvailable(now);
        user.become(availability, awayUntil);
        changed(user);
        if (user.isAvailable(now) && !wasAvailable) {
            events.publishEvent(new IdentityEvent.BecameAvailable(id));
        }
        return new Presence(user.availability(), user.awayUntil());
    }

    /** Ends an account: it cannot sign in any more, its sessions are refused at once, and what it did stays. */
    @Transactional
    public void deactivate(UUID id) {
        var user = user(id);
        user.deactivate();
        changed(user);
    }

    /** Everything a person may see about themselves. */
    @Transactional(readOnly = true)
    public Profile profile(UUID id) {
        var user = user(id);
        var person = user.toPerson(clock.instant());
        var team = person.teamId() == null
                ? null
                : directory.findTeam(person.teamId()).orElse(null);
        return Profile.of(user, person, team);
    }

    /** Who exists but may not be asked about is hidden from those who may not see people, and refused to the others. */
    private User userInCareOf(Actor actor, UUID id) {
        if (actor.userId() == null || actor.userId().equals(id)) {
            return user(id);
        }
        var asking = directory.person(actor.userId());
        if (!asking.isStaff()) {
            throw Directory.noSuchPerson(id);
        }
        var user = user(id);
        if (!asking.role().isAtLeast(Role.TEAM_LEAD)
                || (asking.role() == Role.TEAM_LEAD && !user.isInTeam(asking.teamId()))) {
            throw new ForbiddenException("FORBIDDEN", "Only they themselves, their team's lead and those above may.");
        }
        return user;
    }

    private User user(UUID id) {
        return users.findById(id).orElseThrow(() -> Directory.noSuchPerson(id));
    }

    private void changed(User user) {
        directory.changed(users.saveAndFlush(user).toPerson(clock.instant()));
    }

    private String handleFor(String email) {
        var localPart = email.substring(0, email.indexOf('@'));
        return firstFree(slug(localPart, "[^a-z0-9._-]+", "user"), users::existsByHandle);
    }

    /** Lower case, other characters as single dashes. */
    private static String slug(String text, String others, String fallback) {
        var slug = text.strip().toLowerCase(Locale.ROOT).replaceAll(others, "-").replaceAll("^[._-]+|[._-]+$", "");
        return slug.isEmpty() ? fallback : slug;
    }

    /** The wish itself, else with the first number behind it that nobody has. */
    private static String firstFree(String wish, Predicate<String> isTaken) {
        return Stream.concat(Stream.of(wish), IntStream.iterate(2, n -> n + 1).mapToObj(n -> wish + n))
                .filter(isTaken.negate())
                .findFirst()
                .orElseThrow();
    }
}
