package io.ticketflow.notification;

import io.ticketflow.identity.Role;
import org.jspecify.annotations.Nullable;

/** The people for whom a process owner's message is. */
public enum Audience {
    REQUESTER(null),
    /** The lead of the team when the ticket has no assignee, or one who has left; and the team when it has no lead either. */
    ASSIGNEE(null),
    /** The members of the ticket's team; all leads when the ticket has no team. */
    TEAM(null),
    /** The lead of the ticket's team; the team when it has none. */
    LEAD(null),
    WATCHERS(null),
    DEVOPS_ENGINEER(Role.DEVOPS_ENGINEER),
    SENIOR_ENGINEER(Role.SENIOR_ENGINEER),
    TEAM_LEAD(Role.TEAM_LEAD),
    MANAGER(Role.MANAGER),
    ADMIN(Role.ADMIN);

    private final @Nullable Role role;

    Audience(@Nullable Role role) {
        this.role = role;
    }

    /** The role whose people are meant, in every team; null when the ticket says who is meant. */
    public @Nullable Role role() {
        return role;
    }
}
