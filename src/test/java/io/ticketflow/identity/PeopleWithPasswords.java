package io.ticketflow.identity;

import io.ticketflow.identity.Accounts.NewPerson;
import java.util.UUID;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes people for tests whose password costs nothing to check. */
@Component
public class PeopleWithPasswords {

    public static final String PASSWORD = "correct horse battery";

    private static final String HASH = new BCryptPasswordEncoder(4).encode(PASSWORD);

    private final Accounts accounts;

    PeopleWithPasswords(Accounts accounts) {
        this.accounts = accounts;
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

    private Person create(NewPerson newPerson) {
        return accounts.create(newPerson, HASH);
    }

    private static NewPerson newPerson(Role role) {
        return new NewPerson("t" + UUID.randomUUID() + "@test.example", "Test Person", role, null);
    }
}
