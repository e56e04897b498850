package io.ticketflow.identity;

import org.jspecify.annotations.Nullable;

/**
 * Somebody is to be written to about their account. Published in the transaction that makes it so.
 *
 * @param link what to open, absolute; null where there is nothing to do
 */
public record AccountMail(
        String recipient, Purpose purpose, @Nullable String link, String fullName) {

    /** Why. */
    public enum Purpose {
        /** Says that the address is theirs; the link is good for a day. */
        VERIFY_ADDRESS,
        /** Somebody registered with an address that has an account already. */
        ADDRESS_KNOWN,
        /** The link is good for an hour. */
        RESET_PASSWORD,
        /** An administrator made an account, and its password is to be chosen; the link is good for a day. */
        INVITATION,
        /** So that whoever did not do it notices. */
        PASSWORD_CHANGED
    }
}
