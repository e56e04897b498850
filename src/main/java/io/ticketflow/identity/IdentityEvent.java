package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import java.util.UUID;

/** What happened to people and teams. Published in the transaction of the change. */
public sealed interface IdentityEvent {

    /** A person takes work again or has room for more, so waiting tickets may be assigned to them. */
    record BecameAvailable(UUID userId) implements IdentityEvent {}

    /** A person is no longer staff: the account has ended or has become a requester's. */
    record StoppedWorking(UUID userId) implements IdentityEvent {}

    /** An administrator has created an account without a password; its person gets an invitation. */
    record Invited(UUID userId) implements IdentityEvent {}

    /** An account is ending, and so end its sessions, tokens and links. */
    record AccountEnds(UUID userId, Actor by) implements IdentityEvent {}

    /** An administrator has given the account another address, which its person has to confirm if mails can be sent. */
    record AddressChanged(UUID userId, String from, String to) implements IdentityEvent {}

    /** An account is about to get an address with letters beyond ASCII before the {@code @}. A listener that cannot send mails to it throws. */
    record AddressChosen(String email) implements IdentityEvent {}

    /** A team is about to get this webhook. A listener that must not send to it throws. */
    record SlackWebhookChosen(String url) implements IdentityEvent {}

    /** A team is about to end. A listener that still needs the team throws. */
    record TeamEnds(UUID teamId, String name) implements IdentityEvent {}

    /** A team is about to lose its name. A listener that needs the name throws. */
    record TeamNameGivenUp(String name) implements IdentityEvent {}

    /** The database was empty when the application started. It has at most the first ADMIN now. */
    record FirstStart() implements IdentityEvent {}
}
