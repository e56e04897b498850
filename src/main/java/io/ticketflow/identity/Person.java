package io.ticketflow.identity;

import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in, as the other modules see them.
 *
 * @param handle lower case, unique, for ever: the engine's user id
 * @param available takes new work now: {@link Availability#AVAILABLE}, or away until an instant that has passed
 * @param maxOpenTickets how many open tickets routing may give this person
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
        ZoneId timezone) {

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
