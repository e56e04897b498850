package io.ticketflow.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to send a mail about an account. Published in the transaction that causes it; if that is rolled back, no mail is sent.
 *
 * @param link an absolute address with which the person goes on; it may contain a secret, so it is kept only until the mail is sent
 * @param fullName as the person who created the account wrote it
 */
public record AccountMail(
        String recipient, Purpose purpose, @Nullable String link, String fullName) {

    /** The purpose of the mail and of its link. */
    public enum Purpose {
        /** A person registered with this address; the link confirms that the address is theirs. */
        VERIFY_ADDRESS(Duration.ofDays(1)),
        /** A person registered with an address that already has an account; the link, if any, leads to the sign-in. */
        ADDRESS_KNOWN(null),
        /** The link sets a new password. */
        RESET_PASSWORD(Duration.ofHours(1)),
        /** Another person created the account; the link sets its first password. */
        INVITATION(Duration.ofDays(1)),
        /** An administrator has given the account this address; the link confirms it. */
        NEW_ADDRESS(Duration.ofDays(1)),
        /** An administrator has given the account another address instead of this one. */
        ADDRESS_CHANGED(null),
        /** The link, if any, leads to the page for setting another password. */
        PASSWORD_CHANGED(null);

        private final @Nullable Duration linkLasts;

        Purpose(@Nullable Duration linkLasts) {
            this.linkLasts = linkLasts;
        }

        /** For how long the link works after the mail was written; null when it works for ever or there is none. */
        public @Nullable Duration linkLasts() {
            return linkLasts;
        }
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "AccountMail[purpose=" + purpose + "]";
    }
}
