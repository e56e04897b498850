package io.ticketflow.process.lifecycle;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The engine's groups: the roles from engineer upwards, and the teams. */
public final class Groups {

    public static final String ENGINEERS = "engineers";
    public static final String LEADS = "leads";
    public static final String MANAGERS = "managers";
    public static final String PROCESS_OWNERS = "process-owners";
    /** The engine's own name for its administrators. */
    public static final String ADMINS = "camunda-admin";

    private static final String TEAM = "team-";

    private Groups() {}

    public static String of(Team team) {
        return TEAM + team.handle();
    }

    static boolean isOfTeam(String group) {
        return group.startsWith(TEAM);
    }

    public static String leadsOf(Team team) {
        return of(team) + "-leads";
    }

    /**
     * The groups of a person.
     *
     * @param team the person's team, if they are in one
     */
    public static List<String> of(Person person, Optional<Team> team) {
        var groups = new ArrayList<String>();
        if (!person.active()) {
            return groups;
        }
        if (person.role().isAtLeast(Role.DEVOPS_ENGINEER)) {
            groups.add(ENGINEERS);
            team.map(Groups::of).ifPresent(groups::add);
        }
        if (person.role() == Role.TEAM_LEAD
                || team.filter(own -> person.id().equals(own.leadId())).isPresent()) {
            team.map(Groups::leadsOf).ifPresent(groups::add);
        }
        if (person.role().isAtLeast(Role.TEAM_LEAD)) {
            groups.add(LEADS);
        }
        if (person.role().isAtLeast(Role.MANAGER)) {
            groups.add(MANAGERS);
        }
        if (person.processOwner()) {
            groups.add(PROCESS_OWNERS);
        }
        if (person.role() == Role.ADMIN) {
            groups.add(ADMINS);
        }
        return groups;
    }
}
