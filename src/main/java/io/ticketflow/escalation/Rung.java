package io.ticketflow.escalation;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of the path with the people who stand on it.
 *
 * @param target the one person asked; null when all of the role are
 * @param recipients everybody who is told
 * @param note why it is this rung and not the one below
 */
record Rung(
        Role role,
        @Nullable Person target,
        List<Person> recipients,
        @Nullable String note) {

    private static final List<Role> PATH = List.of(Role.SENIOR_ENGINEER, Role.TEAM_LEAD, Role.MANAGER, Role.ADMIN);

    /** The highest level there is. */
    static final int TOP = PATH.size();

    /** Place of the role in the path, 1 to {@link #TOP}. */
    int level() {
        return levelOf(role);
    }

    static int levelOf(Role role) {
        return PATH.indexOf(role) + 1;
    }

    static Role roleOf(int level) {
        return PATH.get(Math.min(Math.max(level, 1), TOP) - 1);
    }
}
