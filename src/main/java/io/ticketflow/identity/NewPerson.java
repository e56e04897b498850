package io.ticketflow.identity;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person for whom an account is to be created.
 *
 * @param password null when the person cannot sign in until a password is set
 * @param skills unknown skills are created
 */
public record NewPerson(
        String email,
        String fullName,
        Role role,
        @Nullable String password,
        @Nullable String phone,
        @Nullable UUID teamId,
        Set<String> skills,
        int maxOpenTickets,
        boolean processOwner) {

    public static final int DEFAULT_MAX_OPEN_TICKETS = 10;

    public NewPerson {
        email = MailAddress.of(email);
        fullName = Profile.name(fullName);
        phone = Profile.phone(phone);
        skills = Set.copyOf(skills);
    }

    public NewPerson(String email, String fullName, Role role, @Nullable String password) {
        this(email, fullName, role, password, null, null, Set.of(), DEFAULT_MAX_OPEN_TICKETS, false);
    }

    public NewPerson inTeam(UUID team, String... skills) {
        return new NewPerson(
                email, fullName, role, password, phone, team, Set.of(skills), maxOpenTickets, processOwner);
    }

    public NewPerson withPhone(@Nullable String number) {
        return new NewPerson(email, fullName, role, password, number, teamId, skills, maxOpenTickets, processOwner);
    }

    public NewPerson withMaxOpenTickets(int max) {
        return new NewPerson(email, fullName, role, password, phone, teamId, skills, max, processOwner);
    }

    public NewPerson asProcessOwner() {
        return new NewPerson(email, fullName, role, password, phone, teamId, skills, maxOpenTickets, true);
    }
}
