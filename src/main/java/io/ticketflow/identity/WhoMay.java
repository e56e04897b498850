package io.ticketflow.identity;

import io.ticketflow.platform.ForbiddenException;

/** Who may do what to people and teams; what concerns tickets stands with them. Each refuses with 403. */
final class WhoMay {

    private WhoMay() {}

    /** Accounts, roles, rights. */
    static void administer(Person caller) {
        if (caller.role() != Role.ADMIN) {
            throw new ForbiddenException("ADMINS_ONLY", "Accounts are kept by administrators.");
        }
    }

    /** Availability and skills: whoever leads the person's team, and those above. */
    static void careFor(Person caller, User person) {
        var leads = caller.role() == Role.TEAM_LEAD && person.isInTeam(caller.teamId());
        if (!leads && !caller.role().isAtLeast(Role.MANAGER)) {
            throw new ForbiddenException("FORBIDDEN", "This is for those who lead the person's team.");
        }
    }

    /** Which teams there are, and who is in them. */
    static void keepTeams(Person caller) {
        if (!caller.role().isAtLeast(Role.MANAGER)) {
            throw new ForbiddenException("MANAGERS_ONLY", "Teams are kept by managers.");
        }
    }

    /** Colleagues, teams and skills. */
    static void seePeople(Person caller) {
        if (!caller.isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "This is for those who work on tickets.");
        }
    }
}
