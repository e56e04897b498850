package io.ticketflow.identity;

import io.ticketflow.platform.ForbiddenException;

/** The rules on who may do what to people and teams; the module ticket has those on tickets. Each rule refuses with 403. */
final class WhoMay {

    private WhoMay() {}

    /** Accounts, roles and rights. */
    static void administer(Person caller) {
        if (caller.role() != Role.ADMIN) {
            throw new ForbiddenException("ADMINS_ONLY", "Only administrators may manage accounts.");
        }
    }

    /** Availability and skills: allowed to the lead of the person's team and the roles above. */
    static void careFor(Person caller, User person) {
        var leads = caller.role() == Role.TEAM_LEAD && person.isInTeam(caller.teamId());
        if (!leads && !caller.role().isAtLeast(Role.MANAGER)) {
            throw new ForbiddenException(
                    "FORBIDDEN", "Only the lead of the person's team and higher roles may do this.");
        }
    }

    /** Teams and their members. */
    static void keepTeams(Person caller) {
        if (!caller.role().isAtLeast(Role.MANAGER)) {
            throw new ForbiddenException("MANAGERS_ONLY", "Only managers may manage teams.");
        }
    }

    /** Seeing colleagues, teams and skills. */
    static void seePeople(Person caller) {
        if (!caller.isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "Only staff may do this.");
        }
    }
}
