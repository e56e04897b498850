package io.ticketflow.identity;

/** What a person may do, lowest first; each role may all that the ones before it may. Also the path an escalation climbs. */
public enum Role {
    END_USER,
    DEVOPS_ENGINEER,
    SENIOR_ENGINEER,
    TEAM_LEAD,
    MANAGER,
    ADMIN;

    public boolean isAtLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /** Everybody who works on other people's tickets. */
    public boolean isStaff() {
        return this != END_USER;
    }
}
