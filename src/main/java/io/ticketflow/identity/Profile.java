package io.ticketflow.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person as they see themselves. */
public record Profile(
        UUID id,
        String handle,
        String email,
        String fullName,
        @Nullable String phone,
        Role role,
        boolean processOwner,
        boolean active,
        boolean emailVerified,
        Availability availability,
        @Nullable Instant awayUntil,
        @Nullable TeamName team,
        List<String> skills,
        int maxOpenTickets,
        String timezone,
        String locale,
        @Nullable Instant lastLoginAt,
        Instant createdAt) {

    /** The team, by its name. */
    public record TeamName(UUID id, String name) {}

    static Profile of(User user, Person person, @Nullable Team team) {
        return new Profile(
                person.id(),
                person.handle(),
                person.email(),
                person.fullName(),
                user.phone(),
                person.role(),
                person.processOwner(),
                person.active(),
                user.isEmailVerified(),
                user.availability(),
                user.awayUntil(),
                team == null ? null : new TeamName(team.id(), team.name()),
                person.skills().stream().sorted().toList(),
                person.maxOpenTickets(),
                user.timezone(),
                user.locale(),
                user.lastLoginAt(),
                user.createdAt());
    }
}
