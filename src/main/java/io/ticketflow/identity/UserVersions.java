package io.ticketflow.identity;

/** A part of {@link Users}. */
interface UserVersions {

    /** Makes a version though nothing of the account itself changes. Whoever wants the same at this moment waits, and fails for being late. */
    void raiseVersion(User user);
}
