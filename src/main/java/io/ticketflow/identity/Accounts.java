package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.web.ETags;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes people: accounts, roles, skills, availability. */
@Component
public class Accounts {

    /** Whether a person takes new work, and until when they are away. */
    public record Presence(
            Availability availability, @Nullable Instant awayUntil) {}

    private final Users users;
    private final UserVersions versions;
    private final Teams teams;
    private final Directory directory;
    private final Passwords passwords;
    private final SignInSettings settings;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Accounts(
            Users users,
            UserVersions versions,
            Teams teams,
            Directory directory,
            Passwords passwords,
            SignInSettings settings,
            AuditTrail audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.users = users;
        this.versions = versions;
        this.teams = teams;
        this.directory = directory;
        this.passwords = passwords;
        this.settings = settings;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Creates an account for an administrator. With a password the account can be used at once; without one the person gets an invitation by mail to choose it.
     */
    public Profile create(NewPerson newPerson, Actor by) {
        WhoMay.administer(directory.person(Objects.requireNonNull(by.userId())));
        checkReachable(newPerson.email());
        var password = newPerson.password();
        var hash = password == null ? null : hashed("password", password, newPerson.email());
        return Objects.requireNonNull(transaction.execute(status -> {
            var person = create(newPerson, hash, true, by);
            if (hash == null) {
                events.publishEvent(new IdentityEvent.Invited(person.id()));
            }
            return profile(person.id());
        }));
    }

    /** Creates one of the first accounts of an installation. */
    Person create(NewPerson newPerson) {
        checkReachable(newPerson.email());
        var password = newPerson.password();
        return create(newPerson, password == null ? null : hashed("password", password, newPerson.email()));
    }

    /** Creates an account with a password that was checked and hashed already. */
    @Transactional
    Person create(NewPerson newPerson, @Nullable String passwordHash) {
        return create(newPerson, passwordHash, true, Actor.SYSTEM);
    }

    /** Creates several people with the same password. Hashing is slow, so the hash is computed once for all of them. */
    @Transactional
    public void create(List<NewPerson> people, String password) {
        var hash = passwords.hash(password);
        people.forEach(person -> create(person, hash));
    }

    /** Creates the account of a person who registered; that they own the address is not confirmed yet. */
    @Transactional
    Person register(NewPerson newPerson, String passwordHash, Actor by) {
        return create(newPerson, passwordHash, false, by);
    }

    private Person create(NewPerson newPerson, @Nullable String passwordHash, boolean verified, Actor by) {
        if (users.existsByEmail(newPerson.email())) {
            throw emailTaken();
        }
        var now = clock.instant();
        var user = new User(Ids.next(), handleFor(newPerson.email()), newPerson, now);
        if (passwordHash != null) {
            user.setPasswordHash(passwordHash);
            if (verified) {
                user.verifyEmail();
            }
        }
        user.join(existingTeam(newPerson.teamId()));
        addSkills(newPerson.skills());
        user.learn(newPerson.skills());
        var person = users.saveAndFlush(user).toPerson(now);
        audit.record(AuditType.PERSON_CREATED, by, person.id(), Map.of("role", person.role()));
        offerWork(person);
        return person;
    }

    /** Refuses an address that the mail server does not take. It may ask the server, so no transaction should be open. */
    void checkReachable(String email) {
        if (MailAddress.needsUnicode(email)) {
            events.publishEvent(new IdentityEvent.AddressChosen(email));
        }
    }

    /** Changes the caller's own profile. It always makes a new version, because more than the account may change with it. */
    @Transactional
    public Profile editOwn(ProfileEdit edit, @Nullable String ifMatch, Actor by) {
        var user = users.existing(Objects.requireNonNull(by.userId()));
        ETags.requireMatch(ifMatch, profile(user).etag());
        versions.raise(user);
        var wasAvailable = user.isAvailable(clock.instant());
        edit.applyTo(user);
        changed(user);
        if (!wasAvailable) {
            offerWork(user.toPerson(clock.instant()));
        }
        return profile(user);
    }

    /** Changes a person's account for an administrator. */
    public Profile edit(UUID id, PersonEdit edit, @Nullable String ifMatch, Actor by) {
        WhoMay.administer(directory.person(Objects.requireNonNull(by.userId())));
        var email = edit.email() == null ? null : MailAddress.of(edit.email());
        if (email != null) {
            checkReachable(email);
        }
        return Objects.requireNonNull(transaction.execute(status -> edit(id, edit, email, ifMatch, by)));
    }

    private Profile edit(UUID id, PersonEdit edit, @Nullable String email, @Nullable String ifMatch, Actor by) {
        var user = users.existing(id);
        ETags.requireMatch(ifMatch, profile(user).etag());
        edit.profile().applyTo(user);
        if (email != null && !email.equals(user.email())) {
            moveTo(email, user, by);
        }
        var team = edit.teamId();
        if (team != null) {
            leaveLead(user, team.orElse(null));
            user.join(existingTeam(team.orElse(null)));
        }
        if (edit.maxOpenTickets() != null) {
            user.takeAtMost(edit.maxOpenTickets());
        }
        if (edit.processOwner() != null && edit.processOwner() != user.isProcessOwner()) {
            user.markProcessOwner(edit.processOwner());
            audit.record(AuditType.PROCESS_OWNER_CHANGED, by, id, Map.of("processOwner", edit.processOwner()));
        }
        changed(user);
        if (edit.active() != null && edit.active() != user.isActive()) {
            if (edit.active()) {
                activate(user, by);
            } else {
                deactivate(user, by);
            }
        }
        audit.record(AuditType.PERSON_CHANGED, by, id, Map.of());
        offerWork(user.toPerson(clock.instant()));
        return profile(id);
    }

    /** The person has to confirm the new address. If no mail can ask for it, the administrator's word counts, as for a new account with a password. */
    private void moveTo(String email, User user, Actor by) {
        if (users.existsByEmail(email)) {
            throw emailTaken();
        }
        var former = user.email();
        user.moveTo(email);
        if (!settings.sendsMails() && user.passwordHash() != null) {
            user.verifyEmail();
        }
        changed(user);
        audit.record(AuditType.ADDRESS_CHANGED, by, user.id(), Map.of());
        events.publishEvent(new IdentityEvent.AddressChanged(user.id(), former, email));
    }

    private static ConflictException emailTaken() {
        return new ConflictException("EMAIL_TAKEN", "There is an account with this e-mail address already.");
    }

    /** Changes a person's role. A person who is no longer staff loses their tickets and their team. */
    @Transactional
    public Profile changeRole(UUID id, Role role, @Nullable String ifMatch, Actor by) {
        WhoMay.administer(directory.person(Objects.requireNonNull(by.userId())));
        var user = users.existing(id);
        ETags.requireMatch(ifMatch, profile(user).etag());
        var former = user.role();
        if (former == role) {
            return profile(id);
        }
        if (former == Role.ADMIN) {
            checkOtherAdmins(id);
        }
        user.become(role);
        if (!role.isStaff()) {
            leaveLead(user, null);
            user.join(null);
        }
        changed(user);
        audit.record(AuditType.ROLE_CHANGED, by, id, Map.of("from", former, "to", role));
        if (former.isStaff() && !role.isStaff()) {
            events.publishEvent(new IdentityEvent.StoppedWorking(id));
        }
        offerWork(user.toPerson(clock.instant()));
        return profile(id);
    }

    /** Replaces a person's skills; unknown skills are created. Allowed to administrators and to the lead of the person's team. */
    @Transactional
    public Colleague setSkills(UUID id, Set<String> skills, Actor by) {
        var user = userInCareOf(by, id, false);
        addSkills(skills);
        user.forgetAllBut(skills);
        user.learn(skills);
        changed(user);
        offerWork(user.toPerson(clock.instant()));
        return colleague(id);
    }

    /** Allowed to the person, their team's lead and the roles above. */
    @Transactional(readOnly = true)
    public Presence presence(Actor actor, UUID id) {
        var user = userInCareOf(actor, id, true);
        return new Presence(user.availability(), user.awayUntil());
    }

    /** Changes the availability. Allowed to the person, their team's lead and the roles above. */
    @Transactional
    public Presence setAvailability(Actor actor, UUID id, Availability availability, @Nullable Instant awayUntil) {
        var user = userInCareOf(actor, id, true);
        var now = clock.instant();
        var wasAvailable = user.isAvailable(now);
        user.become(availability, awayUntil);
        changed(user);
        if (!wasAvailable) {
            offerWork(user.toPerson(now));
        }
        return new Presence(user.availability(), user.awayUntil());
    }

    /**
     * Ends an account: the person cannot sign in any more, and every door refuses their sessions and tokens at once. These stay ended if the account is opened
     * again; only the password and the authenticator then work again. Open tickets are given to other people, and the person's history stays.
     */
    @Transactional
    public void deactivate(UUID id, @Nullable String ifMatch, Actor by) {
        WhoMay.administer(directory.person(Objects.requireNonNull(by.userId())));
        var user = users.existing(id);
        ETags.requireMatch(ifMatch, profile(user).etag());
        if (user.isActive()) {
            deactivate(user, by);
        }
    }

    private void deactivate(User user, Actor by) {
        if (user.role() == Role.ADMIN) {
            checkOtherAdmins(user.id());
        }
        leaveLead(user, null);
        user.deactivate();
        changed(user);
        events.publishEvent(new IdentityEvent.AccountEnds(user.id(), by));
        audit.record(AuditType.PERSON_DEACTIVATED, by, user.id(), Map.of());
        events.publishEvent(new IdentityEvent.StoppedWorking(user.id()));
    }

    private void activate(User user, Actor by) {
        user.activate();
        changed(user);
        audit.record(AuditType.PERSON_ACTIVATED, by, user.id(), Map.of());
    }

    /** Locks out other transactions with the same check, so that two administrators do not end each other's accounts. */
    private void checkOtherAdmins(UUID except) {
        users.lockAll();
        if (users.findByRoleAndActiveTrueOrderByFullName(Role.ADMIN).stream()
                .allMatch(admin -> admin.id().equals(except))) {
            throw new ConflictException("LAST_ADMIN", "This is the only administrator.");
        }
    }

    /** The full profile, which the person and administrators may see. */
    @Transactional(readOnly = true)
    public Profile profile(UUID id) {
        return profile(users.existing(id));
    }

    Profile profile(User user) {
        var person = user.toPerson(clock.instant());
        var team = person.teamId() == null
                ? null
                : directory.findTeam(person.teamId()).orElse(null);
        return Profile.of(user, person, team);
    }

    /**
     * A person as the caller may see them: a {@link Profile} for the person and for administrators, a {@link Colleague} for staff; for other callers the person
     * does not exist.
     */
    @Transactional(readOnly = true)
    public SeenPerson seen(UUID id, Actor by) {
        var caller = directory.person(Objects.requireNonNull(by.userId()));
        if (caller.id().equals(id) || caller.role() == Role.ADMIN) {
            return profile(id);
        }
        if (!caller.isStaff()) {
            throw Directory.noSuchPerson(id);
        }
        return colleague(id);
    }

    private Colleague colleague(UUID id) {
        var person = profile(id);
        return new Colleague(
                person.id(), person.fullName(), person.role(), person.team(), person.skills(), person.availability());
    }

    private String hashed(String field, String password, String email) {
        passwords.check(field, password, email);
        return passwords.hash(password);
    }

    private void leaveLead(User user, @Nullable UUID nextTeam) {
        teams.ledBy(user.id()).stream()
                .filter(team -> !team.id().equals(nextTeam))
                .forEach(team -> {
                    team.ledBy(null);
                    teams.saveAndFlush(team);
                    directory.teamsChanged();
                });
    }

    private @Nullable UUID existingTeam(@Nullable UUID teamId) {
        if (teamId != null && directory.findTeam(teamId).filter(Team::isLive).isEmpty()) {
            throw InvalidException.field("teamId", "is no team");
        }
        return teamId;
    }

    private void addSkills(Set<String> skills) {
        if (!skills.isEmpty()) {
            users.addSkills(skills.toArray(String[]::new));
        }
    }

    /** Announces that the person takes work, because waiting tickets may be assigned to them. */
    private void offerWork(Person person) {
        if (person.isStaff() && person.active() && person.available()) {
            events.publishEvent(new IdentityEvent.BecameAvailable(person.id()));
        }
    }

    private User userInCareOf(Actor actor, UUID id, boolean orSelf) {
        if (actor.userId() == null) {
            return users.existing(id);
        }
        var asking = directory.person(actor.userId());
        if (!asking.isStaff() && !asking.id().equals(id)) {
            throw Directory.noSuchPerson(id);
        }
        var user = users.existing(id);
        if (!orSelf || !asking.id().equals(id)) {
            WhoMay.careFor(asking, user);
        }
        return user;
    }

    void changed(User user) {
        directory.changed(users.saveAndFlush(user).toPerson(clock.instant()));
    }

    private String handleFor(String email) {
        var localPart = email.substring(0, email.indexOf('@'));
        return Handles.firstFree(Handles.slug(localPart, "[^a-z0-9._-]+", "user"), users::existsByHandle);
    }
}
