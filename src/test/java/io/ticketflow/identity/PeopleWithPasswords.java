package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Creates people for tests whose passwords are quick to check. */
@Component
public class PeopleWithPasswords {

    public static final String PASSWORD = "correct horse battery";

    private static final String HASH = new BCryptPasswordEncoder(4).encode(PASSWORD);

    private static final String SLOW_HASH = new BCryptPasswordEncoder(12).encode(PASSWORD);

    private final Accounts accounts;
    private final TeamAdministration teams;
    private final Directory directory;

    PeopleWithPasswords(Accounts accounts, TeamAdministration teams, Directory directory) {
        this.accounts = accounts;
        this.teams = teams;
        this.directory = directory;
    }

    /** A new person with this role. */
    public Person someone(Role role) {
        return create(newPerson(role));
    }

    public Person processOwner() {
        return create(newPerson(Role.MANAGER).asProcessOwner());
    }

    public Person member(Role role, Team team) {
        return create(newPerson(role).inTeam(team.id()));
    }

    /** A person whose password takes as long to check as real ones. */
    public Person withSlowPassword() {
        return accounts.create(newPerson(Role.END_USER), SLOW_HASH);
    }

    /** A person with this password, hashed as for an administrator's request; without one the account has no password. */
    public Person with(@Nullable String password) {
        return accounts.create(
                new NewPerson("t" + UUID.randomUUID() + "@test.example", "Test Person", Role.END_USER, password));
    }

    /** A team that a manager created. */
    public Team team(String name) {
        teams.create(name, null, null, Actor.of(someone(Role.MANAGER).id(), Source.API));
        return directory.findTeamByName(name).orElseThrow();
    }

    public Team teamCalled(String name) {
        return directory.findTeamByName(name).orElseThrow();
    }

    /** Ends the account as an administrator. */
    public void deactivate(UUID personId) {
        accounts.deactivate(personId, null, Actor.of(someone(Role.ADMIN).id(), Source.API));
    }

    private Person create(NewPerson newPerson) {
        return accounts.create(newPerson, HASH);
    }

    private static NewPerson newPerson(Role role) {
        return new NewPerson("t" + UUID.randomUUID() + "@test.example", "Test Person", role, null);
    }
}
