package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes people for tests whose password costs nothing to check. */
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

    /** Somebody nobody else knows. */
    public Person someone(Role role) {
        return create(newPerson(role));
    }

    public Person processOwner() {
        return create(newPerson(Role.MANAGER).asProcessOwner());
    }

    public Person member(Role role, Team team) {
        return create(newPerson(role).inTeam(team.id()));
    }

    /** Whose password takes as long to check as everybody's. */
    public Person withSlowPassword() {
        return accounts.create(newPerson(Role.END_USER), SLOW_HASH);
    }

    /** Whose password is hashed as an administrator's wish is; without one the account has none. */
    public Person with(@Nullable String password) {
        return accounts.create(
                new NewPerson("t" + UUID.randomUUID() + "@test.example", "Test Person", Role.END_USER, password));
    }

    /** By a manager. */
    public Team team(String name) {
        teams.create(name, null, null, Actor.of(someone(Role.MANAGER).id(), Source.API));
        return directory.findTeamByName(name).orElseThrow();
    }

    public Team teamCalled(String name) {
        return directory.findTeamByName(name).orElseThrow();
    }

    /** By an administrator. */
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
