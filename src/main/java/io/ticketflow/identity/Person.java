package io.ticketflow.identity;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account, as the other modules see them.
 *
 * @param handle lower case, unique, never changes: the engine's user id
 * @param available whether the person takes new work: they are {@link Availability#AVAILABLE}, or were away until an instant that has passed
 * @param locale the language in which messages are written to them
 * @param maxOpenTickets how many open tickets routing may assign to this person
 */
public record Person(
        UUID id,
        String handle,
        String email,
        String fullName,
        @Nullable String phone,
        Role role,
        boolean processOwner,
        boolean active,
        boolean available,
        @Nullable UUID teamId,
        Set<String> skills,
        int maxOpenTickets,
        ZoneId timezone,
        Locale locale) {

    public Person {
        skills = Set.copyOf(skills);
    }

    public boolean isStaff() {
        return role.isStaff();
    }

    public boolean isInTeam(@Nullable UUID team) {
        return team != null && team.equals(teamId);
    }
}
