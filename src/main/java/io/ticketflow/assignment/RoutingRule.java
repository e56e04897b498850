package io.ticketflow.assignment;

import io.ticketflow.decision.Decision.Verdict;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The answer of {@code assignment-routing}, after the check that the team, the skill and the role exist. */
record RoutingRule(Team team, @Nullable String skill, Role minimumRole, Strategy strategy) {

    /** The table names a team, skill, role or strategy that does not exist. */
    static final class NotUsable extends RuntimeException {
        NotUsable(String message) {
            super(message);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static RoutingRule of(Verdict verdict, Directory directory) {
        var teamName = verdict.text("team");
        if (teamName == null) {
            throw new NotUsable("The table %s gave no team.".formatted(verdict.table()));
        }
        var team = directory
                .findTeamByName(teamName)
                .orElseThrow(() -> new NotUsable("There is no team \"%s\".".formatted(teamName)));
        var skill = verdict.text("skill");
        if (skill != null && !directory.skillExists(skill)) {
            throw new NotUsable("No person has a skill \"%s\".".formatted(skill));
        }
        return new RoutingRule(
                team,
                skill,
                oneOf(Role.values(), verdict.text("minimumRole"), Role.DEVOPS_ENGINEER, "role"),
                oneOf(Strategy.values(), verdict.text("strategy"), Strategy.LEAST_LOADED, "strategy"));
    }

    private static <E extends Enum<E>> E oneOf(E[] values, @Nullable String name, E whenEmpty, String what) {
        if (name == null) {
            return whenEmpty;
        }
        return Arrays.stream(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotUsable("There is no %s \"%s\".".formatted(what, name)));
    }
}
