package io.ticketflow.escalation;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rung of the path with the people who stand on it.
 *
 * @param target the one person who is called; null when all people of the role are
 * @param recipients all people who are told
 * @param note which lower rungs were skipped, and why
 */
record Rung(
        Role role,
        @Nullable Person target,
        List<Person> recipients,
        @Nullable String note) {

    private static final List<Role> PATH = List.of(Role.SENIOR_ENGINEER, Role.TEAM_LEAD, Role.MANAGER, Role.ADMIN);

    /** The highest level there is. */
    static final int TOP = PATH.size();

    /** The position of the role in the path, 1 to {@link #TOP}. */
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
