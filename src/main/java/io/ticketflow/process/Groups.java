package io.ticketflow.process;

import io.ticketflow.identity.Team;

/** The engine's groups: roles from engineer upwards, and the teams. */
public final class Groups {

    public static final String ENGINEERS = "engineers";
    public static final String LEADS = "leads";
    public static final String MANAGERS = "managers";
    public static final String PROCESS_OWNERS = "process-owners";
    /** The engine's own name for those who may do everything. */
    public static final String ADMINS = "camunda-admin";

    private Groups() {}

    public static String of(Team team) {
        return "team-" + team.handle();
    }

    public static String leadsOf(Team team) {
        return of(team) + "-leads";
    }
}
