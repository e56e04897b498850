package io.ticketflow.identity;

/** The roles, lowest first; each has the rights of all lower ones. Their order is also the escalation path. */
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

    /** Whether people with this role work on other people's tickets. */
    public boolean isStaff() {
        return this != END_USER;
    }
}
