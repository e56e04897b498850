package io.ticketflow.identity;

import org.jspecify.annotations.Nullable;

/**
 * Somebody is to get a mail about their account. Published in the transaction that is the reason for it; if that is rolled back, nothing is sent.
 *
 * @param link where to go on, absolute; it may be a secret, so it is kept only until the mail is sent
 * @param fullName as whoever opened the account says it
 */
public record AccountMail(
        String recipient, Purpose purpose, @Nullable String link, String fullName) {

    /** What the mail is for, and what its link does. */
    public enum Purpose {
        /** Somebody registered with the address; the link confirms that it is theirs. */
        VERIFY_ADDRESS,
        /** Somebody registered with an address that has an account; the link, if any, leads to the sign-in. */
        ADDRESS_KNOWN,
        /** The link sets a new password. */
        RESET_PASSWORD,
        /** The account was opened by somebody else; the link sets its first password. */
        INVITATION,
        /** The link, if any, is where to set another one. */
        PASSWORD_CHANGED
    }

    /** Without its secret. */
    @Override
    public String toString() {
        return "AccountMail[purpose=" + purpose + "]";
    }
}
